using System;
using System.Linq;
using System.Text.Json.Nodes;
using RustKernel.Hil.Events;
using RustKernel.Hil.Verdicts;
using Xunit;

namespace RustKernel.Hil.Tests;

public class JudgeTests
{
    private const string Banner = "RustKernel v0.1.0 - ARM64 Microkernel\r\n";

    private static void Is(Verdict verdict, VerdictKind kind, string reason)
    {
        Assert.Equal(kind, verdict.Kind);
        Assert.Contains(reason, verdict.Reason, StringComparison.Ordinal);
    }

    private static Story Kill(Story story) => story.Add(EventKind.ProcessExit, new JsonObject { ["name"] = "qemu", ["signal"] = 9 });

    [Theory]
    [InlineData(VerdictKind.Pass, 0)]
    [InlineData(VerdictKind.Fail, 1)]
    [InlineData(VerdictKind.Flaky, 1)]
    [InlineData(VerdictKind.Usage, 2)]
    [InlineData(VerdictKind.Infrastructure, 3)]
    public void Exit_statuses_are_those_of_the_contract(VerdictKind kind, int status)
        => Assert.Equal(status, new Verdict(kind, "", "", []).ExitCode);

    [Fact]
    public void A_good_document_and_power_off_pass()
        => Is(
            new Story("boot", "lang").Receives(Document.Good().Bytes()).PowersOff().Verdict(),
            VerdictKind.Pass,
            "3 of 4 tests ok, 1 skipped in 2 suites");

    [Fact]
    public void All_asks_for_no_particular_suite()
        => Is(new Story("all").Receives(Document.Good().Bytes()).PowersOff().Verdict(), VerdictKind.Pass, "3 of 4");

    [Fact]
    public void A_failing_test_fails_and_is_named_with_its_reason()
        => Is(
            new Story("boot", "lang").Receives(Document.Failing().Bytes()).PowersOff().Verdict(),
            VerdictKind.Fail,
            "test lang.switch failed: expected 3, was 4");

    [Fact]
    public void A_failing_test_outranks_an_emulator_killed_later()
        => Is(Kill(new Story("boot", "lang").Receives(Document.Failing().Bytes())).Verdict(), VerdictKind.Fail, "lang.switch");

    [Fact]
    public void An_emulator_killed_after_a_good_document_is_infrastructure()
        => Is(
            Kill(new Story("boot", "lang").Receives(Document.Good().Bytes())).Verdict(),
            VerdictKind.Infrastructure,
            "killed by signal 9");

    [Fact]
    public void An_emulator_that_ends_without_the_machine_switching_off_is_infrastructure()
        => Is(
            new Story("boot").Receives(Banner)
                .Add(EventKind.ProcessOutput, new JsonObject { ["text"] = "terminating on signal 15" })
                .Add(EventKind.ProcessExit, new JsonObject { ["name"] = "qemu", ["code"] = 0 }).Verdict(),
            VerdictKind.Infrastructure,
            "terminating on signal 15");

    [Fact]
    public void A_failing_test_with_a_right_check_fails_whatever_is_damaged_around_it_and_one_with_a_wrong_check_says_nothing()
    {
        string text = Document.Failing().Text();
        Is(new Story("boot", "lang").Receives("ok 1 stray\r\n" + text).PowersOff().Verdict(), VerdictKind.Fail, "lang.switch");
        Is(new Story("boot", "lang").Receives(text + "ok 1 stray\r\n").PowersOff().Verdict(), VerdictKind.Fail, "lang.switch");
        Is(
            new Story("boot", "lang").Receives(text[text.IndexOf("  # Subtest: lang", StringComparison.Ordinal)..]).PowersOff().Verdict(),
            VerdictKind.Fail,
            "test switch failed");
        string onlyTotals = string.Join("\r\n", text.Split("\r\n").Where(line => !line.Contains("not ok", StringComparison.Ordinal)));
        Is(new Story("boot", "lang").Receives(onlyTotals).PowersOff().Verdict(), VerdictKind.Fail, "1 tests failed, as \"# done\" counts");
        string wrong = text
            .Replace("not ok 2", "not ok 3", StringComparison.Ordinal)
            .Replace("notok=1", "notok=9", StringComparison.Ordinal);
        Is(new Story("boot", "lang").Receives(wrong).PowersOff().Verdict(), VerdictKind.Infrastructure, "its CRC is");
    }

