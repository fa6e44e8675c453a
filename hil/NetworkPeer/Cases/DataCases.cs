// Data over TCP: order, windows, options of segments. [RFC 9293 3.7, 3.8, 3.10.7.4, RFC 5681 4.2, RFC 2018, RFC 7323]

using System;
using System.Collections.Generic;
using System.Linq;
using RustKernel.Services.Internet;

namespace RustKernel.Hil.NetworkPeer.Cases;

/// <summary>
/// The machine as receiver (port 19 reads nothing, so its window is known) and as sender (the program is ordered to send).
/// </summary>
internal static class DataCases
{
    private const string Group = "tcp_data";
    private const int Ring = 32768;
    private const long Second = 1_000_000;

    // Segments of 300 bytes of a stream: place, length. In the end all of it must be there, once.
    private static readonly (string Name, (int At, int Length)[] Parts)[] s_orders =
    [
        ("in-order", [(0, 100), (100, 100), (200, 100)]),
        ("backwards", [(200, 100), (100, 100), (0, 100)]),
        ("first-last", [(100, 200), (0, 100)]),
        ("twice", [(0, 100), (0, 100), (100, 200), (100, 200)]),
        ("overlapping-to-the-left", [(0, 200), (100, 200)]),
        ("overlapping-to-the-right", [(100, 200), (0, 200)]),
        ("one-within-another", [(0, 300), (100, 100)]),
        ("one-around-another", [(100, 100), (0, 300)]),
        ("two-gaps", [(200, 50), (100, 50), (0, 100), (150, 50), (250, 50)]),
        ("byte-by-byte-backwards", [.. Enumerable.Range(0, 30).Reverse().Select(i => (i * 10, 10))]),
        ("every-other-first", [.. Enumerable.Range(0, 30).OrderBy(i => i % 2).Select(i => (i * 10, 10))]),
        ("old-before-new", [(0, 150), (0, 100), (50, 250)]),
    ];

    /// <summary>The cases.</summary>
    public static IEnumerable<ConformanceCase> All() => [.. Received(), .. Sent()];

    private static IEnumerable<ConformanceCase> Received()
    {
        foreach ((string name, (int At, int Length)[] parts) in s_orders)
        {
            yield return Case($"rfc9293.3.10.7.4-segments-{name}-make-the-stream", host => Ordered(host, parts));
        }

        yield return Case("rfc5681.4.2-gap-is-acknowledged-at-once", Gap);
        yield return Case("rfc5681.4.2-filled-gap-is-acknowledged-at-once", Filled);
        yield return Case("rfc2018.3-gap-is-said-in-sack", Sack);
        yield return Case("rfc2018.4-newest-block-comes-first", SackOrder);
        yield return Case("rfc1122.4.2.3.2-single-segment-is-acknowledged-within-half-a-second", Delayed);
        yield return Case("rfc1122.4.2.3.2-second-segment-is-acknowledged-at-once", EverySecond);
        yield return Case("rfc9293.3.8.6-window-says-what-there-is-room-for", WindowShrinks);
        yield return Case("rfc9293.3.8.6-data-beyond-the-window-is-cut", BeyondWindow);
        yield return Case("rfc9293.3.8.6.1-probe-of-a-shut-window-is-answered", Probed);
        yield return Case("rfc9293.3.8.6.2.2-window-opens-when-the-owner-reads", Opens);
        yield return Case("rfc9293.3.8.5-urgent-data-is-data", Urgent);
        yield return Case("rfc1122.4.2.3.6-keep-alive-is-answered", KeepAlive);
        yield return Case("rfc7323.5.3-old-timestamp-is-acknowledged-and-dropped", OldTimestamp);
        yield return Case("rfc7323.3.2-segment-without-timestamp-is-not-taken", NoTimestamp);
        yield return Case("rfc9293.3.10.7.4-wrong-checksum-is-dropped", WrongSum);
        yield return Case("rfc9293.3.10.7.4-acknowledgment-of-long-ago-is-not-believed", LongAgo);
        yield return Case("rfc9293.3.8-8-kib-come-back", host => Echo(host, 8192, CaseTcp.Mss(1460)));
        yield return Case("rfc7323.2-8-kib-come-back-with-scale-and-timestamps", host => Echo(
            host, 8192, [.. CaseTcp.Mss(1460), 1, 3, 3, 2, .. CaseTcp.Timestamp(100, 0)]));
        yield return Case("rfc9293.3.8-many-gaps-take-bounded-memory", ManyGaps);
    }

