// RFC 9293 3.10.7 as a table: what each state does with each kind of segment. RFC 5961 and RFC 1337 apply where they are stricter.

using System;
using System.Collections.Generic;
using RustKernel.Services.Internet;
using RustKernel.Services.Internet.Tcp;
using Xunit;

namespace RustKernel.Network.Tests;

public sealed class TcpStateTableTests
{
    // The output: nothing, ack (SND.NXT, RCV.NXT), rst, synack; then the next state, if it changes.
    private static readonly Dictionary<string, string[]> s_table = new()
    {
        // RST=       RST+     RST-     SYN+               SYN-              unsent ACK  old data
        // far data  no ACK   FIN
        ["Closed"] = ["none", "none", "none", "rst", "rst", "rst", "rst", "rst", "rst", "rst"],
        ["Listen"] = ["none", "none", "none", "synack", "synack", "rst", "rst", "rst", "none", "rst"],
        ["SynSent"] = [
            "none",
            "none",
            "none",
            "synack SynReceived",
            "synack SynReceived",
            "rst",
            "none",
            "none",
            "none",
            "none"
        ],
        ["SynReceived"] = ["none Gone", "ack", "none", "ack", "ack", "rst", "ack", "ack", "none", "ack CloseWait"],
        ["Established"] = ["none Reset", "ack", "none", "ack", "ack", "ack", "ack", "ack", "none", "ack CloseWait"],
        ["FinWait1"] = ["none Reset", "ack", "none", "ack", "ack", "ack", "ack", "ack", "none", "ack TimeWait"],
        ["FinWait2"] = ["none Reset", "ack", "none", "ack", "ack", "ack", "ack", "ack", "none", "ack TimeWait"],
        ["CloseWait"] = ["none Reset", "ack", "none", "ack", "ack", "ack", "ack", "ack", "none", "ack"],
        ["Closing"] = ["none Reset", "ack", "none", "ack", "ack", "ack", "ack", "ack", "none", "ack TimeWait"],
        ["LastAck"] = ["none Reset", "ack", "none", "ack", "ack", "ack", "ack", "ack", "none", "none Done"],
        ["TimeWait"] = ["none", "none", "none", "synack", "ack", "none", "ack", "ack", "none", "ack"],
    };

    private static readonly string[] s_events =
    [
        "reset at RCV.NXT", "reset in the window", "reset outside the window", "SYN in the window", "SYN outside the window",
        "acknowledgment of what was not sent", "old duplicate with data", "data beyond the window", "data without ACK", "FIN",
    ];

