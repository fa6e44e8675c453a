using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using RustKernel.Hil.Events;
using RustKernel.Hil.Strategies;
using RustKernel.Hil.Strategies.Outside;
using RustKernel.Hil.Targets;
using RustKernel.Hil.Verdicts;
using RustKernel.Rig.Tests.Fakes;

namespace RustKernel.Rig.Tests;

/// <summary>Tests from outside on a toy board: judged by the rules of rk test, with patterns that match the text a person reads.</summary>
public sealed class OutsideJudgingTests : IDisposable
{
    private const string Boot =
        "RustKernel v0.1.0 - ARM64 Microkernel\r\nBuild: 0123456 protocol 1 board toy\r\nBoot: CPU primary core active "
            + "(Cortex-A72)\r\nBoot: Device tree parsed successfully\r\nInterrupt Test: Timer ticks: 6\r\n";
    private const string Panic = "PANIC: null pointer\r\n  #0 0xffffffff80001234\r\n# panic end\r\n";

    // Before a test with a deliberately short limit: by then the board's output has arrived, however busy the host.
    private const string Arrived = "name: arrived, expect: 'Timer ticks', within: 120";
    private readonly ToyBoard _board = new();
    private readonly List<string> _results = [];

    public void Dispose() => _board.Dispose();

    private Verdict Run(string said, params string[] tests) => RunSuite(said, "", tests);

    private Verdict RunSuite(string said, string keys, params string[] tests)
    {
        string suite = Path.Combine(_board.Folder, "suite.yaml");
        File.WriteAllText(suite, $"suite: x\n{keys}tests:\n{string.Concat(tests.Select(test => $"  - {{{test}}}\n"))}");
        _board.Boots.Clear();
        _board.Boots.Add(said);
        RunRequest request = new()
        {
            Target = _board.Target(),
            Root = "/",
            LogPath = Path.Combine(_board.Folder, "log.jsonl"),
            Verb = "outside"
        };
        return OutsideSuite.Load(suite).Run(
            request,
            (test, isOk, reason) => _results.Add(isOk ? "ok" : reason),
            CancellationToken.None).Verdict;
    }

