// Closing. [RFC 9293 3.6, RFC 6191, RFC 1337]

using System;
using RustKernel.Services.Internet;
using RustKernel.Services.Internet.Tcp;
using Xunit;

namespace RustKernel.Network.Tests;

public sealed class TcpCloseTests
{
    private const long Second = 1_000_000;

    [Fact]
    public void A_shutdown_sends_everything_and_then_a_FIN()
    {
        TcpScript script = TcpScript.Accepted();
        script.Write(2000);
        script.Connection.Shutdown(script.Peer.Now);
        _ = script.Out("A", 0, 0, 1460);
        _ = script.Out("FPA", 1460, 0, 540);
        script.In("A", 0, 2001);
        Assert.Equal(TcpState.FinWait2, script.Connection.State);
    }

    [Fact]
    public void A_lost_FIN_goes_again()
    {
        TcpScript script = TcpScript.Accepted();
        script.Connection.Shutdown(script.Peer.Now);
        _ = script.Out("FA", 0, 0, 0);
        _ = script.Out("FA", 0, 0, 0, 3 * Second);
        script.In("A", 0, 1);
        script.Peer.ExpectNothing(100 * Second);
    }

    [Fact]
    public void A_half_closed_connection_goes_on_receiving()
    {
        TcpScript script = TcpScript.Accepted();
        script.Connection.Shutdown(script.Peer.Now);
        _ = script.Out("FA", 0, 0, 0);
        script.In("A", 0, 1);
        script.In("PA", 0, 1, TcpScript.Stream(0, 500));
        _ = script.Out("A", 1, 500, 0, Second);
        script.Peer.Run(300 * Second);
        Assert.Equal(TcpState.FinWait2, script.Connection.State);
        Assert.Equal(TcpScript.Stream(0, 500), script.Read());
    }

    [Fact]
    public void A_half_closed_peer_goes_on_hearing()
    {
        TcpScript script = TcpScript.Accepted();
        script.In("FA", 0, 0);
        _ = script.Out("A", 0, 1, 0);
        Assert.True((script.Connection.TakeEvents() & SocketEvents.PeerClosed) != 0);
        script.Write(100);
        _ = script.Out("PA", 0, 1, 100);
        script.In("A", 1, 100);
        script.Connection.Shutdown(script.Peer.Now);
        _ = script.Out("FA", 100, 1, 0);
        script.In("A", 1, 101);
        Assert.Equal((true, NetworkError.None, 0), (script.Connection.IsClosed, script.Connection.Error, script.Stack.TimeWaitCount));
    }

    [Fact]
    public void A_FIN_before_the_data_before_it_waits()
    {
        TcpScript script = TcpScript.Accepted();
        script.In("FA", 100, 0, TcpScript.Stream(100, 50));
        _ = script.Out("A", 0, 0, 0);
        Assert.Equal(TcpState.Established, script.Connection.State);
        script.In("A", 0, 0, TcpScript.Stream(0, 100));
        _ = script.Out("A", 0, 151, 0);
        Assert.Equal(TcpState.CloseWait, script.Connection.State);
        Assert.Equal(TcpScript.Stream(0, 150), script.Read());
    }

    [Fact]
    public void MUST_13_an_active_close_rests_for_twice_the_segment_lifetime()
    {
        TcpScript script = Resting();
        script.Peer.Run(59 * Second);
        Assert.Equal(1, script.Stack.TimeWaitCount);
        script.Peer.Run(2 * Second);
        Assert.Equal(0, script.Stack.TimeWaitCount);
    }

    [Fact]
    public void A_FIN_that_comes_again_is_answered_and_the_rest_begins_again()
    {
        TcpScript script = Resting();
        script.Peer.Run(50 * Second);
        script.In("FA", 0, 1);
        _ = script.Out("A", 1, 1, 0);
        script.Peer.Run(30 * Second);
        Assert.Equal(1, script.Stack.TimeWaitCount);
    }

    [Fact]
    public void RFC_1337_a_reset_does_not_end_the_rest()
    {
        TcpScript script = Resting();
        script.In("R", 1, null);
        Assert.Equal(1, script.Stack.TimeWaitCount);
    }

    [Fact]
    public void The_rests_are_bounded()
    {
        TcpScript script = TcpScript.Listening(pairs: 40, options: new StackOptions { LinkAddress = Peer.StackLink, MostTimeWait = 10 });
        for (ushort port = 3000; port < 3040; port++)
        {
            script.Peer.Drain();
            script.In("S", -1, null, port: port);
            uint initial = script.Peer.Expect().Seq;
            Inject(script, "A", 0, initial + 1, port);
            script.Listener!.Accept()!.Shutdown(script.Peer.Now);
            script.Peer.Drain();
            Inject(script, "FA", 0, initial + 2, port);
        }

        Assert.Equal(10, script.Stack.TimeWaitCount);
        Assert.Equal(0, script.Stack.ConnectionCount);
    }

    [Fact]
    public void SHLD_3_a_close_with_bytes_unread_resets()
    {
        TcpScript script = TcpScript.Accepted();
        script.In("PA", 0, 0, [1, 2, 3]);
        script.Connection.Close(script.Peer.Now);
        Assert.Contains("R", script.Peer.Expect().Flags, StringComparison.Ordinal);
        Assert.True(script.Connection.IsClosed);
    }

