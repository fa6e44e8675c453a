// Suite sockets: the service net without a network card.

using System;
using RustKernel.SelfTests;
using RustKernel.Services.Internet;

namespace RustKernel.Services.Tester;

/// <summary>The tests, by number.</summary>
[Suite("sockets", 198, NeedsServices = true)]
internal static partial class SocketTests
{
    private const ushort Port = 7000;
    private const int Much = 100_000;

    [Test("tcp_loopback")]
    private static void Tcp()
    {
        SocketSession client = new();
        client.Listen(0, Port, 1, 1);
        Check.That(client.Connect(2, Port));
        Check.That(client.WaitFor(1, SocketEvents.Connected));
        Check.That(client.Block(1).Remote == client.Block(2).Local);
        byte[] sent = Pattern(Much);
        byte[] part = new byte[3000];
        int received = 0;
        for (int at = 0; at < Much && Check.ExitCode == 0; at += 4000)
        {
            Check.That(client.Send(2, sent.AsSpan(at, 4000)));
            while (received < at + 4000 && Check.ExitCode == 0)
            {
                int count = client.Receive(1, part);
                Check.That(count > 0 && part.AsSpan(0, count).SequenceEqual(sent.AsSpan(received, count)));
                received += count;
            }
        }

        Check.Ok(client.Net.Shutdown(client.Number, 2));
        Check.Equal(0, (ulong)client.Receive(1, part));
        Check.That(client.Send(1, sent.AsSpan(0, 10)));
        Check.Equal(10, (ulong)client.Receive(2, part));

        // The second FIN ends both ends: a later close may find the slot free already.
        Check.Ok(client.Net.Close(client.Number, 2, false));
        Check.Ok(client.Net.Close(client.Number, 1, false));
        Check.That(client.WaitFor(1, SocketEvents.Closed) && client.WaitFor(2, SocketEvents.Closed));
    }

    // Compared with the sum in C#: each length and alignment around the steps of InternetSum.S, and words that all carry.
    [Test]
    private static void Checksums()
    {
        const int Most = 200;
        byte[] bytes = Pattern(Most + 8);
        byte[] ones = new byte[Most + 8];
        ones.AsSpan().Fill(0xFF);
        for (int length = 0; length <= Most; length++)
        {
            for (int at = 0; at < 8; at++)
            {
                Check.That(IsSummedRight(bytes.AsSpan(at, length)) && IsSummedRight(ones.AsSpan(at, length)));
            }
        }
    }

    private static bool IsSummedRight(ReadOnlySpan<byte> bytes) =>
        Runtime.Checksums.Internet(bytes) == InternetChecksum.Fold(InternetChecksum.Add(0, bytes));

    [Test("udp_loopback")]
    private static void Udp()
    {
        SocketSession client = new();
        Check.Ok(client.Net.OpenUdp(client.Number, 0, new NetworkEndPoint { Port = Port }, out NetworkError error, out _));
        Check.Equal(0, (ulong)error);
        Check.Ok(client.Net.OpenUdp(client.Number, 1, default, out error, out ushort port));
        Check.Equal(0, (ulong)error);
        ExchangeDatagrams(client, 0, Port, 1, port);
        Check.Ok(client.Net.OpenUdp(client.Number, 2, new NetworkEndPoint { Port = Port }, out error, out _));
        Check.Equal((ulong)NetworkError.AddressInUse, (ulong)error);
        Check.Ok(client.Net.Close(client.Number, 0, false));
        Check.That((client.Block(0).Signs & SocketEvents.Closed) != 0);
        Check.Ok(client.Net.OpenUdp(client.Number, 2, new NetworkEndPoint { Port = Port }, out error, out _));
        Check.Equal(0, (ulong)error);
    }

