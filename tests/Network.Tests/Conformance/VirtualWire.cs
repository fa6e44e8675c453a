// A machine in this process: stack, desk and puppet, in virtual time.

using System;
using System.Collections.Generic;
using RustKernel.Services.Internet;
using RustKernel.Services.Network;
using RustKernel.Services.Storage;
using RustKernel.Services.Tester;

namespace RustKernel.Network.Tests.Conformance;

/// <summary>Time stops until the peer waits for a frame that has not arrived yet.</summary>
internal sealed class VirtualWire : IWire
{
    private readonly Queue<Frame> _out = [];
    private readonly byte[] _buffer = new byte[1600];
    private readonly SocketDesk _desk;
    private readonly DeskSockets _sockets;
    private readonly Puppet _puppet;
    private readonly List<InternetSocket> _others = [];

    public VirtualWire(ulong seed)
    {
        Stack = new InternetStack(new StackOptions { LinkAddress = Hosts.MachineLink }, seed, 2);
        Stack.Configure(
            new InterfaceConfiguration
            {
                Address = InternetAddress.FromIPv4(Hosts.MachineAddress),
                Gateway = InternetAddress.FromIPv4(Hosts.PeerAddress),
            },
            Now);
        _desk = new SocketDesk(Stack, new KeptSockets(new MappedMemory(KeptSockets.Header + (64 * KeptSockets.EntryBytes))));
        _sockets = new DeskSockets(_desk, () => Now, TakeEvents);
        _puppet = new Puppet(_sockets);
        while (Next(5_000_000) is not null)
        {
        }
    }

    public InternetStack Stack { get; }

    public long Now { get; private set; } = 1_000_000;

    public bool IsExact => true;

    public void Send(ReadOnlySpan<byte> frame)
    {
        Stack.Receive(frame, FrameMarks.None, Now);
        Settle();
    }

    public Frame? Next(long within)
    {
        long end = Now + within;
        Settle();
        while (_out.Count == 0 && Stack.NextDeadline <= end)
        {
            Now = Math.Max(Now, Stack.NextDeadline);
            Stack.Advance(Now);
            Settle();
        }

        if (_out.Count > 0)
        {
            return _out.Dequeue();
        }

        Now = end;
        return null;
    }

    // Like the service's loop: frames out, events to clients, the clients' reactions.
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
        while (true)
        {
            OutgoingFrame next = Stack.Transmit(_buffer, Now);
            if (next.Length != 0)
            {
                _out.Enqueue(new Frame(_buffer.AsSpan(0, next.Length).ToArray(), Now, next));
            }
            else if (!Stack.HasMore)
            {
                return;
            }
        }
    }

    private void TakeEvents() => _desk.TakeEvents(_others, Now);
}
