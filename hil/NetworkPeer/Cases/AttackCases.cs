// A sender that cannot see a connection must not end it, nor make the machine answer itself. [RFC 5961, RFC 4953, CVE-2016-5696]

using System;
using System.Collections.Generic;
using System.Linq;
using RustKernel.Services.Internet;

namespace RustKernel.Hil.NetworkPeer.Cases;

/// <summary>Sprays and storms.</summary>
internal static class AttackCases
{
    private const string Group = "tcp_attack";

    /// <summary>The cases.</summary>
    public static IEnumerable<ConformanceCase> All()
    {
        yield return Case("rfc5961.3.2-spray-of-resets-ends-nothing", host => Spray(host, "R")) with { UsesUpLimits = true };
        yield return Case("rfc5961.4.2-spray-of-syns-ends-nothing", host => Spray(host, "S")) with { UsesUpLimits = true };
        yield return Case("rfc5961.5.2-spray-of-data-changes-nothing", SprayOfData) with { UsesUpLimits = true };
        yield return Case("rfc5961.7-challenges-have-a-limit", Challenges) with { UsesUpLimits = true };
        yield return Case("rfc9293.3.10.7.4-two-ends-that-disagree-do-not-answer-for-ever", Storm) with { UsesUpLimits = true };
        yield return Case("rfc5681.3.1-acknowledgments-of-parts-do-not-open-the-window", Division);
        yield return Case("rfc9293.3.10.7.4-acknowledgments-of-the-future-move-nothing", Future);
        yield return Case("rfc6429.3-many-shut-windows-stop-nobody", ShutWindows);
        yield return Case("rfc9293.3.8.6.2-window-of-one-byte-does-not-bring-a-flood", SillyWindow);
        yield return Case("rfc5927.4-hard-errors-of-another-connection-end-nothing", HardErrors) with { UsesUpLimits = true };
        foreach (string flags in (string[])["", "F", "U", "P", "FSRPAU", "SF", "FPU", "SR", "SA"])
        {
            string name = flags.Length == 0 ? "none" : flags;
            yield return Case($"rfc9293.3.10.7.4-flags-{name}-far-away-end-nothing", host => Odd(host, flags));
        }
    }

    private static ConformanceCase Case(string name, Action<CaseHost> run) => new(Group, name, run);

    private static void Alive(CaseTcp tcp, long next = 0)
    {
        _ = tcp.Host.Settle();
        tcp.In("A", next, 0, [1, 2, 3]);
        Require.Equal(next + 3, tcp.Acknowledged(tcp.Host.Expect(1_000_000).Verify()), "acknowledged");
        Require.That((tcp.Host.OwnerState().Signs & SocketEvents.Closed) == 0, "the connection has ended");
    }

    // Every 2^24 numbers, but for the one that is expected.
    private static void Spray(CaseHost host, string flags)
    {
        CaseTcp tcp = CaseTcp.Open(host, Hosts.HoldPort);
        for (long number = 1; number < 1L << 32; number += 1 << 24)
        {
            tcp.Raw(flags, number, null);
        }

        Alive(tcp);
    }

    private static void SprayOfData(CaseHost host)
    {
        CaseTcp tcp = CaseTcp.Open(host, Hosts.HoldPort);
        for (long number = 1 << 17; number < 1L << 32; number += 1 << 24)
        {
            tcp.Raw("A", 0, number, [9, 9, 9]);
        }

        Alive(tcp);
    }

    private static void Challenges(CaseHost host)
    {
        CaseTcp tcp = CaseTcp.Open(host, Hosts.HoldPort);
        int answers = 0;
        for (int i = 0; i < 400; i++)
        {
            tcp.In("S", 5, null);
            answers += i % 50 == 49 ? host.Settle().Count : 0;
        }

        Require.That(answers > 0, "no challenge at all");
        Require.That(answers <= 150 || !host.Wire.IsExact, $"{answers} challenges at once");
    }