    private static void Is(VerdictKind kind, string words, Verdict verdict)
    {
        Assert.True(kind == verdict.Kind, $"{verdict.Word}: {verdict.Reason}");
        Assert.Contains(words, verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sound_boot_passes_and_its_log_is_judged_alike()
    {
        Is(
            VerdictKind.Pass,
            "2 of 2 tests from outside ok",
            Run(Boot + "# ready\r\n", "name: banner, expect: '^RustKernel v\\d+'", "name: ready, expect: '^# ready$', within: 120"));
        RunObserver again = new();
        foreach (LogEvent logged in EventLogReader.Open(Path.Combine(_board.Folder, "log.jsonl")).Events())
        {
            again.Observe(logged);
        }

        Is(VerdictKind.Pass, "2 of 2", Judge.OfOutside(again));
    }

    [Theory]
    [InlineData(Boot + Panic + "# ready\r\n", "panic: null pointer")]
    [InlineData(Boot + "# ready\r\n" + Panic, "panic: null pointer")]
    [InlineData(Boot + "# reaPANIC: stack\r\n" + Boot + "# ready\r\n", "panic: stack")]
    [InlineData(Boot + Boot + Boot + "# ready\r\n", "started again by itself")]
    [InlineData(Boot + "# ready\r\n" + Boot, "started again by itself")]
    public void A_panic_or_a_restart_is_no_pass_wherever_it_comes(string said, string words)
        => Is(
            VerdictKind.Fail,
            words,
            Run(said, "name: banner, expect: '^RustKernel v\\d+'", "name: ready, expect: '^# ready', within: 120"));

    [Fact]
    public void What_is_expected_does_not_fail_and_a_word_that_is_none_is_refused()
    {
        Is(
            VerdictKind.Pass,
            "1 of 1",
            RunSuite(Boot + Boot + "# ready\r\n", "expects: [restart]\n", "name: ready, expect: '^# ready', within: 120"));
        Is(VerdictKind.Pass, "1 of 1", RunSuite(Boot + Panic, "expects: [panic]\n", "name: end, expect: '^# panic end', within: 120"));
        string message = Assert.Throws<ConfigurationException>(() => RunSuite(Boot, "expects: [reset]\n", "name: a, expect: b")).Message;
        Assert.Contains("panic, restart, gap, garbage, other-build, failed-test", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("# ready\r\n")]
    [InlineData("# ready\n")]
    [InlineData("# ready\r\r\n")]
    [InlineData("# ready\n\r")]
    [InlineData("# ready\rnext\r\n")]
    [InlineData("\e[1;32m# ready\e[0m\r\n")]
    [InlineData("# re\e[0mady\r\n")]
    [InlineData("\e[?2004h# ready\r\n")]
    [InlineData("\e]0;title\a# ready\e(B\r\n")]
    [InlineData("\r\e[K# ready\e[K\r\n")]
    [InlineData("\e]0;title\e\\# ready\r\n")]
    [InlineData("\u009b1m# ready\u009b0m\r\n")]
    [InlineData("\u009d0;title\u009c# ready\r\n")]
    [InlineData("\0\0# ready\0\r\n")]
    [InlineData("# rex\b \bady\r\n")]
    [InlineData("# rex\bady\r\n")]
    public void Lines_are_matched_as_a_person_sees_them(string line)
        => Is(VerdictKind.Pass, "", Run(Boot + line, "name: ready, expect: '^# ready$', within: 120"));

    [Theory]
    [InlineData("\r\n", @"# ready\r\n")]
    [InlineData("\n", @"# ready\r\n")]
    [InlineData("\r\n", @"^# ready\r$")]
    [InlineData("\\\r\n", @"# ready\\\r\n")]
    public void A_carriage_return_before_a_line_s_end_is_part_of_it_in_patterns_too(string end, string pattern)
        => Is(VerdictKind.Pass, "", Run(Boot + "# ready" + end, $"name: ready, expect: '{pattern}', within: 120"));

    [Fact]
    public void What_must_never_come_is_seen_at_a_line_s_end()
        => Is(
            VerdictKind.Fail,
            "which must never come",
            Run(Boot + "# ready\r\n", "name: ready, expect: '^# ready', never: 'ticks: 6$', within: 120"));

    [Fact]
    public void Raw_text_and_unfinished_lines_are_matched_when_asked_for()
    {
        Is(VerdictKind.Pass, "", Run(Boot + "\e[1m# ready\r\n", "name: raw, expect: '\\e\\[1m# ready\\r', raw: true, within: 120"));
        Is(VerdictKind.Pass, "", Run(Boot + "login: ", "name: prompt, expect: '^login: $', unfinished: true, within: 120"));
        Is(VerdictKind.Fail, "(unfinished: true)", Run(Boot + "login: ", Arrived, "name: prompt, expect: '^login: $', within: 0.5"));
        // Half a number does not match.
        Is(VerdictKind.Fail, "did not come", Run(Boot + "total=1", Arrived, "name: total, expect: 'total=\\d+', within: 0.5"));
        // Text after a match within its line does not begin a line.
        Is(
            VerdictKind.Fail,
            "test x.second failed",
            Run(Boot + "one two\r\n", "name: first, expect: 'one ', within: 120", "name: second, expect: '^two', within: 0.5"));
    }

    [Theory]
    [InlineData(@"^((\w+\s*:?)+)+!!$", "did not come within 1 s")]
    [InlineData(@"^(?=((\w+\s*:?)+)+!!$)", "takes longer than 2 s")]
    public void A_pattern_that_does_not_end_is_a_failed_test_with_the_reason(string pattern, string words)
        => Is(
            VerdictKind.Fail,
            words,
            Run(
                Boot + "words and words with everything in it and more words to try than one may\r\n",
                Arrived,
                $"name: slow, expect: '{pattern}', within: 1"));

    [Fact]
    public void A_machine_without_a_kernel_s_name_cannot_be_judged_but_one_that_is_no_kernel_can()
    {
        Is(
            VerdictKind.Infrastructure,
            "no \"Build:\" line",
            Run(
                Boot.Replace("Build: 0123456", "Build: ", StringComparison.Ordinal) + "# ready\r\n",
                "name: ready, expect: '^# ready', within: 120"));
        Is(VerdictKind.Pass, "", Run("SomeLoader> \r\n", "name: prompt, expect: 'Loader', within: 120"));
    }
}
