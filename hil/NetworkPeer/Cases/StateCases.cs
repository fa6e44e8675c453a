// RFC 9293 3.10.7 as a table: what each state does with each kind of segment. RFC 5961 and RFC 1337 where they are stricter.

using System;
using System.Collections.Generic;
using RustKernel.Services.Internet;

namespace RustKernel.Hil.NetworkPeer.Cases;

/// <summary>Eleven states, ten kinds of segments.</summary>
internal static class StateCases
{
    private const string Group = "tcp_states";

    // What comes out: nothing, ack (SND.NXT, RCV.NXT), rst, synack; then what becomes of the connection, where that can be seen.
    private static readonly (string State, string Section, string[] Results)[] s_table =
    [
        // RST=       RST+     RST-     SYN+               SYN-              unsent ACK  old data
        // far data  no ACK   FIN
        ("closed", "10.7.1", ["none", "none", "none", "rst", "rst", "rst", "rst", "rst", "rst", "rst"]),
        ("listen", "10.7.2", ["none", "none", "none", "synack", "synack", "rst", "rst", "rst", "none", "rst"]),
        ("syn-sent", "10.7.3", ["none", "none", "none", "synack", "synack", "rst", "none", "none", "none", "none"]),
        ("syn-received", "10.7.4", ["none", "ack", "none", "ack", "ack", "rst", "ack", "ack", "none", "ack PeerClosed"]),
        ("established", "10.7.4", ["none Reset", "ack", "none", "ack", "ack", "ack", "ack", "ack", "none", "ack PeerClosed"]),
        ("fin-wait-1", "10.7.4", ["none Reset", "ack", "none", "ack", "ack", "ack", "ack", "ack", "none", "ack Closed"]),
        ("fin-wait-2", "10.7.4", ["none Reset", "ack", "none", "ack", "ack", "ack", "ack", "ack", "none", "ack Closed"]),
        ("close-wait", "10.7.4", ["none Reset", "ack", "none", "ack", "ack", "ack", "ack", "ack", "none", "ack"]),
        ("closing", "10.7.4", ["none Reset", "ack", "none", "ack", "ack", "ack", "ack", "ack", "none", "ack Closed"]),
        ("last-ack", "10.7.4", ["none Reset", "ack", "none", "ack", "ack", "ack", "ack", "ack", "none", "none Closed"]),
        ("time-wait", "10.7.4", ["none", "none", "none", "synack", "ack", "none", "ack", "ack", "none", "ack"]),
    ];

    private static readonly (string Name, Action<CaseTcp, long, long> Send)[] s_events =
    [
        ("reset-at-rcv-nxt", (tcp, next, _) => tcp.In("R", next, null)),
        ("reset-in-the-window", (tcp, next, _) => tcp.In("R", next + 100, null)),
        ("reset-outside-the-window", (tcp, next, _) => tcp.In("R", next + 100_000, null)),
        ("syn-in-the-window", (tcp, next, _) => tcp.In("S", next + 10, null)),
        ("syn-outside-the-window", (tcp, next, _) => tcp.In("S", next - 100_000, null)),
        ("acknowledgment-of-what-was-not-sent", (tcp, next, sent) => tcp.In("A", next, sent + 1000)),
        ("old-duplicate-with-data", (tcp, next, sent) => tcp.In("A", next - 10, sent, [1, 2, 3])),
        ("data-beyond-the-window", (tcp, next, sent) => tcp.In("A", next + 100_000, sent, [1, 2, 3])),
        ("data-without-ack", (tcp, next, _) => tcp.In("P", next, null, [1, 2, 3])),
        ("fin", (tcp, next, sent) => tcp.In("FA", next, sent)),
    ];

    /// <summary>The cases.</summary>
    public static IEnumerable<ConformanceCase> All()
    {
        foreach ((string state, string section, string[] results) in s_table)
        {
            for (int i = 0; i < results.Length; i++)
            {
                (string name, Action<CaseTcp, long, long> send) = s_events[i];
                string[] expected = results[i].Split(' ');
                string title = $"rfc9293.3.{section}-{state}-{name}";
                yield return new ConformanceCase(Group, title, host => Run(host, state, name, send, expected));
            }
        }
    }

