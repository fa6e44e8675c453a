// Driver and stack fail again and again during transfers, and everything they had is freed.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Xunit;
using Xunit.Abstractions;

namespace RustKernel.EndToEnd.Tests;

/// <summary>Crashes at seeded times during transfers of tests/SocketServer: every sixth is the stack's, all others the driver's.</summary>
/// <param name="output">Shows what services use during the test.</param>
public sealed class NetworkCrashTests(ITestOutputHelper output) : IDisposable
{
    private const int Seed = 21;
    private const int Crashes = 1200;
    private const int Bytes = 2 << 20;
    private const int Transfers = 4;
    private const int Rounds = 5;
    private const int CrashesOfShort = 24;
    private const int CrashesOfMinute = 200;
    private const int CrashesBetweenLooks = 100;

    // The number of pages varies: 12 to 24 KiB were seen, after 1,200 crashes as after 50.
    private const int UnownedKilobytes = 64;
    private static readonly string[] s_services = ["net", "ethernet", "socketserver", "devices", "init"];
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);
    private readonly TemporaryFolder _folder = new();
    private int _whole;
    private int _broken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void After_twenty_crashes_of_the_driver_and_four_of_the_stack_all_have_what_they_had_before() => Check(CrashesOfShort);

    // RK_SOAK_CRASHES shortens it for a quick check.
    [Fact]
    [Trait("Run", "soak")]
    public void After_1000_crashes_of_the_driver_and_200_of_the_stack_all_have_what_they_had_before()
    {
        bool isShorter = int.TryParse(
            Environment.GetEnvironmentVariable("RK_SOAK_CRASHES"), NumberStyles.None, CultureInfo.InvariantCulture, out int wanted);
        Check(isShorter ? wanted : Crashes);
    }

    private void Check(int crashes)
    {
        string limit = (600 + (4 * crashes)).ToString(CultureInfo.InvariantCulture);
        using RunningSystem system = new(_folder.Path, "--net", "user", "--forward", "0:8080", "--timeout", limit);
        ToolResult sent = system.Run("", "--keep", "tests/SocketServer");
        Assert.True(sent.ExitCode == 0, sent.ToString());
        _ = system.Type("run socketserver &\r", "socketserver: ready");
        system.Await("net: 10.0.2.15/24 via 10.0.2.2");
        int port = SocketServerTests.Port(system, 8080);

        // After transfers and a first failure of each, heaps, tables and the server's pieces of memory have their full size.
        byte[] known = SocketServerTests.Known(Seed, Bytes);
        for (int round = 0; round < Rounds; round++)
        {
            AtOnce(port, known);
        }

        SocketServerTests.Crash(system, "net", 0);
        SocketServerTests.Crash(system, "ethernet", 0);
        AtOnce(port, known);
        Dictionary<string, ServiceUse> before = Use(system, port);
        int unowned = ServiceUse.Unowned(system);
        Show(system, "before");

        using CancellationTokenSource end = new();
        Task load = Task.Run(() => Load(port, known, end.Token));
        Random order = new(Seed);

        // Init gives up a service that fails more than 200 times within a minute.
        int leastPause = crashes > CrashesOfMinute ? 60_000 / CrashesOfMinute : 0;
        for (int crash = 1; crash <= crashes; crash++)
        {
            SocketServerTests.Crash(system, crash % 6 == 0 ? "net" : "ethernet", crash);
            Thread.Sleep(leastPause + order.Next(200));
            if (crash % CrashesBetweenLooks == 0)
            {
                Show(system, $"{crash} crashes");
            }
        }

        end.Cancel();
        Assert.True(load.Wait(s_limit), "the transfers do not end");
        Assert.True(Transfer(port, known), "no transfer after the last failure");
        Assert.InRange(_whole, 1, int.MaxValue);

        // A failure of the stack breaks the current transfer, and at most one that begins before listeners are back.
        Assert.InRange(_broken, 0, 2 * (crashes / 6));
        Dictionary<string, ServiceUse> atEnd = Use(system, port);
        Show(system, "after");
        foreach ((string service, ServiceUse after) in atEnd)
        {
            after.AssertNoMore(before[service], service, $"{crashes} crashes; {_whole} transfers whole, {_broken} broken");
        }

        Assert.True(crashes <= CrashesOfMinute || ServiceUse.Unowned(system) <= unowned + UnownedKilobytes, $"{unowned} KiB before");
    }

    // The server collects its garbage first: the rest is really held.
    private static Dictionary<string, ServiceUse> Use(RunningSystem system, int port)
    {
        SocketServerTests.Collect(port);
        Dictionary<string, ServiceUse> all = [];
        foreach (string service in s_services)
        {
            all[service] = ServiceUse.Of(system, service);
        }

        return all;
    }

    private void Show(RunningSystem system, string when)
    {
        string all = string.Join("; ", s_services.Select(service => $"{service} {ServiceUse.Of(system, service)}"));
        output.WriteLine($"{when}: {ServiceUse.Unowned(system)} KiB are nobody's; {all}");
    }

    private static void AtOnce(int port, byte[] known)
    {
        Task<bool>[] all = new Task<bool>[Transfers];
        for (int i = 0; i < all.Length; i++)
        {
            all[i] = Task.Factory.StartNew(() => Transfer(port, known), TaskCreationOptions.LongRunning);
        }

        Assert.All(all, transfer => Assert.True(transfer.Result, "a transfer is not whole"));
    }

    private void Load(int port, byte[] known, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            _ = Transfer(port, known) ? ++_whole : ++_broken;
        }
    }

    // False: the connection ended early. The test fails when the bytes differ from those sent.
    private static bool Transfer(int port, byte[] known)
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            ReceiveTimeout = (int)s_limit.TotalMilliseconds,
        };
        byte[] bytes = new byte[64 * 1024];
        byte[] came = new byte[known.Length + 1024];
        int all = 0;
        try
        {
            socket.Connect(IPAddress.Loopback, port);
            socket.Send(Encoding.ASCII.GetBytes($"GET /{Seed}/{known.Length} HTTP/1.0\r\n\r\n"));
            while (socket.Receive(bytes) is int count and > 0)
            {
                bytes.AsSpan(0, count).CopyTo(came.AsSpan(all));
                all += count;
            }
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.ConnectionReset)
        {
        }

        int head = came.AsSpan(0, all).IndexOf("\r\n\r\n"u8) + 4;
        ReadOnlySpan<byte> body = head < 4 ? default : came.AsSpan(head, all - head);
        Assert.True(body.SequenceEqual(known.AsSpan(0, body.Length)), "other bytes came than were sent");
        return body.Length == known.Length;
    }
}
