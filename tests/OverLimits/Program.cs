// Takes more than its manifest allows; argument= names the resource.

using System;
using System.Collections.Generic;
using System.Runtime;
using System.Threading;
using RustKernel.Services;
using RustKernel.User;
using Thread = System.Threading.Thread;

namespace RustKernel.OverLimits;

internal static class Program
{
    private const int Kibibyte = 1024;
    private const int SmallStack = 64 * Kibibyte;
    private const int LookMilliseconds = 20;
    private const int FramesLeft = 5;
    private static byte[]? s_one;

    [RuntimeExport("program_main")]
    private static ulong Main(ref StartBlock block)
    {
        switch (Own.Argument)
        {
            case 1:
                return (ulong)Objects(100);
            case 2:
                s_one = new byte[64 << 20];
                return (ulong)s_one.Length;
            case 3:
                return (ulong)Deep(0);
            case 4:
                Thread deep = new(() => Console.WriteLine(Deep(0)), SmallStack);
                deep.Start();
                deep.Join();
                return 0;
            case 5:
                return Threads(600);
            case 6:
                Console.WriteLine($"@caught {Caught()}");
                return 0;
            case 7:
                UsePorts();
                _ = RustKernel.Runtime.EventLoop.Current.Port;
                return 0;
            case 8:
                return RunOthers();
            case 9:
                UsePorts();
                return (ulong)Both(0);
            case 10:
                Console.WriteLine(Caught());
                throw new OutOfMemoryException("of its own");
            default:
                return 0;
        }
    }

    private static int Objects(int bytes)
    {
        List<byte[]> all = [];
        while (all.Count < int.MaxValue)
        {
            all.Add(new byte[bytes]);
        }

        return all.Count;
    }

    // Each call takes more of the stack.
    private static int Deep(int depth)
    {
        Span<byte> some = stackalloc byte[Kibibyte];
        some[depth % Kibibyte] = 1;
        return Deep(depth + 1) + some[0];
    }

    private static ulong Threads(int count)
    {
        for (int i = 0; i < count; i++)
        {
            new Thread(() => Thread.Sleep(Timeout.Infinite)) { IsBackground = true }.Start();
        }

        return 0;
    }

    private static string Caught()
    {
        try
        {
            return $"{Objects(100)}";
        }
        catch (OutOfMemoryException e)
        {
            return e.Message;
        }
    }

    private static void UsePorts()
    {
        ErrorCode error = ErrorCode.None;
        while (error == ErrorCode.None)
        {
            error = Kernel.PortCreate(1, out _);
        }
    }

    // An object, when there is hardly a page left either: each frame uses more of the stack than it started with.
    private static int Both(int depth)
    {
        Span<byte> some = stackalloc byte[Kibibyte];
        some[depth % Kibibyte] = 1;
        _ = Kernel.ProcessInfo(default, out ProcessInfoResults info);
        _ = Kernel.ProcessUsage(default, out ProcessUsageResults usage);
        if (info.Frames + FramesLeft < usage.FrameLimit)
        {
            return Both(depth + 1) + some[0];
        }

        _ = RustKernel.Runtime.EventLoop.Current.Port;
        return 0;
    }

    // One after another, so that their lines do not mix. Then switches the machine off.
    private static ulong RunOthers()
    {
        for (int i = 0; InitClient.Describe(i) is { } state; i++)
        {
            if (!state.IsRunning)
            {
                _ = InitClient.Command(state.Name, ServiceCommand.Start);
                while (InitClient.Describe(i) is { IsRunning: true })
                {
                    Thread.Sleep(LookMilliseconds);
                }
            }
        }

        return (ulong)InitClient.Power(PowerAction.PowerOff);
    }
}
