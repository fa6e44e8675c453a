// Programs of the host against sockets of the machine, through QEMU's own host.

using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using RustKernel.SocketServer;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

/// <summary>Sends tests/SocketServer into the running system, and checks its connections while driver and stack fail.</summary>
public sealed class SocketServerTests : IDisposable
{
    private const int Megabyte = 1 << 20;
    private const uint Seed = 21;
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Bytes_are_the_same_while_the_driver_fails_and_a_stack_that_fails_resets_and_listens_again()
    {
        using RunningSystem system = Boot();
        AssertFetched("curl", ["-sS", "--max-time", "300", "-o", _folder.File("c"), Url(system, 3 * Megabyte)], "c", 3 * Megabyte);
        AssertFetched("busybox", ["wget", "-q", "-O", _folder.File("w"), Url(system, Megabyte)], "w", Megabyte);
        AssertEchoes(Port(system, 7));
        AssertEchoesDatagrams(Port(system, 7, "UDP"));

        int crashes = 0;
        AssertSame(Fetch(system, 6 * Megabyte, _ => Crash(system, "ethernet", ++crashes)), 6 * Megabyte);
        Assert.Equal(5, crashes);

        // Nothing could have arrived that early: the request was for far more than all buffers on the way.
        int received = Fetch(system, 64 * Megabyte, mark => Crash(system, "net", mark)).Length;
        Assert.InRange(received, Megabyte, 63 * Megabyte);
        AssertSame(Fetch(system, Megabyte, _ => { }), Megabyte);
    }

    [Fact]
    [Trait("Run", "hil")]
    public void A_download_of_64_MB_is_the_same_while_the_driver_fails_each_second()
    {
        using RunningSystem system = Boot();
        using Process curl = Tool.Start("curl", ["-sS", "--limit-rate", "4M", "-o", _folder.File("c"), Url(system, 64 * Megabyte)]);
        int crashes = 0;
        while (!curl.WaitForExit(TimeSpan.FromSeconds(1)))
        {
            Crash(system, "ethernet", ++crashes);
        }

        Assert.True(curl.ExitCode == 0, curl.StandardError.ReadToEnd());
        AssertSame(File.ReadAllBytes(_folder.File("c")), 64 * Megabyte);
        Assert.InRange(crashes, 3, int.MaxValue);
    }

    private RunningSystem Boot()
    {
        RunningSystem system = new(
            _folder.Path, "--net", "user", "--forward", "0:8080", "--forward", "0:7", "--forward", "udp:0:7");
        ToolResult sent = system.Run("", "--keep", "tests/SocketServer");
        Assert.True(sent.ExitCode == 0, sent.ToString());
        _ = system.Type("run socketserver &\r", "socketserver: ready");
        system.Await("net: 10.0.2.15/24 via 10.0.2.2");
        return system;
    }

    /// <summary>The next failure waits for the end of this one: a driver that fails during its start is another test.</summary>
    internal static void Crash(RunningSystem system, string service, int number)
    {
        string back = service == "net" ? "net: 10.0.2.15/24" : ", link up";
        string shown = system.Type($"crash {service} null\r", back);
        Assert.True(shown.Contains($"init: {service} ended", StringComparison.Ordinal), $"crash {number}: {shown}");
    }

    /// <summary>Makes the server with its HTTP port at <paramref name="port"/> of 127.0.0.1 collect its garbage.</summary>
    internal static void Collect(int port)
    {
        using Socket socket = Connect(port);
        socket.Send("GET /collect HTTP/1.0\r\n\r\n"u8);
        byte[] bytes = new byte[Megabyte];
        while (socket.Receive(bytes) > 0)
        {
        }
    }

    /// <summary>The port of 127.0.0.1 that leads to <paramref name="port"/> of the machine.</summary>
    internal static int Port(RunningSystem system, int port, string kind = "")
    {
        string beside = kind.Length > 0 ? $@" \({kind}\)" : "";
        Match match = Regex.Match(system.Errors, $@"127\.0\.0\.1:(\d+){beside} leads to port {port} of");
        Assert.True(match.Success, system.Errors);
        return int.Parse(match.Groups[1].Value);
    }