    private static IEnumerable<ConformanceCase> Sent()
    {
        foreach (int size in (int[])[88, 536, 1000, 1220, 1460])
        {
            yield return Case($"rfc9293.3.7.1-mss-of-{size}-is-kept", host => Sizes(host, CaseTcp.Mss(size), size));
        }

        yield return Case("rfc9293.3.7.1-without-mss-it-is-536", host => Sizes(host, [1, 1, 1, 1], 536));
        yield return Case("rfc9293.3.7.1-timestamps-are-taken-off-the-size", host => Sizes(
            host, [.. CaseTcp.Mss(1000), .. CaseTcp.Timestamp(5, 0)], 988));
        foreach (int window in (int[])[1, 100, 1460, 4000])
        {
            yield return Case($"rfc9293.3.8.6-no-more-than-a-window-of-{window}", host => Within(host, window));
        }

        yield return Case("rfc7323.2.3-window-is-scaled", Scaled);
        yield return Case("rfc9293.3.8.6.1-shut-window-is-probed", Probes);
        yield return Case("rfc9293.3.8.6.1-shut-window-for-long-ends-nothing", LongShut);
        yield return Case("rfc9293.3.7.4-small-segment-waits-for-acknowledgment", Nagle);
        yield return Case("rfc6928-no-more-than-ten-segments-at-first", InitialWindow);
        yield return Case("rfc9293.3.8.2-acknowledged-data-is-not-sent-again", NotAgain);
        yield return Case("rfc9293.3.10.7.4-window-of-an-old-segment-is-not-taken", OldWindow);
    }

    private static ConformanceCase Case(string name, Action<CaseHost> run) => new(Group, name, run);

    private static void Ordered(CaseHost host, (int At, int Length)[] parts)
    {
        CaseTcp tcp = CaseTcp.Open(host, Hosts.HoldPort);
        foreach ((int at, int length) in parts)
        {
            tcp.In("A", at, 0, CaseTcp.Stream(at, length));
        }

        List<Frame> frames = Within(tcp, 300);
        Require.Equal(300, tcp.Acknowledged(frames[^1]), "acknowledged");
        tcp.Owner(CaseTcp.Stream(0, 300));
    }

    // What comes until so much is acknowledged: a delayed acknowledgment may be the last.
    private static List<Frame> Within(CaseTcp tcp, int acknowledged)
    {
        List<Frame> frames = [];
        while (frames.Count == 0 || tcp.Acknowledged(frames[^1]) < acknowledged)
        {
            frames.Add(tcp.Host.Expect(Second / 2).Verify());
        }

        return frames;
    }

    private static void Gap(CaseHost host)
    {
        CaseTcp tcp = CaseTcp.Open(host, Hosts.HoldPort);
        tcp.In("A", 100, 0, CaseTcp.Stream(100, 100));
        Require.Equal("A seq 0 ack 0 length 0", tcp.Describe(tcp.Only()), "acknowledgment");
        tcp.In("A", 200, 0, CaseTcp.Stream(200, 100));
        Require.Equal("A seq 0 ack 0 length 0", tcp.Describe(tcp.Only()), "acknowledgment");
    }

    private static void Filled(CaseHost host)
    {
        CaseTcp tcp = CaseTcp.Open(host, Hosts.HoldPort);
        tcp.In("A", 100, 0, CaseTcp.Stream(100, 100));
        _ = tcp.Only();
        tcp.In("A", 0, 0, CaseTcp.Stream(0, 100));
        Require.Equal("A seq 0 ack 200 length 0", tcp.Describe(tcp.Only()), "acknowledgment");
    }