    // What a client writes into its own memory ends its own connection.
    [Test("hostile_client")]
    private static void Hostile()
    {
        SocketSession client = new();
        client.Listen(0, Port, 1, 2);
        Check.That(client.Connect(3, Port) && client.Connect(4, Port));
        Check.That(client.WaitFor(1, SocketEvents.Connected) && client.WaitFor(2, SocketEvents.Connected));
        client.Block(3).SendRing.Produced = 0x80000000;
        client.Ring(3);
        Check.That(client.WaitFor(3, SocketEvents.Closed));
        Check.Equal((ulong)NetworkError.InvalidArgument, (ulong)client.Block(3).Error);
        Check.That(client.WaitFor(1, SocketEvents.Closed));
        Check.That(client.Send(4, [1, 2, 3]));
        Check.Equal(3, (ulong)client.Receive(2, new byte[10]));
        Check.Equal((ulong)ErrorCode.NotOwned, (ulong)client.Net.Close(client.Number + 1, 0, false));
        Check.Equal((ulong)ErrorCode.InvalidArgument, (ulong)client.Net.Close(client.Number, 5000, false));
        Check.Equal((ulong)ErrorCode.InvalidState, (ulong)client.Net.Close(client.Number, 7, false));
        Check.Equal((ulong)ErrorCode.InvalidArgument, (ulong)client.Net.Place(client.Number, 7, 0, 0x7FFFFFC0, 4096, 4096));
    }

    // The peer's process ends: the other end of its connection gets a reset, and its port is free.
    [Test("client_dies")]
    private static void ClientDies()
    {
        SocketSession client = new();
        client.Listen(0, Port, 1, 1);
        PeerClient peer = new(InitClient.PortOf("peer")) { TimeoutTicks = Own.Ticks(World.LongestMilliseconds) };
        Check.Ok(peer.OpenSockets(Port));
        Check.That(client.WaitFor(1, SocketEvents.Connected));
        Check.Ok(InitClient.Command("peer", ServiceCommand.Crash, CrashKind.Null));
        Check.That(client.WaitFor(1, SocketEvents.Closed));
        Check.Equal((ulong)NetworkError.ConnectionReset, (ulong)client.Block(1).Error);
        client.Supply(0, 1);
        Check.Ok(peer.OpenSockets(Port));
        Check.That(client.WaitFor(1, SocketEvents.Connected));
    }

    // The service's process ends: its connections end, its listeners and UDP sockets stay.
    [Test("stack_dies")]
    private static void StackDies()
    {
        SocketSession client = new();
        client.Listen(0, Port, 1, 2);
        Check.Ok(client.Net.OpenUdp(client.Number, 5, new NetworkEndPoint { Port = Port }, out NetworkError error, out _));
        Check.Equal(0, (ulong)error);
        Check.Ok(client.Net.OpenUdp(client.Number, 6, default, out error, out ushort port));
        Check.Equal(0, (ulong)error);
        int number = World.Find("net");
        for (int kind = 0; kind < Crash.Names.Length && Check.ExitCode == 0; kind++)
        {
            Check.That(client.Connect(3, Port) && client.Connect(4, Port));
            Check.That(client.WaitFor(1, SocketEvents.Connected) && client.WaitFor(2, SocketEvents.Connected));
            ExchangeDatagrams(client, 5, Port, 6, port);
            uint restarts = World.State(number).Restarts;
            Check.Ok(InitClient.Command("net", ServiceCommand.Crash, (CrashKind)kind));
            for (uint slot = 1; slot <= 4; slot++)
            {
                Check.That(client.WaitFor(slot, SocketEvents.Closed));
                Check.Equal((ulong)NetworkError.ConnectionReset, (ulong)client.Block(slot).Error);
            }

            Check.That(World.WaitForRestart(number, restarts));
            client.Supply(0, 1);
            client.Supply(0, 2);
        }
    }

    private static void ExchangeDatagrams(SocketSession client, uint first, ushort firstPort, uint second, ushort secondPort)
    {
        byte[] data = Pattern(1000);
        byte[] received = new byte[2000];
        EndPoint there = SocketSession.Loopback(firstPort).ToEndPoint();
        Check.That(DatagramRing.TryWrite(client.Block(second).SendRing, there, data));
        client.Ring(second);
        client.Block(first).WantedReceived = 1;
        EndPoint from = default;
        int length = -1;
        Check.That(client.WaitFor(() => (length = DatagramRing.TryRead(client.Block(first).ReceiveRing, out from, received)) >= 0));
        Check.Equal(1000, (ulong)length);
        Check.That(received.AsSpan(0, 1000).SequenceEqual(data));
        Check.That(from == SocketSession.Loopback(secondPort).ToEndPoint());
    }

    private static byte[] Pattern(int length)
    {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++)
        {
            bytes[i] = (byte)((i * 31) ^ (i >> 8));
        }

        return bytes;
    }
}
