// A service that misbehaves on order.

using System.Runtime.CompilerServices;
using RustKernel.User;

namespace RustKernel.Services.Tests;

/// <summary>The service <c>offender</c>. What it may not do, the kernel and the others must keep it from: it holds nothing back.</summary>
internal sealed class Offender : Service
{
    /// <summary><c>argument=</c> of its manifest: no test has that number.</summary>
    internal const uint Argument = 65536;

    private const ulong OrdinaryPriority = 16;
    private const ulong PageBytes = 4096;
    private const ulong Nowhere = 0x6000_0000_0000;
    private const ulong DeviceAddress = 0x0900_0000;
    private const ulong MemoryTaken = 1 << 20;
    private const int MostTaken = 1000;
    private readonly ulong[] _ports = new ulong[4];

    internal Offender()
    {
        _ports[0] = Own.Init;
        string[] names = ["devices", "calculator", "console"];
        for (int i = 0; i < names.Length; i++)
        {
            _ = InitClient.Connect(names[i], out _ports[i + 1]);
        }
    }

    /// <inheritdoc/>
    protected override bool TakesHandles => true;

    /// <inheritdoc/>
    protected override bool OnCall(uint operation, ulong badge, ref Message message)
    {
        switch ((Offence)operation)
        {
            case Offence.Forge:
                Forge(ref message);
                return Answer(ref message, ErrorCode.None, 2);
            case Offence.Map:
                message.Words[0] = (ulong)Map(message.Handles01 & uint.MaxValue);
                return Answer(ref message, ErrorCode.None, 1);
            case Offence.Hoard:
                Hoard(ref message);
                return Answer(ref message, ErrorCode.None, 3);
            case Offence.FallSilent:
                while (true)
                {
                    Own.Sleep(1000);
                }

            case Offence.Withhold:
                return false;
            case Offence.Paint:
                return Answer(
                    ref message,
                    new Terminal().Write("\u001b[2J\u001b[1;1Hconsole: I am another\rkernel: so am I\nrk> crash init\n"));
            default:
                return Answer(ref message, ErrorCode.NotSupported);
        }
    }

    /// <inheritdoc/>
    protected override void OnSend(uint operation, ulong badge, ref Message message)
    {
        ulong how = message.Words[0];
        if ((Offence)operation is Offence.Flood or Offence.SetBits or Offence.Call)
        {
            // As urgent as an ordinary service. What a more urgent one does is Offence.Loop's to show.
            _ = Kernel.Call(SystemCall.ThreadSetSchedule, 0, OrdinaryPriority, 0);
        }

        switch ((Offence)operation)
        {
            case Offence.Flood:
                Flood(how);
                break;
            case Offence.SetBits:
                // All but the one with which it would answer Init.
                for (int i = 0; ; i++)
                {
                    _ = Kernel.Call(SystemCall.Notify, _ports[i % _ports.Length], ~Supervision.AliveBit(Own.Number));
                }

            case Offence.Call:
                for (int i = 0; ; i++)
                {
                    Message call = new()
                    {
                        Port = _ports[i % _ports.Length],
                        DeadlineOrBadge = Own.In(1),
                        Info = new MessageInfo(99, 8, 0, MessageKind.Call).Bits
                    };
                    _ = Kernel.Call(SystemCall.Call, ref call);
                }

            case Offence.Touch when message.Words[1] == 0:
                _ = new DeviceRegisters(how).Read32(0);
                break;
            case Offence.Touch:
                new DeviceRegisters(how).Write32(0, 1);
                break;
            case Offence.Loop:
                Crash.Do(CrashKind.Loop);
                break;
            default:
                break;
        }
    }

    // Nothing is waited for: what finds no room is sent again.
    private void Flood(ulong handles)
    {
        for (int i = 0; ; i++)
        {
            Message message = new()
            {
                Port = _ports[i % _ports.Length],
                Info = new MessageInfo((uint)i & 0xFFF, 8, (uint)handles, MessageKind.Send).Bits
            };
            for (ulong j = 0; j < handles; j++)
            {
                _ = Kernel.Call(SystemCall.PortCreate, out ulong port, 1);
                message.Handles[(int)j] = port;
            }

            ErrorCode error = Kernel.Call(SystemCall.Send, ref message);
            if (error != ErrorCode.None)
            {
                Close(message.Handles01);
                Close(message.Handles23);
            }
        }
    }

    private static void Close(ulong pair)
    {
        _ = Kernel.Call(SystemCall.HandleClose, pair & uint.MaxValue);
        _ = Kernel.Call(SystemCall.HandleClose, pair >> 32);
    }

