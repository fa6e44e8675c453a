// A machine in this process behind QEMU's datagram sockets, in real time.

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using RustKernel.Services.Internet;
using RustKernel.Services.Network;
using RustKernel.Services.Storage;
using RustKernel.Services.Tester;

namespace RustKernel.Network.Tests.Conformance;

/// <summary>Stack, desk and puppet; plays one group like suite network's test.</summary>
internal sealed class DatagramMachine : IDisposable
{
    private const int LongestPoll = 20_000;
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly UnixDomainSocketEndPoint _peer;
    private readonly InternetStack _stack;
    private readonly SocketDesk _desk;
    private readonly DeskSockets _sockets;
    private readonly Puppet _puppet;
    private readonly List<InternetSocket> _others = [];
    private readonly byte[] _buffer = new byte[2048];

    public DatagramMachine(string path)
    {
        _peer = new UnixDomainSocketEndPoint(path + ".peer");
        _socket.Bind(new UnixDomainSocketEndPoint(path + ".board"));
        _stack = new InternetStack(new StackOptions { LinkAddress = Hosts.MachineLink }, 7, 2);
        _stack.Configure(
            new InterfaceConfiguration
            {
                Address = InternetAddress.FromIPv4(Hosts.MachineAddress),
                Gateway = InternetAddress.FromIPv4(Hosts.PeerAddress),
            },
            Now);
        _desk = new SocketDesk(_stack, new KeptSockets(new MappedMemory(KeptSockets.Header + (64 * KeptSockets.EntryBytes))));
        _sockets = new DeskSockets(_desk, () => Now, TakeEvents);
        _puppet = new Puppet(_sockets);
    }

    public IReadOnlyList<string> Said => _sockets.Said;

    private static long Now => Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1_000_000);

    /// <summary>Calls the peer and follows its orders until it is done; returns the number of cases, and of failed ones.</summary>
    public (uint Cases, uint Failed) Play(string group, TimeSpan limit)
    {
        byte[] call = new byte[8 + group.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(call, 1);
        _ = Encoding.ASCII.GetBytes(group, call.AsSpan(8));
        long end = Now + (long)limit.TotalMicroseconds;
        long called = 0;
        while (!_puppet.IsDone && Now < end)
        {
            if (!_puppet.HasBegun && Now - called > 200_000)
            {
                called = Now;
                _puppet.Call(new EndPoint(InternetAddress.FromIPv4(Hosts.PeerAddress), Hosts.PeerPort), call);
            }

            Receive();
            _stack.Advance(Now);
            Settle();
        }

        return (_puppet.Cases, _puppet.Failed);
    }

    public void Dispose() => _socket.Dispose();

    private void Receive()
    {
        int wait = (int)Math.Clamp(_stack.NextDeadline - Now, 0, LongestPoll);
        if (_socket.Poll(wait, SelectMode.SelectRead))
        {
            int length = _socket.Receive(_buffer);
            _stack.Receive(_buffer.AsSpan(0, length), FrameMarks.None, Now);
        }
    }

    private void Settle()
    {
        do
        {
            Transmit();
            TakeEvents();
            if (_sockets.TakeNews())
            {
                _puppet.Step();
            }

            Transmit();
        }
        while (_sockets.HasNews);
    }

    private void Transmit()
    {
        while (_stack.Transmit(_buffer, Now) is { } next && (next.Length != 0 || _stack.HasMore))
        {
            if (next.Length != 0)
            {
                _ = _socket.SendTo(_buffer.AsSpan(0, next.Length), SocketFlags.None, _peer);
            }
        }
    }

    private void TakeEvents() => _desk.TakeEvents(_others, Now);
}