    private static void Run(CaseHost host, string state, string name, Action<CaseTcp, long, long> send, string[] expected)
    {
        (CaseTcp tcp, long next, long sent) = Enter(host, state);
        send(tcp, next, sent);
        Check(tcp, expected[0], name == "fin" ? next + 1 : next, sent, state is "close-wait" or "time-wait" or "closing" ? next : null);
        if (expected.Length > 1)
        {
            CheckOwner(host, expected[1]);
        }
        else if (state is "established" or "fin-wait-1" or "fin-wait-2" or "close-wait" or "closing" or "last-ack")
        {
            (SocketEvents signs, _) = host.OwnerState();
            Require.That((signs & SocketEvents.Closed) == 0, "the connection has ended");
        }
    }

    private static void Check(CaseTcp tcp, string expected, long next, long sent, long? orElse)
    {
        if (expected == "none")
        {
            tcp.Silent();
            return;
        }

        Frame frame = tcp.Only();
        switch (expected)
        {
            case "ack":
                Require.Equal("A", frame.Flags, "flags");
                long told = tcp.Acknowledged(frame);
                Require.That(told == next || told == orElse, $"acknowledges {told}, not {next}");
                Require.Equal(sent, tcp.Place(frame.Seq), "sequence number");
                break;
            case "rst":
                Require.That(frame.Flags.Contains('R', StringComparison.Ordinal), $"expected a reset, was {frame}");
                break;
            default:
                Require.Equal("SA", frame.Flags, "flags");
                break;
        }
    }

    private static void CheckOwner(CaseHost host, string expected)
    {
        (SocketEvents signs, NetworkError error) = host.OwnerState();
        bool isClosed = (signs & SocketEvents.Closed) != 0;
        switch (expected)
        {
            case "Reset":
                Require.That(isClosed && error == NetworkError.ConnectionReset, $"signs {signs}, error {error}: no reset was told");
                break;
            case "Closed":
                Require.That(isClosed && error == NetworkError.None, $"signs {signs}, error {error}: no orderly end was told");
                break;
            default:
                Require.That(!isClosed && (signs & SocketEvents.PeerClosed) != 0, $"signs {signs}: the peer's end was not told");
                break;
        }
    }

    // A connection in the state; the peer's next number and the machine's.
    private static (CaseTcp Tcp, long Next, long Sent) Enter(CaseHost host, string state)
    {
        switch (state)
        {
            case "closed":
                return (new CaseTcp(host, Hosts.ClosedPort), 0, 0);
            case "listen":
                return (new CaseTcp(host, Hosts.HoldPort), 0, 0);
            case "syn-sent":
                return (CaseTcp.Called(host), 0, 0);
            case "syn-received":
                return (CaseTcp.HalfOpen(host, Hosts.HoldPort), 0, 0);
            default:
                break;
        }

        CaseTcp tcp = CaseTcp.Open(host, Hosts.HoldPort);
        bool isFirst = state is "close-wait" or "last-ack";
        if (isFirst)
        {
            tcp.In("FA", 0, 0);
            _ = tcp.Out("A", 0, 1, 0);
        }

        if (state is not ("established" or "close-wait"))
        {
            Require.That(host.Ask(Order.Shutdown), "there is no connection");
            _ = tcp.Out("FA", 0, isFirst ? 1 : 0, 0);
        }

        if (state is "fin-wait-2" or "time-wait")
        {
            tcp.In("A", 0, 1);
        }

        if (state is "time-wait" or "closing")
        {
            tcp.In("FA", 0, state == "closing" ? 0 : 1);
            _ = tcp.Out("A", 1, 1, 0);
        }

        long next = state is "close-wait" or "last-ack" or "time-wait" or "closing" ? 1 : 0;
        return (tcp, next, state is "established" or "close-wait" ? 0 : 1);
    }
}