    [Fact]
    public void A_silent_living_machine_fails_in_an_emulator_and_is_infrastructure_on_a_board()
    {
        Is(new Story("boot").Passes("first-byte", "10 s").Verdict(), VerdictKind.Fail, "no bytes within 10 s");
        Story board = new Story("boot").Add(
            EventKind.RunStart,
            new JsonObject { ["driver"] = "serial", ["suites"] = new JsonArray("boot") });
        Is(board.Passes("first-byte", "10 s").Verdict(), VerdictKind.Infrastructure, "no bytes");
    }

    [Fact]
    public void Silence_and_time_name_the_stage()
    {
        Is(
            new Story("boot").Receives(Banner).Passes("silence", "30 s").Verdict(),
            VerdictKind.Fail,
            "stopped after Banner: silent for 30 s");
        Is(
            new Story("boot").Receives(Banner + "tick\r\ntick\r\ntick\r\n").Passes("total", "60 s").Verdict(),
            VerdictKind.Fail,
            "it repeats \"tick\" (3 times)");
    }

    [Theory]
    [InlineData("Boot: Device tree parsed successfully\r\n", "DeviceTree")]
    [InlineData("", "# done")]
    public void A_reset_names_the_last_stage_before_it_in_whatever_order_its_event_and_the_console_come(string first, string stage)
    {
        string begin = Banner + (first.Length > 0 ? first : Document.Good().Text());
        JsonObject Reset() => new() { ["event"] = "RESET", ["detail"] = new JsonObject { ["guest"] = true, ["reason"] = "guest-reset" } };
        string again = Banner + "Boot: Heap allocator initialized\r\n";
        Story[] orders =
        [
            new Story("boot", "lang").Receives(begin).Add(EventKind.Emulator, Reset()),
            new Story("boot", "lang").Add(EventKind.Emulator, Reset()).Receives(begin),
            new Story("boot", "lang").Receives(begin).Add(EventKind.Emulator, Reset()).Receives(again),
            new Story("boot", "lang").Receives(begin + again).Add(EventKind.Emulator, Reset()).Receives(again),
        ];
        Assert.All(orders, order =>
        {
            Is(order.Verdict(), VerdictKind.Fail, $"the machine reset itself, last stage: {stage}");
            Assert.Equal(stage, order.Verdict().Stage);
        });
    }

    [Fact]
    public void A_panic_fails_even_after_a_good_document()
        => Is(
            new Story("boot", "lang").Receives(Document.Good().Text() + "PANIC: late\r\n# panic end\r\n").PowersOff().Verdict(),
            VerdictKind.Fail,
            "panic: late (after # done)");

    [Fact]
    public void An_unknown_suite_is_usage_only_when_it_was_asked_for()
    {
        Is(
            new Story("nosuch").Receives("# unknown suite: nosuch (known: boot)\r\n").PowersOff().Verdict(),
            VerdictKind.Usage,
            "it has: boot");
        Is(
            new Story("boot").Receives("# unknown suite: bot (known: boot)\r\n").PowersOff().Verdict(),
            VerdictKind.Infrastructure,
            "which this run did not ask for");
    }

    [Fact]
    public void A_suite_that_did_not_run_fails()
        => Is(
            new Story("boot", "lang", "memory").Receives(Document.Good().Text()).PowersOff().Verdict(),
            VerdictKind.Fail,
            "the kernel ran boot, lang");

    [Fact]
    public void Two_documents_for_one_request_are_no_pass()
        => Is(
            new Story("boot", "lang").Receives(Document.Good().Text() + Document.Good().Text()).PowersOff().Verdict(),
            VerdictKind.Infrastructure,
            "2 test documents");

    [Fact]
    public void An_interrupted_run_is_infrastructure()
        => Is(
            new Story("boot")
                .Receives(Banner)
                .Add(EventKind.Interrupt, new JsonObject { ["reason"] = "the tool was asked to stop" })
                .Verdict(),
            VerdictKind.Infrastructure,
            "interrupted");

    [Fact]
    public void Repeated_runs_that_pass_sometimes_are_flaky_and_failures_outrank_the_rig()
    {
        Verdict pass = new(
            VerdictKind.Pass,
            "p",
            "",
            []), fail = new(VerdictKind.Fail, "f", "", []), rig = new(VerdictKind.Infrastructure, "i", "", []);
        Is(Judge.OfSeries([pass, pass]), VerdictKind.Pass, "2 of 2");
        Is(Judge.OfSeries([pass, fail, pass]), VerdictKind.Flaky, "2 of 3 runs passed, 1 failed");
        Is(Judge.OfSeries([fail, fail]), VerdictKind.Fail, "0 of 2");
        Is(Judge.OfSeries([pass, rig]), VerdictKind.Infrastructure, "1 could not be judged");
        Is(Judge.OfSeries([rig, fail]), VerdictKind.Fail, "first: f");
    }
}