    private static void Sack(CaseHost host)
    {
        CaseTcp tcp = CaseTcp.Open(host, Hosts.HoldPort, [4, 2, 1, 1]);
        tcp.In("A", 100, 0, CaseTcp.Stream(100, 100));
        Require.Equal((100, 200), tcp.SackBlock(tcp.Only(), 0), "block");
    }

    private static void SackOrder(CaseHost host)
    {
        CaseTcp tcp = CaseTcp.Open(host, Hosts.HoldPort, [4, 2, 1, 1]);
        tcp.In("A", 100, 0, CaseTcp.Stream(100, 100));
        _ = tcp.Only();
        tcp.In("A", 300, 0, CaseTcp.Stream(300, 100));
        Frame frame = tcp.Only();
        Require.Equal((300, 400), tcp.SackBlock(frame, 0), "first block");
        Require.Equal((100, 200), tcp.SackBlock(frame, 1), "second block");
    }

    private static void Delayed(CaseHost host)
    {
        CaseTcp tcp = CaseTcp.Open(host, Hosts.HoldPort);
        tcp.In("A", 0, 0, [1]);
        _ = tcp.Out("A", 0, 1, 0, Second / 2);
    }

    private static void EverySecond(CaseHost host)
    {
        CaseTcp tcp = CaseTcp.Open(host, Hosts.HoldPort);
        tcp.In("A", 0, 0, CaseTcp.Stream(0, 1460));
        tcp.In("A", 1460, 0, CaseTcp.Stream(1460, 1460));
        List<Frame> frames = tcp.Settled();
        Require.That(frames.Count > 0 && tcp.Acknowledged(frames[^1]) == 2920, $"came {string.Join("; ", frames)}");
    }

    private static void WindowShrinks(CaseHost host)
    {
        CaseTcp tcp = CaseTcp.Open(host, Hosts.HoldPort);
        tcp.Fill(Ring - 1000);
        tcp.In("A", Ring - 1000, 0, CaseTcp.Stream(Ring - 1000, 500));
        tcp.In("A", Ring - 500, 0, CaseTcp.Stream(Ring - 500, 500));
        List<Frame> frames = Within(tcp, Ring);
        Require.Equal(0, frames[^1].Window, "window");
    }

    private static void BeyondWindow(CaseHost host)
    {
        CaseTcp tcp = CaseTcp.Open(host, Hosts.HoldPort);
        tcp.Fill(Ring - 500);
        tcp.In("A", Ring - 500, 0, CaseTcp.Stream(Ring - 500, 1000));
        List<Frame> frames = Within(tcp, Ring);
        Require.Equal(Ring, tcp.Acknowledged(frames[^1]), "acknowledged");
        tcp.Owner(CaseTcp.Stream(0, Ring));
    }

    private static void Probed(CaseHost host)
    {
        CaseTcp tcp = CaseTcp.Open(host, Hosts.HoldPort);
        tcp.Fill(Ring);
        for (int i = 0; i < 3; i++)
        {
            tcp.In("A", Ring, 0, [1]);
            Frame answer = tcp.Only();
            Require.Equal((Ring, 0), (tcp.Acknowledged(answer), answer.Window), "answer");
        }
    }

    private static void Opens(CaseHost host)
    {
        CaseTcp tcp = CaseTcp.Open(host, Hosts.HoldPort);
        tcp.Fill(Ring);
        _ = host.Settle();
        tcp.Owner(CaseTcp.Stream(0, Ring));
        Frame update = tcp.Out("A", 0, Ring, 0);
        Require.That(update.Window >= Ring / 2, $"window is {update.Window}");
        tcp.In("A", Ring, 0, [1, 2]);
        _ = tcp.Out("A", 0, Ring + 2, 0);
    }

    private static void Urgent(CaseHost host)
    {
        CaseTcp tcp = CaseTcp.Open(host, Hosts.HoldPort);
        tcp.In("AU", 0, 0, CaseTcp.Stream(0, 10));
        _ = tcp.Out("A", 0, 10, 0);
        tcp.Owner(CaseTcp.Stream(0, 10));
    }