    public static TheoryData<string, string> Cells()
    {
        TheoryData<string, string> cells = [];
        foreach (string state in s_table.Keys)
        {
            foreach (string kind in s_events)
            {
                cells.Add(state, kind);
            }
        }

        return cells;
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_segment_does_what_the_table_says(string state, string kind)
    {
        (TcpScript script, long next, long sent) = Enter(state);
        string[] expected = s_table[state][Array.IndexOf(s_events, kind)].Split(' ');
        switch (kind)
        {
            case "reset at RCV.NXT":
                script.In("R", next, null);
                break;
            case "reset in the window":
                script.In("R", next + 100, null);
                break;
            case "reset outside the window":
                script.In("R", next + 100_000, null);
                break;
            case "SYN in the window":
                script.In("S", next + 10, null);
                break;
            case "SYN outside the window":
                script.In("S", next - 100_000, null);
                break;
            case "acknowledgment of what was not sent":
                script.In("A", next, sent + 1000);
                break;
            case "old duplicate with data":
                script.In("A", next - 10, sent, [1, 2, 3]);
                break;
            case "data beyond the window":
                script.In("A", next + 100_000, sent, [1, 2, 3]);
                break;
            case "data without ACK":
                script.In("P", next, null, [1, 2, 3]);
                break;
            default:
                script.In("FA", next, sent);
                break;
        }

        Check(script, expected[0], kind == "FIN" ? next + 1 : next, sent, state is "CloseWait" or "TimeWait" or "Closing" ? next : null);
        CheckState(script, state, expected.Length > 1 ? expected[1] : "");
    }

    [Fact]
    public void SynSent_reset_with_an_acceptable_acknowledgment_refuses_the_connection()
    {
        TcpScript script = TcpScript.Connecting();
        script.In("RA", -1, 0);
        Assert.Equal((true, NetworkError.ConnectionRefused), (script.Connection.IsClosed, script.Connection.Error));
        script.Peer.ExpectNothing(100_000_000);
    }

    [Fact]
    public void SynSent_reset_with_an_unacceptable_acknowledgment_does_nothing()
    {
        TcpScript script = TcpScript.Connecting();
        script.In("RA", -1, 500);
        Assert.Equal(TcpState.SynSent, script.Connection.State);
    }

    private static void Check(TcpScript script, string expected, long next, long sent, long? orElse)
    {
        Frame? frame = script.Peer.Next(100_000);
        if (expected == "none")
        {
            Assert.True(frame is null, frame?.ToString());
            return;
        }

        Assert.NotNull(frame);
        _ = frame.Verify();
        switch (expected)
        {
            case "ack":
                Assert.Equal("A", frame.Flags);
                long told = (int)(frame.Ack - TcpScript.PeerInitial - 1);
                Assert.True(told == next || told == orElse, frame.ToString());
                Assert.Equal(sent, (int)(frame.Seq - script.OurInitial - 1));
                break;
            case "rst":
                Assert.Contains("R", frame.Flags, StringComparison.Ordinal);
                break;
            default:
                Assert.Equal("SA", frame.Flags);
                break;
        }
    }

    private static void CheckState(TcpScript script, string before, string after)
    {
        switch (after)
        {
            case "Gone":
                Assert.Equal(0, script.Stack.HalfOpenCount);
                break;
            case "Reset":
                Assert.Equal((true, NetworkError.ConnectionReset), (script.Connection.IsClosed, script.Connection.Error));
                break;
            case "Done":
                Assert.Equal((true, NetworkError.None), (script.Connection.IsClosed, script.Connection.Error));
                break;
            case "TimeWait":
                Assert.True(script.Connection.IsClosed);
                Assert.Equal(1, script.Stack.TimeWaitCount);
                break;
            case "CloseWait" when before == "SynReceived":
                Assert.Equal(TcpState.CloseWait, script.Listener!.Accept()!.State);
                break;
            case "":
                CheckUnchanged(script, before);
                break;
            default:
                Assert.Equal(after, script.Connection.State.ToString());
                break;
        }
    }

    private static void CheckUnchanged(TcpScript script, string state)
    {
        if (script.Connection is { } connection && state != "TimeWait")
        {
            Assert.Equal(state, connection.State.ToString());
        }

        if (state == "SynReceived")
        {
            Assert.Equal(1, script.Stack.HalfOpenCount);
        }
    }

    // A connection in the state; the peer's next number and ours.
    private static (TcpScript Script, long Next, long Sent) Enter(string state)
    {
        switch (state)
        {
            case "Closed":
                TcpScript closed = TcpScript.Listening();
                closed.Listener!.Close(closed.Peer.Now);
                return (closed, 0, 0);
            case "Listen":
                return (TcpScript.Listening(), 0, 0);
            case "SynSent":
                return (TcpScript.Connecting(), 0, 0);
            case "SynReceived":
                return (TcpScript.HalfOpen(), 0, 0);
            default:
                break;
        }

        TcpScript script = TcpScript.Accepted();
        bool isFirst = state is "CloseWait" or "LastAck";
        if (isFirst)
        {
            script.In("FA", 0, 0);
            _ = script.Out("A", 0, 1, 0);
        }

        if (state is not ("Established" or "CloseWait"))
        {
            script.Connection.Shutdown(script.Peer.Now);
            _ = script.Out("FA", 0, isFirst ? 1 : 0, 0);
        }

        if (state is "FinWait2" or "TimeWait")
        {
            script.In("A", 0, 1);
        }

        if (state is "TimeWait" or "Closing")
        {
            script.In("FA", 0, state == "Closing" ? 0 : 1);
            _ = script.Out("A", 1, 1, 0);
        }

        long next = state is "CloseWait" or "LastAck" or "TimeWait" or "Closing" ? 1 : 0;
        return (script, next, state is "Established" or "CloseWait" ? 0 : 1);
    }
}