    private static string Url(RunningSystem system, int length) => $"http://127.0.0.1:{Port(system, 8080)}/{Seed}/{length}";

    private void AssertFetched(string program, string[] arguments, string file, int length)
    {
        ToolResult result = Tool.Finish(Tool.Start(program, arguments), s_limit);
        Assert.True(result.ExitCode == 0, $"{program}: {result}");
        AssertSame(File.ReadAllBytes(_folder.File(file)), length);
    }

    // The bytes received before the connection ended or failed. Calls `at` at each megabyte but the last, while more comes in.
    private static byte[] Fetch(RunningSystem system, int length, Action<int> at)
    {
        using Socket socket = Connect(Port(system, 8080));
        socket.Send(Encoding.ASCII.GetBytes($"GET /{Seed}/{length} HTTP/1.0\r\n\r\n"));
        using MemoryStream all = new();
        byte[] bytes = new byte[64 * 1024];
        int head = -1;
        int mark = 0;
        Task pending = Task.CompletedTask;
        while (Receive(socket, bytes) is int count and > 0)
        {
            all.Write(bytes, 0, count);
            head = head >= 0 ? head : all.GetBuffer().AsSpan(0, (int)all.Length).IndexOf("\r\n\r\n"u8) + 4;
            if ((all.Length - head) / Megabyte > mark && (mark + 1) * Megabyte < length)
            {
                int next = ++mark;
                pending.Wait(s_limit);
                pending = Task.Run(() => at(next));
            }
        }

        Assert.True(pending.Wait(s_limit));
        return all.ToArray()[head..];
    }

    private static int Receive(Socket socket, byte[] bytes)
    {
        try
        {
            return socket.Receive(bytes);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
            return 0;
        }
    }

    private static Socket Connect(int port)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            ReceiveTimeout = (int)s_limit.TotalMilliseconds,
            SendTimeout = (int)s_limit.TotalMilliseconds,
        };
        socket.Connect(IPAddress.Loopback, port);
        return socket;
    }

    private static void AssertEchoes(int port)
    {
        using Socket socket = Connect(port);
        byte[] sent = Known(Seed, 300_000);

        // Before anything is sent: .NET does not count a socket as connected after a shutdown in one direction.
        using NetworkStream stream = new(socket);
        Task sending = Task.Run(() =>
        {
            socket.Send(sent);
            socket.Shutdown(SocketShutdown.Send);
        });
        using MemoryStream came = new();
        stream.CopyTo(came);
        Assert.True(sending.Wait(s_limit));
        Assert.True(came.ToArray().AsSpan().SequenceEqual(sent), "what was echoed is not what was sent");
    }

    // A datagram may be lost; then it is sent again.
    private static void AssertEchoesDatagrams(int port)
    {
        using UdpClient client = new();
        client.Connect(IPAddress.Loopback, port);
        client.Client.ReceiveTimeout = 1000;
        foreach (int length in new[] { 1, 500, 1400 })
        {
            byte[] sent = Known(Seed, length);
            byte[] came = [];
            for (int i = 0; i < 60 && !came.AsSpan().SequenceEqual(sent); i++)
            {
                client.Send(sent);
                came = ReceiveDatagram(client);
            }

            Assert.True(came.AsSpan().SequenceEqual(sent), $"no datagram of {length} bytes came back");
        }
    }

    private static byte[] ReceiveDatagram(UdpClient client)
    {
        try
        {
            IPEndPoint? from = null;
            return client.Receive(ref from);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.TimedOut)
        {
            return [];
        }
    }

    /// <summary>The server's data.</summary>
    internal static byte[] Known(uint seed, int length)
    {
        byte[] bytes = new byte[length];
        KnownBytes.Fill(seed, 0, bytes);
        return bytes;
    }

    private static void AssertSame(byte[] came, int length)
    {
        Assert.Equal(length, came.Length);
        Assert.True(came.AsSpan().SequenceEqual(Known(Seed, length)), "other bytes came than were sent");
    }
}