    private static void KeepAlive(CaseHost host)
    {
        CaseTcp tcp = CaseTcp.Open(host, Hosts.HoldPort);
        tcp.In("A", -1, 0);
        Require.Equal("A seq 0 ack 0 length 0", tcp.Describe(tcp.Only()), "answer");
        tcp.In("A", -1, 0, [0]);
        Require.Equal("A seq 0 ack 0 length 0", tcp.Describe(tcp.Only()), "answer");
    }

    private static void OldTimestamp(CaseHost host)
    {
        CaseTcp tcp = CaseTcp.Stamped(host, Hosts.HoldPort, 1000);
        tcp.In("A", 0, 0, [1], options: CaseTcp.Timestamp(500, 0));
        Require.Equal(0, tcp.Acknowledged(tcp.Only()), "acknowledged");
        tcp.In("A", 0, 0, [1], options: CaseTcp.Timestamp(1001, 0));
        _ = tcp.Out("A", 0, 1, 0);
    }

    private static void NoTimestamp(CaseHost host)
    {
        CaseTcp tcp = CaseTcp.Stamped(host, Hosts.HoldPort, 1000);
        tcp.In("A", 0, 0, [1], options: []);
        List<Frame> frames = tcp.Settled();
        Require.That(frames.All(frame => tcp.Acknowledged(frame) == 0), "taken");
        tcp.In("A", 0, 0, [1], options: CaseTcp.Timestamp(1001, 0));
        _ = tcp.Out("A", 0, 1, 0);
    }

    private static void WrongSum(CaseHost host)
    {
        CaseTcp tcp = CaseTcp.Open(host, Hosts.HoldPort);
        byte[] segment = tcp.Segment("A", 0, 0, [1, 2, 3]);
        segment[^1] ^= 1;
        host.Send(6, segment);
        tcp.Silent();
        tcp.In("A", 0, 0, [4, 5, 6]);
        _ = tcp.Out("A", 0, 3, 0);
        tcp.Owner([4, 5, 6]);
    }

    private static void LongAgo(CaseHost host)
    {
        CaseTcp tcp = CaseTcp.Open(host, Hosts.HoldPort, window: 1000);
        tcp.In("A", 0, -100_000, [1, 2, 3]);
        _ = tcp.Settled();
        tcp.Owner([]);
    }

    private static void Echo(CaseHost host, int length, byte[] options)
    {
        CaseTcp tcp = options.Length > 8
            ? CaseTcp.Stamped(host, Hosts.EchoPort, 100, options)
            : CaseTcp.Open(host, Hosts.EchoPort, options);
        byte[] stream = CaseTcp.Stream(0, length);
        for (int at = 0; at < length; at += 1024)
        {
            tcp.In("A", at, 0, stream[at..(at + 1024)]);
        }

        Require.That(tcp.Data(length).AsSpan().SequenceEqual(stream), "other data came back");
    }

    private static void ManyGaps(CaseHost host)
    {
        CaseTcp tcp = CaseTcp.Open(host, Hosts.HoldPort);
        for (int at = 2; at < 10000; at += 20)
        {
            tcp.In("A", at, 0, CaseTcp.Stream(at, 10));
        }

        _ = host.Settle();
        for (int at = 0; at < 10000; at += 1000)
        {
            tcp.In("A", at, 0, CaseTcp.Stream(at, 1000));
        }

        _ = Within(tcp, 10000);
        tcp.Owner(CaseTcp.Stream(0, 10000));
    }

    private static void Sizes(CaseHost host, byte[] options, int size)
    {
        CaseTcp tcp = options.Length > 8
            ? CaseTcp.Stamped(host, Hosts.HoldPort, 5, options)
            : CaseTcp.Open(host, Hosts.HoldPort, options);
        tcp.Tell(size * 3);
        for (int i = 0; i < 3; i++)
        {
            _ = tcp.Out("A", i * size, 0, size);
        }
    }