    [Fact]
    public void SHLD_3_bytes_after_a_close_reset()
    {
        TcpScript script = TcpScript.Accepted();
        script.Connection.Close(script.Peer.Now);
        _ = script.Out("FA", 0, 0, 0);
        script.In("PA", 0, 1, [1]);
        Assert.Contains("R", script.Peer.Expect().Flags, StringComparison.Ordinal);
        Assert.True(script.Connection.IsClosed);
    }

    [Fact]
    public void A_closed_end_does_not_wait_for_the_peer_for_ever()
    {
        TcpScript script = TcpScript.Accepted();
        script.Connection.Close(script.Peer.Now);
        _ = script.Out("FA", 0, 0, 0);
        script.In("A", 0, 1);
        script.Peer.Run(100 * Second);
        Assert.True(script.Connection.IsClosed);
        Assert.Equal(0, script.Stack.ConnectionCount);
    }

    [Fact]
    public void A_closed_end_does_not_wait_for_a_window_for_ever()
    {
        TcpScript script = TcpScript.Accepted();
        script.In("A", 0, 0, window: 0);
        script.Write(100);
        script.Connection.Close(script.Peer.Now);
        bool isReset = false;
        for (int i = 0; i < 40 && !isReset && script.Peer.Next(100 * Second) is { } probe; i++)
        {
            isReset = probe.Flags.Contains('R', StringComparison.Ordinal);
            script.In("A", 0, 0, window: 0);
        }

        Assert.Equal((true, true, NetworkError.TimedOut), (isReset, script.Connection.IsClosed, script.Connection.Error));
    }

    [Fact]
    public void A_closed_end_goes_on_as_long_as_bytes_are_acknowledged()
    {
        TcpScript script = TcpScript.Accepted();
        script.Write(1000);
        script.Connection.Close(script.Peer.Now);
        for (int i = 1; i <= 10; i++)
        {
            script.Peer.Run(50 * Second);
            Assert.False(script.Connection.IsClosed);
            script.In("A", 0, 10 * i);
        }

        script.Peer.Run(61 * Second);
        Assert.True(script.Connection.IsClosed);
    }

    [Fact]
    public void An_abort_resets_at_once()
    {
        TcpScript script = TcpScript.Accepted();
        script.Connection.NoDelay = true;
        script.Write(5000);
        script.Peer.Drain();
        script.Connection.Abort(script.Peer.Now);
        Frame reset = script.Peer.Expect();
        Assert.Contains("R", reset.Flags, StringComparison.Ordinal);
        Assert.Equal(5000u, reset.Seq - script.OurInitial - 1);
    }

    [Fact]
    public void A_client_that_ends_leaves_nothing()
    {
        TcpScript script = TcpScript.Accepted();
        script.Write(5000);
        script.Peer.Drain();
        script.Stack.RemoveOwner(script.Peer.Owner, script.Peer.Now);
        Assert.Contains("R", script.Peer.Expect().Flags, StringComparison.Ordinal);
        Assert.Equal((0, 0), (script.Peer.Owner.Count, script.Stack.ConnectionCount));
        script.In("S", -1, null, port: 4000);
        Assert.Equal("RA", script.Peer.Expect().Flags);
    }

    [Fact]
    public void A_listener_that_closes_resets_what_was_not_accepted()
    {
        TcpScript script = TcpScript.HalfOpen();
        script.In("A", 0, 0);
        script.Listener!.Close(script.Peer.Now);
        Assert.Contains("R", script.Peer.Expect().Flags, StringComparison.Ordinal);
        Assert.Equal(0, script.Stack.ConnectionCount);
    }

    [Fact]
    public void A_shut_window_does_not_hold_a_FIN_for_ever()
    {
        TcpScript script = TcpScript.Accepted();
        script.In("A", 0, 0, window: 0);
        script.Connection.Shutdown(script.Peer.Now);
        _ = script.Out("FA", 0, 0, 0, 5 * Second);
        script.In("A", 0, 1, window: 0);
        Assert.Equal(TcpState.FinWait2, script.Connection.State);
    }

    [Fact]
    public void Both_may_close_at_once()
    {
        TcpScript script = TcpScript.Accepted();
        script.Connection.Shutdown(script.Peer.Now);
        _ = script.Out("FA", 0, 0, 0);
        script.In("FA", 0, 0);
        Assert.Equal(TcpState.Closing, script.Connection.State);
        _ = script.Out("A", 1, 1, 0);
        script.In("A", 1, 1);
        Assert.Equal((true, 1), (script.Connection.IsClosed, script.Stack.TimeWaitCount));
    }

    [Fact]
    public void A_new_address_ends_connections()
    {
        TcpScript script = TcpScript.Accepted();
        script.Stack.Configure(new InterfaceConfiguration { Address = InternetAddress.FromIPv4(0x0A000042) }, script.Peer.Now);
        Assert.Equal((true, NetworkError.NetworkUnreachable), (script.Connection.IsClosed, script.Connection.Error));
    }

    private static void Inject(TcpScript script, string flags, uint seq, uint ack, ushort port) =>
        script.Peer.Inject(Frames.ToStack(6, Frames.Tcp(port, 80, flags, TcpScript.PeerInitial + 1 + seq, ack, 1000, [])));

    private static TcpScript Resting()
    {
        TcpScript script = TcpScript.Accepted();
        script.Connection.Shutdown(script.Peer.Now);
        _ = script.Out("FA", 0, 0, 0);
        script.In("FA", 0, 1);
        _ = script.Out("A", 1, 1, 0);
        Assert.Equal(1, script.Stack.TimeWaitCount);
        return script;
    }
}
