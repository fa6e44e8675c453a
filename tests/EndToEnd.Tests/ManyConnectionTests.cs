// As many connections as a server may have, at once and one after another, through QEMU's own host.

using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

/// <summary>tests/SocketServer's port of many connections; its manifest asks for more sockets than a program has by default.</summary>
public sealed class ManyConnectionTests : IDisposable
{
    private const int Port = 2007;
    private const int HttpPort = 8080;
    private const int Spare = 50;

    // Three more than before occurred once; hundreds of leftover connections would need more.
    private const int HeapExtents = 8;
    private const int Limit = 5 * 60_000;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void More_connections_than_a_program_has_by_default_are_open_at_once_and_leave_nothing()
    {
        using RunningSystem system = Boot();
        Check(system, atOnce: 150, inTurn: 300);
    }

    [Fact]
    [Trait("Run", "hil")]
    public void A_thousand_connections_are_open_at_once_and_ten_thousand_leave_nothing()
    {
        using RunningSystem system = Boot();
        Check(system, atOnce: 1000, inTurn: 10_000);
    }

    private RunningSystem Boot()
    {
        RunningSystem system = new(_folder.Path, "--net", "user", "--forward", $"0:{Port}", "--forward", $"0:{HttpPort}");
        ToolResult sent = system.Run("", "--keep", "tests/SocketServer");
        Assert.True(sent.ExitCode == 0, sent.ToString());
        _ = system.Type("run socketserver &\r", "socketserver: ready");
        system.Await("net: 10.0.2.15/24 via 10.0.2.2");
        return system;
    }

    // The first round makes everything that stays: heaps, tables and the server's pieces of memory. It has more connections than the
    // second, because connections that end still have their slots while the next ones begin.
    private static void Check(RunningSystem system, int atOnce, int inTurn)
    {
        int port = SocketServerTests.Port(system, Port);
        int http = SocketServerTests.Port(system, HttpPort);
        string[] services = ["net", "ethernet", "socketserver"];
        AtOnce(port, atOnce + Spare);
        InTurn(port, Spare);
        SocketServerTests.Collect(http);
        ServiceUse[] before = Array.ConvertAll(services, service => Settled(system, service));
        AtOnce(port, atOnce);
        InTurn(port, inTurn);
        SocketServerTests.Collect(http);
        for (int i = 0; i < services.Length; i++)
        {
            string after = $"{atOnce} connections at once and {inTurn} in turn";
            Settled(system, services[i]).AssertNoMore(before[i], services[i], after, HeapExtents);
        }

        // The next stack process knows how many sockets the server may have.
        SocketServerTests.Crash(system, "net", 1);
        AtOnce(port, atOnce);
    }

    private static ServiceUse Settled(RunningSystem system, string service)
    {
        _ = system.Type("netstat -s\r", "half open");
        return ServiceUse.Of(system, service);
    }

    private static void AtOnce(int port, int count)
    {
        List<Socket> sockets = [];
        for (int i = 0; i < count; i++)
        {
            // QEMU's host lets two wait to be accepted, and others then wait a second: one is answered before the next comes.
            sockets.Add(Connect(port));
            Ask(sockets[i]);
        }

        // All send something before one of them is answered: each answer belongs to a connection that is open at the same
        // time as all others.
        for (int i = 0; i < count; i++)
        {
            sockets[i].Send(Encoding.ASCII.GetBytes($"{i} of {count}"));
        }

        for (int i = 0; i < count; i++)
        {
            Assert.Equal($"{i} of {count}", Take(sockets[i], $"{i} of {count}".Length));
        }

        sockets.ForEach(End);
    }

    private static void InTurn(int port, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Socket socket = Connect(port);
            Ask(socket);
            End(socket);
        }
    }

    private static void Ask(Socket socket)
    {
        socket.Send("x"u8);
        Assert.Equal("x", Take(socket, 1));
    }

    private static Socket Connect(int port)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            ReceiveTimeout = Limit,
            SendTimeout = Limit,
            NoDelay = true,
        };
        socket.Connect(IPAddress.Loopback, port);
        return socket;
    }

    private static string Take(Socket socket, int length)
    {
        byte[] bytes = new byte[length];
        int all = 0;
        while (all < length && socket.Receive(bytes, all, length - all, SocketFlags.None) is int count and > 0)
        {
            all += count;
        }

        return Encoding.ASCII.GetString(bytes, 0, all);
    }

    // Both ends close, and nothing was lost: the board ended its half after ours.
    private static void End(Socket socket)
    {
        socket.Shutdown(SocketShutdown.Send);
        Assert.Equal("", Take(socket, 1));
        socket.Dispose();
    }
}
