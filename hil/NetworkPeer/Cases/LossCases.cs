// What is lost is sent again, and not too soon. [RFC 6298, RFC 5681, RFC 6582, RFC 6675, RFC 3042, RFC 1191]

using System;
using System.Collections.Generic;
using System.Linq;
using RustKernel.Services.Internet;

namespace RustKernel.Hil.NetworkPeer.Cases;

/// <summary>The machine sends; the peer loses.</summary>
internal static class LossCases
{
    private const string Group = "tcp_loss";
    private const long Second = 1_000_000;
    private const int Size = 1460;
    private const int Least = 190_000;

    /// <summary>The cases.</summary>
    public static IEnumerable<ConformanceCase> All()
    {
        yield return Case("rfc6298.5-lost-segment-is-sent-again", Again);
        yield return Case("rfc6298.5.5-waits-grow-twofold", Backoff);
        yield return Case("rfc6298.5-one-segment-after-a-time-out", OneSegment);
        yield return Case("rfc5681.3.2-third-duplicate-brings-the-segment", host => Fast(host, 3, isAgain: true));
        yield return Case("rfc5681.3.2-second-duplicate-does-not", host => Fast(host, 2, isAgain: false));
        yield return Case("rfc6675.5-only-the-hole-is-sent-again", Hole);
        yield return Case("rfc6582.3.2-partial-acknowledgment-brings-the-next-hole", Partial);
        yield return Case("rfc3042.2-first-duplicate-brings-new-data", Limited);
        yield return Case("rfc5681.3.1-window-falls-after-a-loss", Falls);
        yield return Case("rfc5681.3.1-window-grows-with-acknowledgments", Grows);
        yield return Case("rfc1191.6-smaller-path-is-kept", SmallerPath);
        yield return Case("rfc5927.7-smaller-path-of-another-connection-is-not-believed", OtherPath);
        yield return Case("rfc1191.3-path-of-20-bytes-is-not-believed", TinyPath);
        foreach (byte code in (byte[])[0, 1, 2, 3, 13])
        {
            yield return Case($"rfc5461-unreachable-{code}-ends-no-connection", host => Unreachable(host, 3, code));
        }

        yield return Case("rfc1122.3.2.2.4-time-exceeded-ends-no-connection", host => Unreachable(host, 11, 0));
        yield return Case("rfc6633-source-quench-is-passed-over", host => Unreachable(host, 4, 0));
        yield return Case("rfc2018.8-block-of-what-was-not-sent-is-passed-over", BadBlock);
        yield return Case("rfc6298.5-lost-fin-is-sent-again", LostFin);
    }

    private static ConformanceCase Case(string name, Action<CaseHost> run) => new(Group, name, run);

    private static CaseTcp Sending(CaseHost host, int bytes, byte[]? options = null)
    {
        CaseTcp tcp = CaseTcp.Open(host, Hosts.HoldPort, options ?? CaseTcp.Mss(Size));
        tcp.Tell(bytes);
        return tcp;
    }

    private static void Again(CaseHost host)
    {
        CaseTcp tcp = Sending(host, 1000);
        Frame first = tcp.Out("A", 0, 0, 1000);
        Frame again = host.Expect(3 * Second).Verify();
        Require.Equal((first.Seq, 1000), (again.Seq, again.Data.Length), "segment");
        Require.That(again.Data.AsSpan().SequenceEqual(first.Data), "other data");
        Require.That(!host.Wire.IsExact || again.Time - first.Time > Least, $"after {again.Time - first.Time} µs already");
        tcp.In("A", 0, 1000);
        tcp.Silent();
    }

    private static void Backoff(CaseHost host)
    {
        CaseTcp tcp = Sending(host, 100);
        int count = host.Wire.IsExact ? 6 : 3;
        long[] times = [.. Enumerable.Range(0, count).Select(_ => host.Expect(200 * Second).Verify().Time)];
        for (int i = 2; i < count && host.Wire.IsExact; i++)
        {
            double factor = (times[i] - times[i - 1]) / (double)(times[i - 1] - times[i - 2]);
            Require.That(factor is > 1.9 and < 2.1, $"the wait grew by {factor:0.0}");
        }

        tcp.In("A", 0, 100);
        tcp.Silent();
    }

    private static void OneSegment(CaseHost host)
    {
        CaseTcp tcp = Sending(host, 6 * Size);
        for (int i = 0; i < 6; i++)
        {
            _ = tcp.Out("A", i * Size, 0, Size);
        }

        Frame again = host.Expect(3 * Second).Verify();
        Require.Equal(0, tcp.Place(again.Seq), "segment");
        Require.That(host.Settle().Count == 0 || !host.Wire.IsExact, "more than one segment");
    }

    // Six segments; the first is lost, the others bring duplicates.
    private static void Fast(CaseHost host, int duplicates, bool isAgain)
    {
        CaseTcp tcp = Sending(host, 6 * Size);
        for (int i = 0; i < 6; i++)
        {
            _ = tcp.Out("A", i * Size, 0, Size);
        }

        for (int i = 0; i < duplicates; i++)
        {
            tcp.In("A", 0, 0);
        }

        List<Frame> frames = host.Settle();
        bool came = frames.Any(frame => tcp.Place(frame.Seq) == 0);

        // A machine on a busy host may reach its time-out before it gets the duplicates.
        Require.That(came == isAgain || (came && !host.Wire.IsExact), $"after {duplicates} duplicates: {frames.Count} segments");
    }

