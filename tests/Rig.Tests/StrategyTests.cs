using System;
using System.IO;
using System.Linq;
using System.Threading;
using RustKernel.Hil.Events;
using RustKernel.Hil.Strategies;
using RustKernel.Hil.Targets;
using RustKernel.Hil.Verdicts;
using RustKernel.Rig.Tests.Fakes;

namespace RustKernel.Rig.Tests;

/// <summary>Whole runs on a board made of a TCP serial line and a relay, through the drivers of a real lab.</summary>
public sealed class StrategyTests : IDisposable
{
    private const string Banner = "RustKernel v0.1.0 - ARM64 Microkernel\r\nBuild: 0123456 protocol 1 board toy\r\n";
    private readonly ToyBoard _board = new();
    private RunOutcome? _outcome;

    public void Dispose() => _board.Dispose();

    private Verdict Run(TargetDefinition target, CancellationToken interrupt = default)
    {
        _outcome = TestRun.Execute(
            new RunRequest
            {
                Target = target,
                Root = "/",
                LogPath = Path.Combine(_board.Folder, "log.jsonl"),
                Suites = ["boot"],
                Verb = "test"
            },
            null,
            interrupt);
        return _outcome.Verdict;
    }

    private LogEvent[] Events(string kind) => [.. EventLogReader.Open(_outcome!.LogPath).Events().Where(logged => logged.Kind == kind)];

    [Fact]
    public void A_board_is_brought_from_off_to_its_suites_judged_and_left_off()
    {
        _board.Boots.Add(Banner + ToyBoard.Document("boot", "banner", "tree"));
        Verdict verdict = Run(_board.Target());
        Assert.True(verdict.Kind == VerdictKind.Pass, verdict.Reason);
        Assert.False(_board.Relay.IsOn);
        Assert.Equal(
            ["powered", "suites", "off"],
            Events(EventKind.State).Select(logged => logged.Text("state")).Where(state => state != "kernel"));
        // Opened before power, and off before anything.
        string[] kinds = [.. EventLogReader.Open(_outcome!.LogPath).Events().Select(logged => logged.Kind + logged.Text("state"))];
        Assert.True(Array.IndexOf(kinds, "poweroff") < Array.IndexOf(kinds, "serial.opened"));
        Assert.True(Array.IndexOf(kinds, "serial.opened") < Array.IndexOf(kinds, "poweron"));
    }

    [Fact]
    public void One_boot_with_test_wait_is_asked_for_its_suites_and_then_let_go()
    {
        _board.Boots.Add(Banner + "# ready\r\n");
        _board.Answers["run boot"] = ToyBoard.Document("boot", "banner") + "# ready\r\n";
        _board.Answers["quit"] = "";
        Verdict verdict = Run(_board.Target("{suites: serial}"));
        Assert.True(verdict.Kind == VerdictKind.Pass, verdict.Reason);
        Assert.Equal(
            "run boot\rquit\r",
            string.Concat(Events(EventKind.SerialSent).Select(logged => System.Text.Encoding.ASCII.GetString(logged.Data.Span))));
    }

    [Fact]
    public void A_board_that_gives_no_byte_is_power_cycled_as_often_as_its_strategy_says()
    {
        _board.Boots.AddRange(["", "", Banner + ToyBoard.Document("boot", "banner")]);
        Verdict verdict = Run(_board.Target("{retries: 2}", firstByte: 3));
        Assert.True(verdict.Kind == VerdictKind.Pass, verdict.Reason);
        Assert.Equal(3, _board.PowerOns);
        Assert.Equal(2, Events(EventKind.Retry).Length);
    }

    [Fact]
    public void A_silent_board_is_the_rig_s_fault_not_the_kernel_s()
    {
        _board.Boots.Add("");
        Verdict verdict = Run(_board.Target(firstByte: 0.3));
        Assert.Equal(VerdictKind.Infrastructure, verdict.Kind);
        Assert.Contains("no bytes within 0.3 s of power-on", verdict.Reason, StringComparison.Ordinal);
        Assert.False(_board.Relay.IsOn);
    }

    [Fact]
    public void A_board_that_stops_after_our_first_line_is_never_power_cycled()
    {
        _board.Boots.Add(Banner);
        Verdict verdict = Run(_board.Target("{retries: 3}", silence: 1));
        Assert.Equal(VerdictKind.Fail, verdict.Kind);
        Assert.Equal(1, _board.PowerOns);
    }

    [Fact]
    public void A_loader_that_never_hands_over_costs_the_kernel_s_deadline_and_no_more()
    {
        _board.Boots.Add("RPi: BOOTLOADER release VERSION:1234\r\n");
        TargetDefinition target = _board.Target();
        Run(target with { Deadlines = target.Deadlines with { Kernel = TimeSpan.FromSeconds(0.3) } });
        Assert.Equal("kernel", Assert.Single(_outcome!.Observer.Limits).Name);
        Assert.Contains("loader", Events(EventKind.State).Select(logged => logged.Text("state")));
        Assert.False(_board.Relay.IsOn);
    }

    [Fact]
    public void A_relay_that_refuses_is_named()
    {
        _board.Relay.Refuses = true;
        Verdict verdict = Run(_board.Target());
        Assert.Equal(VerdictKind.Infrastructure, verdict.Kind);
        Assert.Contains("refuses set 0: error: fuse", verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_person_who_gives_up_leaves_the_board_off()
    {
        _board.Boots.Add(Banner);
        using CancellationTokenSource interrupt = new();
        _board.Relay.Switched += on =>
        {
            if (on)
            {
                interrupt.Cancel();
            }
        };
        Verdict verdict = Run(_board.Target(), interrupt.Token);
        Assert.Equal(VerdictKind.Infrastructure, verdict.Kind);
        Assert.Contains("interrupted", verdict.Reason, StringComparison.Ordinal);
        Assert.False(_board.Relay.IsOn);
    }

    [Fact]
    public void A_board_is_left_on_where_the_strategy_says_so()
    {
        _board.Boots.Add(Banner + ToyBoard.Document("boot", "banner"));
        Assert.Equal(VerdictKind.Pass, Run(_board.Target("{leave: on}")).Kind);
        Assert.True(_board.Relay.IsOn);
    }
}
