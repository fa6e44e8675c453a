// A host with its own stack behind a wire that loses and reorders frames.

using System;
using System.Collections.Generic;
using RustKernel.Services.Internet;
using RustKernel.Services.Internet.Tcp;

namespace RustKernel.Hil.NetworkPeer;

/// <summary>Connections of that host to the machine. The same seed does the same to the same frames.</summary>
internal sealed class LossyHost
{
    private const int LossPercent = 10;
    private const int LatePercent = 10;
    private const int MostLate = 5000;
    private const long LongestWait = 50_000;
    private const int RingBytes = 1 << 17;
    private const int MostStreams = 8;
    private readonly IWire _wire;
    private readonly uint _address;
    private readonly Random _random;
    private readonly InternetStack _stack;
    private readonly SocketOwner _owner;
    private readonly PriorityQueue<(bool IsOurs, byte[] Frame), (long Time, long Order)> _flying = new();
    private readonly byte[] _buffer = new byte[1600];
    private readonly List<LossyStream> _streams = [];
    private long _order;

    /// <summary>A host at <paramref name="address"/>.</summary>
    public LossyHost(IWire wire, uint address, int seed)
    {
        _wire = wire;
        _address = address;
        _random = new Random(seed);
        _stack = new InternetStack(new StackOptions { LinkAddress = Hosts.PeerLink }, (ulong)seed, (ulong)wire.Now);
        _owner = _stack.AddOwner(new OwnerLimits(MostStreams));
        InterfaceConfiguration configuration = new()
        {
            Address = InternetAddress.FromIPv4(address),
            Gateway = InternetAddress.FromIPv4(address ^ 1),
        };
        _stack.Configure(configuration, wire.Now);
    }

    /// <summary>The connections.</summary>
    public IReadOnlyList<LossyStream> Streams => _streams;

    /// <summary>Frames that were lost, both ways.</summary>
    public int Lost { get; private set; }

    /// <summary>One more connection to a port of the machine.</summary>
    public void Connect(ushort port)
    {
        MemoryRing send = new(RingBytes);
        MemoryRing receive = new(RingBytes);
        EndPoint remote = new(InternetAddress.FromIPv4(Hosts.MachineAddress), port);
        NetworkError error = _stack.Connect(_owner, remote, 0, send, receive, _wire.Now, out TcpConnection? connection);
        Require.Equal(NetworkError.None, error, "connecting");
        _streams.Add(new LossyStream(connection!, send, receive));
    }

    /// <summary>Everything that is due, and the next frame if one comes soon.</summary>
    public void Work()
    {
        foreach (LossyStream stream in _streams)
        {
            stream.Connection.RingsChanged(_wire.Now);
        }

        Deliver();
        _stack.Advance(_wire.Now);
        Collect();
        long due = Math.Min(_stack.NextDeadline, NextFlying());
        if (_wire.Next(Math.Clamp(due - _wire.Now, 0, LongestWait)) is { } frame)
        {
            Take(frame);
        }
    }

    private long NextFlying() => _flying.TryPeek(out _, out (long Time, long Order) next) ? next.Time : long.MaxValue;

    private void Deliver()
    {
        while (NextFlying() <= _wire.Now)
        {
            (bool isOurs, byte[] frame) = _flying.Dequeue();
            if (isOurs)
            {
                _wire.Send(frame);
            }
            else
            {
                _stack.Receive(frame, FrameMarks.None, _wire.Now);
            }
        }
    }

    private void Take(Frame frame)
    {
        if (frame.IsArpRequest && frame.ArpTarget == Hosts.PeerAddress)
        {
            _wire.Send(Frames.Arp(2, Hosts.PeerLink, Hosts.PeerAddress, Hosts.MachineLink, Hosts.MachineAddress, Hosts.MachineLink));
        }
        else if (frame.IsIPv4 && frame.Destination == _address)
        {
            Fly(isOurs: false, frame.Bytes);
        }
    }

    // The host's own ARP goes no further: everything is behind the machine.
    private void Collect()
    {
        while (_stack.Transmit(_buffer, _wire.Now) is { Length: > 0 } next)
        {
            Frame frame = new(_buffer.AsSpan(0, next.Length).ToArray(), _wire.Now);
            if (frame.IsIPv4)
            {
                Fly(isOurs: true, frame.Bytes);
            }
            else if (frame.IsArpRequest && frame.ArpTarget != _address)
            {
                byte[] reply = Frames.Arp(2, Hosts.MachineLink, frame.ArpTarget, Hosts.PeerLink, _address, Hosts.PeerLink);
                _stack.Receive(reply, FrameMarks.None, _wire.Now);
            }
        }
    }

    private void Fly(bool isOurs, byte[] frame)
    {
        if (_random.Next(100) < LossPercent)
        {
            Lost++;
            return;
        }

        long late = _random.Next(100) < LatePercent ? _random.Next(MostLate) : 0;
        _flying.Enqueue((isOurs, frame), (_wire.Now + late, _order++));
    }
}