    private static void Hole(CaseHost host)
    {
        CaseTcp tcp = Sending(host, 6 * Size, [.. CaseTcp.Mss(Size), 4, 2, 1, 1]);
        for (int i = 0; i < 6; i++)
        {
            _ = tcp.Out("A", i * Size, 0, Size);
        }

        for (int i = 2; i < 5; i++)
        {
            tcp.In("A", 0, Size, options: tcp.Block(2 * Size, (i + 1) * Size));
        }

        List<Frame> frames = host.Settle();
        Require.That(frames.Any(frame => tcp.Place(frame.Seq) == Size), "the hole was not sent again");
        Require.That(frames.All(frame => tcp.Place(frame.Seq) is Size or 0 or >= 5 * Size), "what had come was sent again");
    }

    private static void Partial(CaseHost host)
    {
        CaseTcp tcp = Sending(host, 8 * Size);
        for (int i = 0; i < 8; i++)
        {
            _ = tcp.Out("A", i * Size, 0, Size);
        }

        for (int i = 0; i < 3; i++)
        {
            tcp.In("A", 0, 0);
        }

        _ = host.Settle();
        tcp.In("A", 0, 3 * Size);
        Require.That(host.Settle().Any(frame => tcp.Place(frame.Seq) == 3 * Size), "the next hole was not sent again");
    }

    private static void Limited(CaseHost host)
    {
        CaseTcp tcp = Sending(host, 14 * Size);
        int end = Ends(tcp, host);
        tcp.In("A", 0, 0);
        int after = Math.Max(end, Ends(tcp, host));
        Require.That(after == end + Size || (!host.Wire.IsExact && after >= end), $"{after - end} new bytes");
    }

    // Where the machine's stream ends, as far as it has come.
    private static int Ends(CaseTcp tcp, CaseHost host) =>
        host.Settle().Select(frame => tcp.Place(frame.Seq) + frame.Data.Length).DefaultIfEmpty(0).Max();

    private static void Falls(CaseHost host)
    {
        CaseTcp tcp = Sending(host, 20 * Size);
        int end = Ends(tcp, host);
        Frame again = host.Expect(3 * Second).Verify();
        Require.Equal(0, tcp.Place(again.Seq), "segment");
        tcp.In("A", 0, Size);
        int after = Ends(tcp, host);
        Require.That(after <= end, $"{after - end} new bytes after a time-out");
    }

    private static void Grows(CaseHost host)
    {
        CaseTcp tcp = Sending(host, 22 * Size);
        int end = Ends(tcp, host);
        tcp.In("A", 0, end);
        int after = Ends(tcp, host);
        Require.That(after > 2 * end || after == 22 * Size, $"{after - end} bytes after {end} were acknowledged");
    }

    private static byte[] TooLarge(CaseTcp tcp, Frame frame, ushort mtu) =>
        Frames.IcmpError(3, 4, frame.Bytes.AsSpan(14, frame.TotalLength), mtu);

    private static void SmallerPath(CaseHost host)
    {
        CaseTcp tcp = Sending(host, 3 * Size);
        Frame first = tcp.Out("A", 0, 0, Size);
        Require.That(first.IsDontFragment, "may be cut");
        _ = host.Settle();
        host.Send(1, TooLarge(tcp, first, 1000));
        Frame again = host.Expect(3 * Second).Verify();
        Require.That(again.IsTcp && tcp.Place(again.Seq) == 0 && again.TotalLength <= 1000, $"came {again}");
    }

    private static void OtherPath(CaseHost host)
    {
        CaseTcp tcp = Sending(host, 3 * Size);
        Frame first = tcp.Out("A", 0, 0, Size);
        _ = host.Settle();
        byte[] other = (byte[])first.Bytes.Clone();
        other[14 + 20 + 4] ^= 0x40;
        host.Send(1, Frames.IcmpError(3, 4, other.AsSpan(14, first.TotalLength), 600));
        Require.That(host.Expect(3 * Second).Verify().Data.Length == Size, "the size fell");
    }

    private static void TinyPath(CaseHost host)
    {
        CaseTcp tcp = Sending(host, 3 * Size);
        Frame first = tcp.Out("A", 0, 0, Size);
        _ = host.Settle();
        host.Send(1, TooLarge(tcp, first, 20));
        Require.That(host.Expect(3 * Second).Verify().Data.Length >= 256, "segments of a few bytes");
    }

    private static void Unreachable(CaseHost host, byte type, byte code)
    {
        CaseTcp tcp = Sending(host, 100);
        Frame first = tcp.Out("A", 0, 0, 100);
        host.Send(1, Frames.IcmpError(type, code, first.Bytes.AsSpan(14, first.TotalLength)));
        _ = host.Settle();
        Require.That((host.OwnerState().Signs & SocketEvents.Closed) == 0, "the connection has ended");
        tcp.In("A", 0, 100);
        tcp.Tell(10);
        _ = tcp.Out("A", 100, 0, 10);
    }

    private static void BadBlock(CaseHost host)
    {
        CaseTcp tcp = Sending(host, 4 * Size, [.. CaseTcp.Mss(Size), 4, 2, 1, 1]);
        int end = Ends(tcp, host);
        foreach ((int from, int to) in ((int, int)[])[(100_000, 200_000), (-5000, -10), (3000, 2000), (Size, Size)])
        {
            tcp.In("A", 0, 0, options: tcp.Block(from, to));
        }

        _ = host.Settle();
        tcp.In("A", 0, end);
        tcp.Tell(10);
        _ = tcp.Out("A", end, 0, 10);
    }

    private static void LostFin(CaseHost host)
    {
        CaseTcp tcp = CaseTcp.Open(host, Hosts.HoldPort);
        Require.That(host.Ask(Order.Shutdown), "no connection");
        Frame fin = tcp.Out("FA", 0, 0, 0);
        Frame again = host.Expect(3 * Second).Verify();
        Require.Equal(("FA", fin.Seq), (again.Flags, again.Seq), "segment");
    }
}
