// How connections end. [RFC 9293 3.6, 3.10.7.4, RFC 1122 4.2.2.13, RFC 1337, RFC 6191]

using System;
using System.Collections.Generic;
using System.Linq;
using RustKernel.Services.Internet;

namespace RustKernel.Hil.NetworkPeer.Cases;

/// <summary>In order, half, at once on both sides, by reset, and what comes after the end.</summary>
internal static class CloseCases
{
    private const string Group = "tcp_close";
    private const long Second = 1_000_000;

    /// <summary>The cases.</summary>
    public static IEnumerable<ConformanceCase> All()
    {
        yield return Case("rfc9293.3.6-peer-closes-first", PeerFirst);
        yield return Case("rfc9293.3.6-machine-closes-first", MachineFirst);
        yield return Case("rfc9293.3.6-both-close-at-once", Both);
        yield return Case("rfc9293.3.6-fin-with-data", FinWithData);
        yield return Case("rfc9293.3.10.7.4-fin-before-its-data", FinEarly);
        yield return Case("rfc1122.4.2.2.13-half-closed-machine-still-receives", HalfMachine);
        yield return Case("rfc1122.4.2.2.13-half-closed-peer-still-receives", HalfPeer);
        yield return Case("rfc1122.4.2.2.13-closed-with-unread-data-is-reset", Unread);
        yield return Case("rfc1122.4.2.2.13-data-after-close-is-reset", DataAfterClose);
        yield return Case("rfc9293.3.9.1-abort-is-a-reset", Abort);
        yield return Case("rfc9293.3.10.4-close-sends-what-is-in-the-ring-first", CloseWithData);
        yield return Case("rfc9293.3.10.7.4-fin-again-in-time-wait-is-acknowledged", FinAgain);
        yield return Case("rfc1337.3-reset-does-not-end-time-wait", ResetInTimeWait);
        yield return Case("rfc9293.3.6.1-new-connection-after-time-wait-begins-after-the-old", Reused);
        yield return Case("rfc9293.3.10.7.4-fin-again-in-close-wait-is-acknowledged", FinAgainInCloseWait);
        yield return Case("rfc9293.3.10.7.4-data-after-fin-is-not-taken", DataAfterFin);
        yield return Case("rfc9293.3.10.7.1-after-reset-all-is-reset", AfterReset);
        yield return Case("rfc9293.3.10.7.4-reset-with-data-is-a-reset", ResetWithData);
    }

    private static ConformanceCase Case(string name, Action<CaseHost> run) => new(Group, name, run);

    private static void Ended(CaseHost host, NetworkError error = NetworkError.None)
    {
        (SocketEvents signs, NetworkError told) = host.OwnerState();
        Require.That((signs & SocketEvents.Closed) != 0 && told == error, $"signs {signs}, error {told}");
    }

    private static void Tell(CaseHost host, Order order) => Require.That(host.Ask(order), $"the program on the machine cannot {order}");

    private static void PeerFirst(CaseHost host)
    {
        CaseTcp tcp = CaseTcp.Open(host, Hosts.EchoPort);
        tcp.In("FA", 0, 0);
        Frame fin = tcp.Until("F");
        Require.Equal("FA seq 0 ack 1 length 0", tcp.Describe(fin), "segment");
        tcp.In("A", 1, 1);
        tcp.Silent();
        Ended(host);
    }

    private static void MachineFirst(CaseHost host)
    {
        CaseTcp tcp = CaseTcp.Open(host, Hosts.HoldPort);
        Tell(host, Order.Close);
        _ = tcp.Out("FA", 0, 0, 0);
        tcp.In("A", 0, 1);
        tcp.In("FA", 0, 1);
        _ = tcp.Out("A", 1, 1, 0);
        Ended(host);
    }

    private static void Both(CaseHost host)
    {
        CaseTcp tcp = CaseTcp.Open(host, Hosts.HoldPort);
        Tell(host, Order.Close);
        _ = tcp.Out("FA", 0, 0, 0);
        tcp.In("FA", 0, 0);
        _ = tcp.Out("A", 1, 1, 0);
        tcp.In("A", 1, 1);
        tcp.Silent();
        Ended(host);
    }

    private static void FinWithData(CaseHost host)
    {
        CaseTcp tcp = CaseTcp.Open(host, Hosts.HoldPort);
        tcp.In("FA", 0, 0, [1, 2, 3]);
        _ = tcp.Out("A", 0, 4, 0);
        Require.That((host.OwnerState().Signs & SocketEvents.PeerClosed) != 0, "the end was not told");
        tcp.Owner([1, 2, 3]);
    }

    private static void FinEarly(CaseHost host)
    {
        CaseTcp tcp = CaseTcp.Open(host, Hosts.HoldPort);
        tcp.In("FA", 3, 0, [4, 5, 6]);
        Require.Equal(0, tcp.Acknowledged(tcp.Only()), "acknowledged");
        Require.That((host.OwnerState().Signs & SocketEvents.PeerClosed) == 0, "the end was told before the data");
        tcp.In("A", 0, 0, [1, 2, 3]);
        Require.Equal(7, tcp.Acknowledged(tcp.Only()), "acknowledged");
        Require.That((host.OwnerState().Signs & SocketEvents.PeerClosed) != 0, "the end was not told");
        tcp.Owner([1, 2, 3, 4, 5, 6]);
    }

    private static void HalfMachine(CaseHost host)
    {
        CaseTcp tcp = CaseTcp.Open(host, Hosts.HoldPort);
        Tell(host, Order.Shutdown);
        _ = tcp.Out("FA", 0, 0, 0);
        tcp.In("A", 0, 1);
        tcp.In("A", 0, 1, [1, 2, 3]);
        _ = tcp.Out("A", 1, 3, 0);
        tcp.Owner([1, 2, 3]);
    }