    private static void Storm(CaseHost host)
    {
        CaseTcp tcp = CaseTcp.Open(host, Hosts.HoldPort);
        int answers = 0;
        for (int i = 0; i < 400; i++)
        {
            tcp.In("A", -5, 0);
            answers += i % 50 == 49 ? host.Settle().Count : 0;
        }

        Require.That(answers is >= 1 and < 400 && (answers <= 10 || !host.Wire.IsExact), $"{answers} answers to 400 old segments");
    }

    private static void Division(CaseHost host)
    {
        CaseTcp tcp = CaseTcp.Open(host, Hosts.HoldPort);
        tcp.Tell(32768);
        int end = host.Settle().Max(frame => tcp.Place(frame.Seq) + frame.Data.Length);
        for (int i = 1; i <= 100; i++)
        {
            tcp.In("A", 0, i);
        }

        int after = host.Settle().Select(frame => tcp.Place(frame.Seq) + frame.Data.Length).DefaultIfEmpty(end).Max();
        Require.That(after - end <= 2 * 1460, $"100 bytes acknowledged brought {after - end}");
    }

    private static void Future(CaseHost host)
    {
        CaseTcp tcp = CaseTcp.Open(host, Hosts.HoldPort);
        tcp.Tell(1000);
        _ = tcp.Out("A", 0, 0, 1000);
        for (int i = 1001; i < 60000; i += 997)
        {
            tcp.In("A", 0, i);
        }

        _ = host.Settle();
        Frame again = host.Expect(3_000_000).Verify();
        Require.Equal((0, 1000), (tcp.Place(again.Seq), again.Data.Length), "what was not acknowledged is sent again");
    }

    private static void ShutWindows(CaseHost host)
    {
        for (int i = 0; i < 3; i++)
        {
            CaseTcp tcp = new(host, Hosts.HoldPort) { Port = (ushort)(2000 + i), Window = 0 };
            _ = tcp.Syn(CaseTcp.Mss(1460));
            tcp.In("A", 0, 0);
            _ = host.Settle();
            tcp.Tell(10000);
        }

        CaseTcp other = CaseTcp.Open(host, Hosts.EchoPort);
        other.In("A", 0, 0, [1, 2, 3]);
        Require.That(other.Data(3).AsSpan().SequenceEqual((byte[])[1, 2, 3]), "other data");
    }

    private static void SillyWindow(CaseHost host)
    {
        CaseTcp tcp = CaseTcp.Open(host, Hosts.HoldPort, window: 1);
        tcp.Tell(10000);
        int segments = 0;
        for (int i = 0; i < 50; i++)
        {
            tcp.In("A", 0, 0);
            segments += host.Settle().Count(frame => frame.Data.Length > 0);
        }

        Require.That(segments <= 10 || !host.Wire.IsExact, $"{segments} segments of a byte at once");
    }

    private static void HardErrors(CaseHost host)
    {
        CaseTcp tcp = CaseTcp.Open(host, Hosts.HoldPort);
        tcp.Tell(100);
        Frame sent = tcp.Out("A", 0, 0, 100);
        byte[] packet = sent.Bytes.AsSpan(14, sent.TotalLength).ToArray();
        for (int bit = 0; bit < 32; bit++)
        {
            byte[] other = (byte[])packet.Clone();
            other[24 + (bit / 8)] ^= (byte)(0x80 >> (bit % 8));
            host.Send(1, Frames.IcmpError(3, 3, other));
        }

        _ = host.Settle();
        Require.That((host.OwnerState().Signs & SocketEvents.Closed) == 0, "the connection has ended");
    }

    private static void Odd(CaseHost host, string flags)
    {
        CaseTcp tcp = CaseTcp.Open(host, Hosts.HoldPort);
        tcp.Raw(flags, 1_000_000, 0, [1, 2, 3]);
        Require.That(host.Settle().All(frame => frame.Flags is "A"), "another answer than an acknowledgment");
        Alive(tcp);
    }
}
