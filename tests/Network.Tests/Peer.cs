// The other end of one stack's wire: it injects frames and checks what comes out, in virtual time.

using System;
using System.Collections.Generic;
using RustKernel.Services.Internet;
using Xunit;

namespace RustKernel.Network.Tests;

/// <summary>
/// A stack at 10.0.0.2/24 and a peer that plays every other host of the link. Time moves only when the script says
/// so (<see cref="Expect"/> moves it to the stack's own deadlines).
/// </summary>
internal sealed class Peer
{
    public const uint OurAddress = Hosts.MachineAddress;
    public const uint PeerAddress = Hosts.PeerAddress;

    public static readonly LinkAddress StackLink = Hosts.MachineLink;
    public static readonly LinkAddress PeerLink = Hosts.PeerLink;

    private readonly Queue<Frame> _out = [];
    private readonly byte[] _buffer = new byte[1600];

    public Peer(StackOptions? options = null, bool isConfigured = true, ulong seed = 1)
    {
        Stack = new InternetStack(options ?? new StackOptions { LinkAddress = StackLink }, seed, 2);
        Owner = Stack.AddOwner(new OwnerLimits(2000));
        if (isConfigured)
        {
            Stack.Configure(
                new InterfaceConfiguration
                {
                    Address = InternetAddress.FromIPv4(OurAddress),
                    Gateway = InternetAddress.FromIPv4(PeerAddress)
                },
                Now);
            Run(5_000_000);
            Know(PeerAddress, PeerLink);
            Drain();
        }
    }

    public InternetStack Stack { get; }

    public SocketOwner Owner { get; }

    public long Now { get; private set; } = 1_000_000;

    /// <summary>Answers ARP requests for any address of the link but the stack's, like a real host.</summary>
    public bool AnswersArp { get; set; } = true;

    /// <summary>The stack learns a host's address from the host's own request.</summary>
    public void Know(uint address, LinkAddress link) => Inject(Frames.Arp(1, link, address, default, OurAddress, LinkAddress.Broadcast));

    /// <summary>A frame arrives.</summary>
    public void Inject(byte[] frame, FrameMarks marks = FrameMarks.None)
    {
        Stack.Receive(frame, marks, Now);
        Collect();
    }

    /// <summary>Advances the time; calls the stack at each of its deadlines.</summary>
    public void Run(long time)
    {
        long end = Now + time;
        Collect();
        while (Stack.NextDeadline <= end)
        {
            Now = Math.Max(Now, Stack.NextDeadline);
            Stack.Advance(Now);
            Collect();
        }

        Now = end;
    }

    /// <summary>Collects what the stack has to send; time stops.</summary>
    public void Collect()
    {
        while (true)
        {
            Array.Fill(_buffer, (byte)0xEE);
            OutgoingFrame next = Stack.Transmit(_buffer, Now);
            if (next.Length == 0)
            {
                if (Stack.HasMore)
                {
                    continue;
                }

                return;
            }

            Assert.InRange(next.Length, 60, 1514);
            var frame = new Frame(_buffer.AsSpan(0, next.Length).ToArray(), Now, next);
            if (AnswersArp && frame.IsArpRequest && frame.ArpTarget is not (OurAddress or 0) && frame.ArpSender != 0)
            {
                Stack.Receive(Frames.Arp(2, PeerLink, frame.ArpTarget, StackLink, frame.ArpSender, StackLink), FrameMarks.None, Now);
                continue;
            }

            _out.Enqueue(frame);
        }
    }

    /// <summary>Discards everything that has come out so far.</summary>
    public void Drain()
    {
        Collect();
        _out.Clear();
    }

    /// <summary>The next frame that comes out within <paramref name="within"/> µs.</summary>
    public Frame Expect(long within = 0)
    {
        Frame? frame = Next(within);
        Assert.True(frame is not null, $"nothing came out within {within} µs");
        return frame;
    }

    /// <summary>The next frame that comes out; null: none within the time.</summary>
    public Frame? Next(long within)
    {
        long end = Now + within;
        Collect();
        while (_out.Count == 0 && Stack.NextDeadline <= end)
        {
            Now = Math.Max(Now, Stack.NextDeadline);
            Stack.Advance(Now);
            Collect();
        }

        if (_out.Count > 0)
        {
            return _out.Dequeue();
        }

        Now = end;
        return null;
    }

    /// <summary>Nothing comes out for so long.</summary>
    public void ExpectNothing(long time = 0)
    {
        Frame? frame = Next(time);
        Assert.True(frame is null, $"unexpected: {frame}");
    }
}
