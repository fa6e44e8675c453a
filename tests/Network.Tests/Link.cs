// Two stacks and a bad wire between them, in virtual time: the same seed gives the same run.

using System;
using System.Collections.Generic;
using RustKernel.Services.Internet;

namespace RustKernel.Network.Tests;

/// <summary>A wire's faults; chances in thousandths.</summary>
internal sealed record LinkFaults
{
    public int Loss { get; init; }

    public int Duplicate { get; init; }

    public int Corrupt { get; init; }

    public int Reorder { get; init; }

    public long Delay { get; init; } = 500;

    /// <summary>Frames with more bytes of IP are dropped; 0: none are.</summary>
    public int BlackHoleAbove { get; init; }
}

/// <summary>Moves frames between two stacks, each time by the next event.</summary>
internal sealed class Link
{
    public const uint FirstAddress = 0x0A000001;
    public const uint SecondAddress = 0x0A000002;

    private readonly PriorityQueue<(int To, byte[] Frame, FrameMarks Marks), (long Time, long Order)> _flying = new();
    private readonly Random _random;
    private readonly byte[] _buffer = new byte[1600];
    private long _order;

    public Link(int seed, LinkFaults? faults = null, StackOptions? first = null, StackOptions? second = null)
    {
        _random = new Random(seed);
        Stacks =
        [
            new InternetStack(first ?? new StackOptions { LinkAddress = new LinkAddress(0x020000000001) }, (ulong)seed, 1),
            new InternetStack(second ?? new StackOptions { LinkAddress = new LinkAddress(0x020000000002) }, (ulong)seed, 2),
        ];
        Owners = [Stacks[0].AddOwner(new OwnerLimits(20000)), Stacks[1].AddOwner(new OwnerLimits(20000))];
        Stacks[0].Configure(new InterfaceConfiguration { Address = InternetAddress.FromIPv4(FirstAddress) }, Now);
        Stacks[1].Configure(new InterfaceConfiguration { Address = InternetAddress.FromIPv4(SecondAddress) }, Now);
        Run(3_000_000);

        // Both know the other's address: another test covers a wire's effect on ARP.
        _ = Stacks[0].SendEcho(InternetAddress.FromIPv4(SecondAddress), 0, 0, 0, Now);
        Run(1_000_000);
        Faults = faults ?? new LinkFaults();
    }

    public InternetStack[] Stacks { get; }

    public SocketOwner[] Owners { get; }

    public LinkFaults Faults { get; set; } = new();

    public long Now { get; private set; } = 1_000_000;

    /// <summary>Called with each frame that is sent: sender and bytes.</summary>
    public Action<int, byte[]>? Sent { get; set; }

    /// <summary>
    /// Runs until <paramref name="isDone"/> or the time is over; false: the time is over, or
    /// nothing more will ever happen.
    /// </summary>
    public bool Run(long time, Func<bool>? isDone = null)
    {
        long end = Now + time;
        Collect();
        while (isDone is null || !isDone())
        {
            long next = Math.Min(Stacks[0].NextDeadline, Stacks[1].NextDeadline);
            if (_flying.TryPeek(out _, out (long Time, long Order) flying))
            {
                next = Math.Min(next, flying.Time);
            }

            if (next > end)
            {
                Now = end;
                return isDone?.Invoke() ?? true;
            }

            Now = Math.Max(Now, next);
            while (_flying.TryPeek(out (int To, byte[] Frame, FrameMarks Marks) item, out flying) && flying.Time <= Now)
            {
                _ = _flying.Dequeue();
                Stacks[item.To].Receive(item.Frame, item.Marks, Now);
                Collect();
            }

            Stacks[0].Advance(Now);
            Stacks[1].Advance(Now);
            Collect();
        }

        return true;
    }

    /// <summary>Collects what both have to send.</summary>
    public void Collect()
    {
        for (int from = 0; from < 2; from++)
        {
            while (Stacks[from].Transmit(_buffer, Now) is { Length: > 0 } next)
            {
                byte[] frame = _buffer.AsSpan(0, next.Length).ToArray();
                Sent?.Invoke(from, frame);
                Fly(1 - from, frame, next.ChecksumStart != 0 ? FrameMarks.ChecksumPartial : FrameMarks.None);
            }
        }
    }

    private void Fly(int to, byte[] frame, FrameMarks marks)
    {
        if (Happens(Faults.Loss) || (Faults.BlackHoleAbove != 0 && frame.Length - 14 > Faults.BlackHoleAbove))
        {
            return;
        }

        int copies = Happens(Faults.Duplicate) ? 2 : 1;
        for (int i = 0; i < copies; i++)
        {
            byte[] copy = frame;
            if (Happens(Faults.Corrupt))
            {
                copy = (byte[])frame.Clone();
                copy[_random.Next(copy.Length)] ^= (byte)(1 << _random.Next(8));
            }

            long delay = Faults.Delay + (Happens(Faults.Reorder) ? _random.Next((int)Faults.Delay * 4) : 0);
            _flying.Enqueue((to, copy, marks), (Now + delay, _order++));
        }
    }

    private bool Happens(int thousandths) => thousandths != 0 && _random.Next(1000) < thousandths;
}
