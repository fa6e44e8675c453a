// The host that a case is: an address of its own, everything that comes to it, and orders to the program on the machine.

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Text;
using RustKernel.Services.Internet;

namespace RustKernel.Hil.NetworkPeer;

/// <summary>
/// A host behind the router. It answers ARP requests for its own address and drops frames to other hosts.
/// </summary>
/// <param name="wire">The wire.</param>
/// <param name="address">The host's address.</param>
internal sealed class CaseHost(IWire wire, uint address)
{
    // A machine in an emulator on a busy host may take this long for what it otherwise does at once.
    private const long LeastPatience = 10_000_000;
    private const int Slowness = 10;
    private const int Tries = 5;
    private const ushort BarrierId = 0x7B7B;
    private static ushort s_lastOrder;
    private readonly Queue<Frame> _waiting = new();
    private ushort _barriers;

    /// <summary>The wire.</summary>
    public IWire Wire => wire;

    /// <summary>The host's address.</summary>
    public uint Address => address;

    /// <summary>ARP frames come to the case, too, except requests about the router.</summary>
    public bool TakesArp { get; set; }

    /// <summary>A packet of this host's.</summary>
    public void Send(byte protocol, ReadOnlySpan<byte> payload, ushort id = 7, ushort fragment = 0, byte[]? options = null) =>
        SendPacket(Frames.IPv4(address, Hosts.MachineAddress, protocol, payload, id, fragment, options));

    /// <summary>A packet, whatever it says.</summary>
    public void SendPacket(ReadOnlySpan<byte> packet) =>
        wire.Send(Frames.Ethernet(Hosts.MachineLink, Hosts.PeerLink, 0x0800, packet));

    /// <summary>A datagram of this host's.</summary>
    public void SendUdp(ushort from, ushort to, ReadOnlySpan<byte> data) =>
        Send(17, Frames.Udp(address, from, Hosts.MachineAddress, to, data));

    /// <summary>
    /// The next frame to this host; null: none within <paramref name="within"/> microseconds, or, from a machine whose time is the world's,
    /// within ten times that and at least ten seconds.
    /// </summary>
    public Frame? Next(long within)
    {
        if (_waiting.Count > 0)
        {
            return _waiting.Dequeue();
        }

        return Take(wire.IsExact ? within : Math.Max(LeastPatience, within * Slowness), _ => true);
    }

    /// <summary>The next frame to this host, which must come within so many microseconds.</summary>
    public Frame Expect(long within = 0)
    {
        Frame? frame = Next(within);
        Require.That(frame is not null, "nothing came");
        return frame;
    }

    /// <summary>
    /// Everything that has come to this host, and that the machine was about to send it: the machine has no more to send now.
    /// </summary>
    public List<Frame> Settle()
    {
        // The answer to the second question is sent after everything that was there when the first was answered.
        Barrier();
        Barrier();
        List<Frame> frames = [.. _waiting];
        _waiting.Clear();
        return frames;
    }

    /// <summary>Nothing has come, and the machine has nothing to say.</summary>
    public void ExpectNothing()
    {
        List<Frame> frames = Settle();
        Require.That(frames.Count == 0, $"unexpected: {string.Join("; ", frames)}");
    }

    /// <summary>Orders the program on the machine to do something; false: it could not.</summary>
    public bool Ask(Order order, uint argument = 0, byte[]? text = null) => Ask(order, argument, out _, out _, text);

    /// <summary>The same, with what it answers.</summary>
    public bool Ask(Order order, uint argument, out uint value, out uint second, byte[]? text = null)
    {
        byte[] data = new byte[7 + (text?.Length ?? 0)];
        ushort number = ++s_lastOrder;
        BinaryPrimitives.WriteUInt16BigEndian(data, number);
        data[2] = (byte)order;
        BinaryPrimitives.WriteUInt32BigEndian(data.AsSpan(3), argument);
        text?.CopyTo(data, 7);
        for (int i = 0; i < Tries; i++)
        {
            SendUdp(Hosts.PeerPort, Hosts.OrderPort, data);
            if (Take(2_000_000, frame => IsAnswer(frame, number)) is { } answer)
            {
                value = BinaryPrimitives.ReadUInt32BigEndian(answer.Data.AsSpan(3));
                second = BinaryPrimitives.ReadUInt32BigEndian(answer.Data.AsSpan(7));
                return answer.Data[2] == 1;
            }
        }

        throw new CaseException($"the program on the machine does not answer order {order}");
    }

    /// <summary>The machine's console shows how far the case is: a machine that is silent for long counts as dead.</summary>
    public void Say(string text) => _ = Ask(Order.Say, 0, Encoding.UTF8.GetBytes(text));

    /// <summary>What the owner of the newest connection sees of it.</summary>
    public (SocketEvents Signs, NetworkError Error) OwnerState()
    {
        Require.That(Ask(Order.State, 0, out uint signs, out uint error), "the program on the machine has no connection");
        return ((SocketEvents)signs, (NetworkError)error);
    }

    private static bool IsAnswer(Frame frame, ushort number) =>
        frame.IsUdp && frame.SourcePort == Hosts.OrderPort && frame.Data.Length >= 11
        && BinaryPrimitives.ReadUInt16BigEndian(frame.Data) == number;

    private void Barrier()
    {
        ushort number = ++_barriers;
        Send(1, Frames.Echo(8, BarrierId, number, []));
        long within = wire.IsExact ? 0 : LeastPatience;
        Require.That(Take(within, frame => IsBarrier(frame, number)) is not null, "the machine answers no echo request");
    }

    private static bool IsBarrier(Frame frame, ushort number) =>
        frame.IsIcmp && frame.Payload[0] == 0 && BinaryPrimitives.ReadUInt16BigEndian(frame.Payload[4..]) == BarrierId
        && BinaryPrimitives.ReadUInt16BigEndian(frame.Payload[6..]) == number;

    // The next wanted frame; other frames to this host wait.
    private Frame? Take(long within, Predicate<Frame> isWanted)
    {
        long end = wire.Now + within;
        while (wire.Next(Math.Max(0, end - wire.Now)) is { } frame)
        {
            if (!IsOurs(frame))
            {
                continue;
            }

            if (isWanted(frame))
            {
                return frame;
            }

            _waiting.Enqueue(frame);
        }

        return null;
    }

    private bool IsOurs(Frame frame)
    {
        if (!frame.IsArp)
        {
            return frame.IsIPv4 && frame.Destination == address;
        }

        if (frame.IsArpRequest && frame.ArpTarget == Hosts.PeerAddress)
        {
            wire.Send(Frames.Arp(2, Hosts.PeerLink, Hosts.PeerAddress, Hosts.MachineLink, Hosts.MachineAddress, Hosts.MachineLink));
            return false;
        }

        return TakesArp;
    }
}
