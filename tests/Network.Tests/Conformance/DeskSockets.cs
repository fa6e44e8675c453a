// The puppet's sockets without a kernel: the service's desk over a stack.

using System;
using System.Collections.Generic;
using RustKernel.Services.Internet;
using RustKernel.Services.Network;
using RustKernel.Services.Storage;
using RustKernel.Services.Tester;
using Xunit;

namespace RustKernel.Network.Tests.Conformance;

/// <summary>A client of the desk, in the same process.</summary>
internal sealed class DeskSockets : IPuppetSockets, ISessionLife
{
    private readonly SocketDesk _desk;
    private readonly Func<long> _now;
    private readonly Action _settle;
    private readonly Session _session;
    private readonly SocketBoard _board;
    private readonly SocketBlock[] _blocks = new SocketBlock[Puppet.Slots];

    /// <param name="desk">The service's desk.</param>
    /// <param name="now">The stack's time.</param>
    /// <param name="settle">The service's work after each call.</param>
    public DeskSockets(SocketDesk desk, Func<long> now, Action settle)
    {
        _desk = desk;
        _now = now;
        _settle = settle;
        uint blockBytes = SocketBlock.Header + (2 * Puppet.RingBytes);
        MappedMemory memory = new((int)(SocketBoard.Bytes + (Puppet.Slots * blockBytes)));
        _board = new SocketBoard(memory);
        _session = desk.Open(1, 1, Puppet.Slots, this)!;
        _session.Add(0, memory);
        for (uint i = 0; i < Puppet.Slots; i++)
        {
            uint offset = SocketBoard.Bytes + (i * blockBytes);
            Assert.Equal(ErrorCode.None, desk.Place(_session, i, new SlotPlace(0, offset, Puppet.RingBytes, Puppet.RingBytes)));
            _blocks[i] = new SocketBlock(memory, (int)offset, (int)Puppet.RingBytes, (int)Puppet.RingBytes);
        }
    }

    /// <summary>What the peer showed.</summary>
    public List<string> Said { get; } = [];

    public bool IsAlive => true;

    public bool HasNews { get; private set; }

    public SocketBlock Block(uint slot) => _blocks[slot];

    public void Tell() => HasNews = true;

    public void End()
    {
    }

    /// <summary>News since the last call: the puppet must look.</summary>
    public bool TakeNews()
    {
        bool had = HasNews;
        HasNews = false;
        _board.TakeNews([]);
        return had;
    }

    public void Ring(uint slot)
    {
        if (_board.Ring((int)slot))
        {
            _desk.OnBells(SocketDesk.BellOf(_session), _now());
            _settle();
        }
    }

    public void OpenUdp(uint slot, ushort port)
    {
        Assert.Equal(ErrorCode.None, _desk.OpenUdp(_session, slot, new EndPoint(default, port), out NetworkError error, out _));
        Assert.Equal(NetworkError.None, error);
    }

    public void Listen(uint slot, ushort port)
    {
        EndPoint local = new(default, port);
        Assert.Equal(ErrorCode.None, _desk.Listen(_session, slot, local, Puppet.RingBytes, out NetworkError error, out _));
        Assert.Equal(NetworkError.None, error);
    }

    public void Supply(uint listener, uint slot)
    {
        Assert.Equal(ErrorCode.None, _desk.Supply(_session, listener, slot, out NetworkError error));
        Assert.Equal(NetworkError.None, error);
    }

    public bool Connect(uint slot, EndPoint remote) =>
        Settled(_desk.Connect(_session, slot, remote, 0, _now(), out NetworkError error, out _)) && error == NetworkError.None;

    public bool Shutdown(uint slot) => Settled(_desk.Shutdown(_session, slot, _now()));

    public bool Close(uint slot, bool resets) => Settled(_desk.Close(_session, slot, resets, _now()));

    public bool Crash(string service, uint kind) => false;

    public void Say(string line) => Said.Add(line);

    private bool Settled(ErrorCode error)
    {
        _settle();
        return error == ErrorCode.None;
    }
}