    // Every index with some generations, but for the handles that are its own.
    private static void Forge(ref Message message)
    {
        const ulong indices = 4096;
        const int tokens = 64;
        ulong tried = 0;
        ulong wrong = 0;
        for (ulong index = 0; index < indices; index++)
        {
            Pulse.Beat();
            for (ulong generation = 0; generation < 3; generation++)
            {
                ulong handle = (generation << 12) | index;
                CallRegisters info = new() { X0 = handle };
                if (Kernel.Call(SystemCall.HandleInfo, ref info) == ErrorCode.None)
                {
                    continue;
                }

                tried += 4;
                wrong += IsRefused(Kernel.Call(SystemCall.HandleDestroy, handle));
                wrong += IsRefused(Kernel.Call(SystemCall.ProcessKill, handle, 1));
                wrong += IsRefused(Kernel.Call(SystemCall.MemoryMap, 0, handle, 0, Nowhere, PageBytes, (ulong)Rights.Read));
                wrong += IsRefused(Kernel.Call(SystemCall.Notify, handle, 1));
            }
        }

        // Answers in the name of others: calls that somebody has in his hands now.
        for (int i = 1; i <= tokens; i++)
        {
            Message reply = new() { Token = message.Token + (ulong)i, Info = new MessageInfo(0, 1, 0, MessageKind.Send).Bits };
            wrong += IsRefused(Kernel.Call(SystemCall.Reply, ref reply));
            reply = new() { Token = message.Token + ((ulong)i << 32), Info = new MessageInfo(0, 1, 0, MessageKind.Send).Bits };
            wrong += IsRefused(Kernel.Call(SystemCall.Reply, ref reply));
            tried += 2;
        }

        message.Words[0] = wrong;
        message.Words[1] = tried;
    }

    private static ulong IsRefused(ErrorCode error) => error == ErrorCode.None ? 1u : 0;

    // The line of the first call that was not refused as it should be.
    private static int Map(ulong readable)
    {
        const ulong readWrite = (ulong)(Rights.Read | Rights.Write);
        const ulong code = 0x40_0000;
        int line = 0;
        Must(ErrorCode.AccessDenied, Kernel.Call(SystemCall.MemoryMap, 0, readable, 0, Nowhere, PageBytes, readWrite), ref line);
        Must(
            ErrorCode.AccessDenied,
            Kernel.Call(SystemCall.MemoryMap, 0, readable, 0, Nowhere, PageBytes, (ulong)(Rights.Read | Rights.Execute)),
            ref line);
        Must(ErrorCode.AccessDenied, Kernel.Call(SystemCall.MemoryWrite, readable, 0, 1), ref line);
        Must(
            ErrorCode.InvalidArgument,
            Kernel.Call(SystemCall.MemoryMap, 0, readable, PageBytes, Nowhere, PageBytes, (ulong)Rights.Read),
            ref line);
        Must(
            ErrorCode.InvalidArgument,
            Kernel.Call(SystemCall.MemoryMap, 0, readable, 0, 0xFFFF_0000_4000_0000, PageBytes, (ulong)Rights.Read),
            ref line);
        Must(ErrorCode.None, Kernel.Call(SystemCall.MemoryMap, 0, readable, 0, Nowhere, PageBytes, (ulong)Rights.Read), ref line);
        Must(ErrorCode.AccessDenied, Kernel.Call(SystemCall.MemoryProtect, 0, Nowhere, PageBytes, readWrite), ref line);
        Must(ErrorCode.AccessDenied, Kernel.Call(SystemCall.MemoryProtect, 0, code, PageBytes, readWrite), ref line);

        // No machine, no archive and no tree were given; and it drives nothing.
        Must(ErrorCode.NotFound, Kernel.Call(SystemCall.DeviceMemoryCreate, Own.Machine, DeviceAddress, PageBytes), ref line);
        Must(
            ErrorCode.NotFound,
            Kernel.Call(SystemCall.MemoryMap, 0, Own.Archive, 0, Nowhere + PageBytes, PageBytes, (ulong)Rights.Read),
            ref line);
        Must(ErrorCode.AccessDenied, InitClient.Tree(out _, out _), ref line);
        Must(ErrorCode.NotFound, ClaimedDevice.Claim(new Connection("devices"), 0, out _), ref line);
        Must(ErrorCode.AccessDenied, Kernel.Call(SystemCall.ThreadSetSchedule, 0, 31, 0), ref line);
        return line;
    }

    private static void Must(ErrorCode expected, ErrorCode actual, ref int line, [CallerLineNumber] int caller = 0)
    {
        if (expected != actual && line == 0)
        {
            System.Console.WriteLine($"offender: line {caller}: expected {(int)expected}, was {(int)actual}");
            line = caller;
        }
    }

    private static void Hoard(ref Message message)
    {
        ErrorCode memory = ErrorCode.None;
        for (int i = 0; i < 4 && memory == ErrorCode.None; i++)
        {
            // More frames than it has, one after the other.
            memory = Kernel.Call(SystemCall.MemoryCreate, out ulong taken, MemoryTaken);
            for (ulong at = 0; at < MemoryTaken && memory == ErrorCode.None; at += PageBytes)
            {
                memory = Kernel.Call(SystemCall.MemoryWrite, taken, at, at);
            }
        }

        ErrorCode ports = ErrorCode.None;
        for (int i = 0; i < MostTaken && ports == ErrorCode.None; i++)
        {
            ports = Kernel.Call(SystemCall.PortCreate, out _, 1);
        }

        ErrorCode processes = Kernel.Call(SystemCall.ProcessCreate, out _, 0, 0, 1, 1 | (1ul << 32), 0);
        message.Words[0] = (ulong)ports;
        message.Words[1] = (ulong)processes;
        message.Words[2] = (ulong)memory;
    }
}
