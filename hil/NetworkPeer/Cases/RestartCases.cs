// The service net ends while connections are open: their peers notice it, and the next connection works.

using System;
using System.Collections.Generic;
using System.Linq;

namespace RustKernel.Hil.NetworkPeer.Cases;

/// <summary>The program on the machine crashes the stack, in each way that there is, and the driver.</summary>
internal static class RestartCases
{
    private const string Group = "restart";

    // A second of the machine's; a busy host makes it ten.
    private const long Limit = 1_000_000;

    /// <summary>The cases.</summary>
    public static IEnumerable<ConformanceCase> All()
    {
        foreach ((uint kind, string name) in ((uint, string)[])[(0, "null"), (2, "stack"), (4, "exception")])
        {
            yield return new(Group, $"restart-stack-that-failed-by-{name}-resets-its-connections", host => Stack(host, kind))
            {
                NeedsServices = true,
            };
        }

        yield return new(Group, "restart-driver-that-failed-ends-no-connection", Driver) { NeedsServices = true };
    }

    private static void Stack(CaseHost host, uint kind)
    {
        CaseTcp idle = CaseTcp.Open(host, Hosts.HoldPort);
        CaseTcp busy = new(host, Hosts.EchoPort) { Port = 2000 };
        _ = busy.Syn(CaseTcp.Mss(1460));
        busy.In("A", 0, 0, CaseTcp.Stream(0, 1000));
        Require.Equal(1000, busy.Data(1000).Length, "bytes");
        long before = host.Wire.Now;
        long last = before;
        Require.That(host.Ask(Order.CrashStack, kind), "the program on the machine cannot crash the stack");
        HashSet<int> reset = [];
        while (reset.Count < 2)
        {
            Frame frame = host.Expect(Limit).Verify();
            if (frame.IsTcp && frame.Flags.Contains('R', StringComparison.Ordinal))
            {
                CaseTcp tcp = frame.DestinationPort == idle.Port ? idle : busy;
                Require.That(tcp.Place(frame.Seq) is 0 or 1000, $"a reset that the peer would not take: {frame}");
                _ = reset.Add(frame.DestinationPort);
                last = frame.Time;
            }
        }

        Require.That(last - before < 10 * Limit, $"after {last - before} µs");
        Retry(host);
        host.Say($"both were reset after {(last - before) / 1000} ms");
    }

    // A connection to a port on which no listener was opened after the restart.
    private static void Retry(CaseHost host)
    {
        Require.That(host.Ask(Order.Reset), "the program on the machine cannot begin again");
        _ = host.Settle();
        CaseTcp tcp = new(host, Hosts.EchoPort) { Port = 3000 };
        _ = tcp.Syn(CaseTcp.Mss(1460));
        tcp.In("A", 0, 0, [1, 2, 3]);
        Require.That(tcp.Data(3).AsSpan().SequenceEqual((byte[])[1, 2, 3]), "other data came back");
    }

    private static void Driver(CaseHost host)
    {
        CaseTcp tcp = CaseTcp.Open(host, Hosts.EchoPort);
        Require.That(host.Ask(Order.CrashDriver), "the program on the machine cannot crash the driver");

        // The other end sends again what was lost with the driver.
        List<Frame> frames = [];
        for (int i = 0; i < 20 && !frames.Any(frame => frame.IsTcp && frame.Data.Length > 0); i++)
        {
            tcp.In("A", 0, 0, [1, 2, 3]);
            if (host.Next(Limit / 5) is { } frame)
            {
                frames.Add(frame);
            }
        }

        Require.That(frames.All(frame => !frame.IsTcp || !frame.Flags.Contains('R', StringComparison.Ordinal)), "a reset came");
        Require.That(frames.Any(frame => frame.IsTcp && frame.Data.Length == 3), "nothing came back");
    }
}