    private static void Within(CaseHost host, int window)
    {
        CaseTcp tcp = CaseTcp.Open(host, Hosts.HoldPort, window: window);
        tcp.Tell(Ring);
        int end = 0;
        for (int i = 0; i < (host.Wire.IsExact ? 4 : 1); i++)
        {
            foreach (Frame frame in Burst(tcp))
            {
                end = Math.Max(end, tcp.Place(frame.Seq) + frame.Data.Length);
            }

            Require.That(end <= window, $"{end} bytes in a window of {window}");
        }

        Require.That(end > 0, "nothing came");
        tcp.In("A", 0, end);
        Require.That(Burst(tcp).All(frame => tcp.Place(frame.Seq) + frame.Data.Length <= end + window), "beyond the window");
    }

    // A segment that must come, and all that comes with it.
    private static List<Frame> Burst(CaseTcp tcp) => [tcp.Host.Expect(5 * Second).Verify(), .. tcp.Host.Settle()];

    private static void Scaled(CaseHost host)
    {
        CaseTcp tcp = CaseTcp.Open(host, Hosts.HoldPort, [.. CaseTcp.Mss(1460), 1, 3, 3, 4], window: 250);
        tcp.Tell(Ring);
        int end = Burst(tcp).Max(frame => tcp.Place(frame.Seq) + frame.Data.Length);
        Require.That(end is > 1460 and <= 4000, $"{end} bytes in a window of 250 times 16");
    }

    private static void Probes(CaseHost host)
    {
        CaseTcp tcp = CaseTcp.Open(host, Hosts.HoldPort, window: 0);
        tcp.Tell(100);
        Frame probe = host.Expect(5 * Second).Verify();
        Require.That(probe.Data.Length <= 1 && tcp.Place(probe.Seq) is 0 or -1, $"no probe: {probe}");
        tcp.Window = 65535;
        tcp.In("A", 0, 0);
        Require.Equal(100, tcp.Data(100).Length, "bytes");
    }

    private static void LongShut(CaseHost host)
    {
        CaseTcp tcp = CaseTcp.Open(host, Hosts.HoldPort, window: 0);
        tcp.Tell(100);
        for (int i = 0; i < (host.Wire.IsExact ? 30 : 2); i++)
        {
            _ = host.Expect(120 * Second).Verify();
            tcp.In("A", 0, 0);
        }

        Require.That((host.OwnerState().Signs & SocketEvents.Closed) == 0, "the connection has ended");
    }

    private static void Nagle(CaseHost host)
    {
        CaseTcp tcp = CaseTcp.Open(host, Hosts.HoldPort);
        tcp.Tell(10);
        _ = tcp.Out("A", 0, 0, 10);
        tcp.Tell(10);
        Require.That(tcp.Settled().All(frame => tcp.Place(frame.Seq) == 0), "a second small segment came unacknowledged");
        tcp.In("A", 0, 10);
        _ = tcp.Out("A", 10, 0, 10);
    }

    private static void InitialWindow(CaseHost host)
    {
        CaseTcp tcp = CaseTcp.Open(host, Hosts.HoldPort);
        tcp.Tell(Ring);
        int end = Burst(tcp).Max(frame => tcp.Place(frame.Seq) + frame.Data.Length);
        Require.That(end <= 14600, $"{end} bytes at once");
    }

    private static void NotAgain(CaseHost host)
    {
        CaseTcp tcp = CaseTcp.Open(host, Hosts.HoldPort);
        tcp.Tell(2000);
        Require.Equal(2000, tcp.Data(2000).Length, "bytes");
        _ = host.Settle();
        if (host.Wire.IsExact)
        {
            Require.That(host.Next(100 * Second) is null, "something was sent again");
        }
        else
        {
            tcp.Silent();
        }
    }

    private static void OldWindow(CaseHost host)
    {
        CaseTcp tcp = CaseTcp.Open(host, Hosts.HoldPort, window: 2000);
        tcp.In("A", 0, 0, [1, 2], window: 3000);
        _ = host.Settle();
        tcp.In("A", 0, 0, [1], window: 10);
        _ = host.Settle();
        tcp.Tell(3000);
        int end = Burst(tcp).Max(frame => tcp.Place(frame.Seq) + frame.Data.Length);
        Require.That(end > 10, "the window of an old segment was taken");
    }
}
