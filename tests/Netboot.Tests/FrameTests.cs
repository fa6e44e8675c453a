// Frames, right and wrong.

using System;
using System.Collections.Generic;
using System.Net;
using RustKernel.Flash.Ethernet;
using Xunit;

namespace RustKernel.Flash.Netboot.Tests;

public sealed class FrameTests : IFrameLink, IDatagramReceiver
{
    private static readonly byte[] s_own = [2, 0, 0, 0, 0, 1];
    private static readonly byte[] s_other = [2, 0, 0, 0, 0, 2];
    private static readonly IPAddress s_address = IPAddress.Parse("10.0.0.1");
    private static readonly IPAddress s_peer = IPAddress.Parse("10.0.0.2");
    private readonly List<byte[]> _sent = [];
    private readonly List<(IPEndPoint Source, int Port, byte[] Payload)> _received = [];
    private readonly UserStack _stack;
    private readonly UserStack _peer;

    public FrameTests()
    {
        _stack = new UserStack(this, s_own, s_address, this);
        _peer = new UserStack(this, s_other, s_peer, this);
    }

    void IFrameLink.Send(ReadOnlySpan<byte> frame) => _sent.Add(frame.ToArray());

    void IDatagramReceiver.Receive(IPEndPoint source, int destinationPort, ReadOnlySpan<byte> payload) =>
        _received.Add((source, destinationPort, payload.ToArray()));

    [Fact]
    public void Arp_is_asked_and_answered_and_the_datagram_arrives()
    {
        _peer.Send(1000, new IPEndPoint(s_address, 69), null, [1, 2, 3]);
        byte[] question = Assert.Single(_sent);
        Assert.Equal(
            "ffffffffffff02000000000208060001080006040001020000000002" + "0a000002" + "000000000000" + "0a000001",
            Convert.ToHexStringLower(question.AsSpan(0, 42)));
        _stack.Receive(question);
        _peer.Receive(_sent[1]);
        Assert.Equal("02:00:00:00:00:01", _peer.MacOf(s_address));
        _peer.Send(1000, new IPEndPoint(s_address, 69), null, [1, 2, 3]);
        _stack.Receive(_sent[2]);
        (IPEndPoint source, int port, byte[] payload) = Assert.Single(_received);
        Assert.Equal((new IPEndPoint(s_peer, 1000), 69), (source, port));
        Assert.Equal([1, 2, 3], payload);
    }

    [Fact]
    public void Ping_is_answered()
    {
        // "ping" from 10.0.0.2, checksums computed by hand.
        byte[] frame = Convert.FromHexString(
            "020000000001"
                + "020000000002"
                + "0800"
                + "4500001e000040004001"
                + "26dd"
                + "0a000002"
                + "0a000001"
                + "0800"
                + "8f94"
                + "00010001"
                + "6869");
        _stack.Receive(frame);
        byte[] reply = Assert.Single(_sent);
        Assert.Equal("020000000002020000000001", Convert.ToHexStringLower(reply.AsSpan(0, 12)));
        Assert.Equal("0000" + "9794" + "00010001" + "6869", Convert.ToHexStringLower(reply.AsSpan(34, 10)));
    }

    [Fact]
    public void A_flipped_bit_anywhere_in_the_packet_drops_it()
    {
        _peer.Send(1000, new IPEndPoint(s_address, 69), s_own, [1, 2, 3, 4, 5]);
        byte[] frame = _sent[0][..(14 + 20 + 8 + 5)];
        for (int bit = 14 * 8; bit < frame.Length * 8; bit++)
        {
            byte[] damaged = [.. frame];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            _stack.Receive(damaged);
            Assert.Empty(_received);
        }

        _stack.Receive(frame);
        Assert.Single(_received);
    }

    [Fact]
    public void Frames_cut_short_or_damaged_are_survived()
    {
        _peer.Send(1000, new IPEndPoint(s_address, 69), null, []);
        _peer.Send(1000, new IPEndPoint(s_address, 69), s_own, new byte[100]);
        byte[][] seeds = [.. _sent];
        Random random = new(3);
        for (int i = 0; i < 50_000; i++)
        {
            byte[] frame = [.. seeds[random.Next(seeds.Length)]];
            frame[random.Next(frame.Length)] = (byte)random.Next(256);
            _stack.Receive(frame.AsSpan(0, random.Next(frame.Length + 1)));
            _sent.Clear();
        }
    }

    [Fact]
    public void Frames_for_others_are_not_taken()
    {
        _peer.Send(1000, new IPEndPoint(s_address, 69), [2, 0, 0, 0, 0, 9], [1]);
        _stack.Receive(_sent[0]);
        _peer.Send(1000, new IPEndPoint(IPAddress.Parse("10.0.0.9"), 69), s_own, [1]);
        _stack.Receive(_sent[1]);
        Assert.Empty(_received);
        _peer.Send(68, new IPEndPoint(IPAddress.Broadcast, 67), null, [1]);
        _stack.Receive(_sent[2]);
        Assert.Single(_received);
    }
}