    private static void HalfPeer(CaseHost host)
    {
        CaseTcp tcp = CaseTcp.Open(host, Hosts.HoldPort);
        tcp.In("FA", 0, 0);
        _ = tcp.Out("A", 0, 1, 0);
        tcp.Tell(100);
        _ = tcp.Out("A", 0, 1, 100);
    }

    private static void Unread(CaseHost host)
    {
        CaseTcp tcp = CaseTcp.Open(host, Hosts.HoldPort);
        tcp.In("A", 0, 0, [1, 2, 3]);
        _ = tcp.Out("A", 0, 3, 0);
        Tell(host, Order.Close);
        Require.That(tcp.Only().Flags.Contains('R', StringComparison.Ordinal), "no reset");
    }

    private static void DataAfterClose(CaseHost host)
    {
        CaseTcp tcp = CaseTcp.Open(host, Hosts.HoldPort);
        Tell(host, Order.Close);
        _ = tcp.Out("FA", 0, 0, 0);
        tcp.In("A", 0, 1, [1, 2, 3]);
        Require.That(tcp.Only().Flags.Contains('R', StringComparison.Ordinal), "no reset");
    }

    private static void Abort(CaseHost host)
    {
        CaseTcp tcp = CaseTcp.Open(host, Hosts.HoldPort);
        Tell(host, Order.Abort);
        Frame reset = tcp.Only();
        Require.That(reset.Flags.Contains('R', StringComparison.Ordinal) && tcp.Place(reset.Seq) == 0, $"came {reset}");
        tcp.In("A", 0, 0, [1]);
        Require.That(tcp.Only().Flags.Contains('R', StringComparison.Ordinal), "no reset");
    }

    private static void CloseWithData(CaseHost host)
    {
        CaseTcp tcp = CaseTcp.Open(host, Hosts.HoldPort, window: 100);
        tcp.Tell(300);
        Tell(host, Order.Close);
        byte[] data = tcp.Data(300);
        Require.Equal(300, data.Length, "bytes");
        Require.Equal(300, tcp.Place(tcp.Until("F").Seq), "place of the FIN");
    }

    private static CaseTcp TimeWait(CaseHost host)
    {
        CaseTcp tcp = CaseTcp.Open(host, Hosts.HoldPort);
        Tell(host, Order.Close);
        _ = tcp.Out("FA", 0, 0, 0);
        tcp.In("FA", 0, 1);
        _ = tcp.Out("A", 1, 1, 0);
        return tcp;
    }

    private static void FinAgain(CaseHost host)
    {
        CaseTcp tcp = TimeWait(host);
        tcp.In("FA", 0, 1);
        Require.Equal("A seq 1 ack 1 length 0", tcp.Describe(tcp.Only()), "answer");
    }

    private static void ResetInTimeWait(CaseHost host)
    {
        CaseTcp tcp = TimeWait(host);
        tcp.In("R", 1, null);
        tcp.Silent();
        tcp.In("FA", 0, 1);
        Require.Equal("A seq 1 ack 1 length 0", tcp.Describe(tcp.Only()), "answer");
    }

    // The old connection has sent more than the clock of initial numbers has counted in that time.
    private static void Reused(CaseHost host)
    {
        CaseTcp tcp = CaseTcp.Open(host, Hosts.HoldPort);
        tcp.Tell(30000);
        _ = tcp.Data(30000);
        Tell(host, Order.Close);
        uint last = tcp.Until("F").Seq;
        tcp.In("FA", 0, 30001);
        _ = tcp.Out("A", 30001, 1, 0);
        tcp.In("S", 5000, null, options: CaseTcp.Mss(1460));
        Frame answer = tcp.Only();
        Require.Equal("SA", answer.Flags, "flags");
        Require.That((int)(answer.Seq - last) > 0, "the first number is one of the old connection's");
    }

    private static void FinAgainInCloseWait(CaseHost host)
    {
        CaseTcp tcp = CaseTcp.Open(host, Hosts.HoldPort);
        tcp.In("FA", 0, 0);
        _ = tcp.Out("A", 0, 1, 0);
        tcp.In("FA", 0, 0);
        Require.Equal("A seq 0 ack 1 length 0", tcp.Describe(tcp.Only()), "answer");
    }

    private static void DataAfterFin(CaseHost host)
    {
        CaseTcp tcp = CaseTcp.Open(host, Hosts.HoldPort);
        tcp.In("FA", 0, 0, [1]);
        _ = tcp.Out("A", 0, 2, 0);
        tcp.In("A", 2, 0, [2, 3]);
        Require.That(tcp.Settled().All(frame => tcp.Acknowledged(frame) == 2), "taken");
        tcp.Owner([1]);
    }

    private static void AfterReset(CaseHost host)
    {
        CaseTcp tcp = CaseTcp.Open(host, Hosts.HoldPort);
        tcp.In("R", 0, null);
        tcp.Silent();
        Ended(host, NetworkError.ConnectionReset);
        tcp.In("A", 0, 0, [1]);
        Require.Equal(("R", 0), (tcp.Only().Flags, 0), "answer");
    }

    private static void ResetWithData(CaseHost host)
    {
        CaseTcp tcp = CaseTcp.Open(host, Hosts.HoldPort);
        tcp.In("RA", 0, 0, [1, 2, 3]);
        tcp.Silent();
        Ended(host, NetworkError.ConnectionReset);
    }
}
