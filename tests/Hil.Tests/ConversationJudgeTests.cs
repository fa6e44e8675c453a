using System;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using RustKernel.Hil.Events;
using RustKernel.Hil.Protocols;
using RustKernel.Hil.Verdicts;
using Xunit;

namespace RustKernel.Hil.Tests;

/// <summary>Kernels that take their suites from the serial line, and lines that damage the conversation.</summary>
public class ConversationJudgeTests
{
    private const string Banner = "RustKernel v0.1.0 - ARM64 Microkernel\r\nBuild: 0000000 protocol 1 board x\r\n# ready\r\n";

    private static Story Asked(string driver = "lab") => new Story("boot", "lang").Begin(driver, "test=wait", "boot", "lang");

    private static Story Sends(Story story, string command) => story.Add(EventKind.SerialSent, [], Encoding.ASCII.GetBytes(command + "\r"));

    [Theory]
    [InlineData("un boot,lang", VerdictKind.Infrastructure, "did not arrive as it was sent")]
    [InlineData("run boot,lang", VerdictKind.Fail, "the kernel does not know")]
    public void A_command_that_arrived_damaged_is_the_line_s_fault_one_that_arrived_whole_the_kernel_s(
        string read,
        VerdictKind kind,
        string words)
    {
        Verdict verdict = Sends(Asked().Receives(Banner), "run boot,lang")
            .Receives($"# unknown command: {read}\r\n# ready\r\n")
            .Passes("silence", "5 s")
            .Verdict();
        Assert.Equal(kind, verdict.Kind);
        Assert.Contains(words, verdict.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("interrupts are masked", verdict.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lab", VerdictKind.Infrastructure)]
    [InlineData("qemu", VerdictKind.Fail)]
    public void A_ready_kernel_that_never_answers_is_not_blamed_where_a_line_may_have_lost_the_question(string driver, VerdictKind kind)
    {
        Verdict verdict = Sends(Asked(driver).Receives(Banner), "run boot,lang").Passes("silence", "5 s").Verdict();
        Assert.Equal(kind, verdict.Kind);
        Assert.Contains("was not answered", verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kernel_that_hangs_after_its_command_began_is_still_blamed()
    {
        string half = Document.Good().Text();
        Verdict verdict = Sends(Asked().Receives(Banner), "run boot,lang")
            .Receives(half[..(half.Length / 2)])
            .Passes("silence", "5 s")
            .Verdict();
        Assert.Equal(VerdictKind.Fail, verdict.Kind);
    }

    [Fact]
    public void Refusals_of_a_command_that_was_sent_again_are_remarks_of_the_pass()
    {
        Story story = Sends(Asked().Receives(Banner), "run boot,lang").Receives("# unknown suite: bot (known: boot lang)\r\n# ready\r\n")
            .Add(EventKind.Retry, new JsonObject { ["what"] = "command", ["reason"] = "the kernel answered \"# unknown suite: bot\"" });
        Verdict verdict = Sends(story, "run boot,lang").Receives(Document.Good().Text()).Passes("none", "0 s").Observe() is { } run
            ? Judge.OfTest(run)
            : throw new InvalidOperationException();
        Assert.Contains(verdict.Evidence, line => line.Contains("# unknown suite: bot", StringComparison.Ordinal));
        Assert.Empty(story.Observe().Serial.UnknownSuites);
    }

    [Fact]
    public void Other_suites_than_those_sent_for_over_a_real_line_say_nothing_about_the_kernel()
    {
        string only = new Document().Plain("KTAP version 1").Plain("1..1").Plain("  KTAP version 1").Plain(
            "  # Subtest: boot").Plain("  1..1")
            .Checked("  ok 1 a").Checked("ok 1 boot").Checked("# done total=1 ok=1 notok=0 skip=0 suites=1").Text();
        Verdict verdict = Sends(Sends(Asked().Receives(Banner), "run boot,lang").Receives(only), "quit").Verdict();
        Assert.Equal(VerdictKind.Infrastructure, verdict.Kind);
        Assert.Contains("the command \"run boot,lang\" may have been damaged", verdict.Reason, StringComparison.Ordinal);
        Assert.Equal(VerdictKind.Fail, Sends(Asked("qemu").Receives(Banner), "run boot,lang").Receives(only).PowersOff().Verdict().Kind);
    }

    [Theory]
    [InlineData("\0# ready")]
    [InlineData("\u00fe# ready")]
    [InlineData("xyz# ready")]
    [InlineData("# re\u0001ady")]
    [InlineData("# ready\0")]
    [InlineData("watchdog: 5 s# ready")]
    public void The_prompt_is_known_with_noise_around_and_in_it(string line)
    {
        SerialRecord record = new();
        record.Feed(Encoding.Latin1.GetBytes(line + "\r\n"), 1);
        Assert.Equal(1, record.ReadyCount);
        Assert.True(record.AwaitsCommand);
    }

    [Theory]
    [InlineData("# readiness")]
    [InlineData("# ready?")]
    [InlineData("ready")]
    public void Other_lines_are_no_prompt(string line)
    {
        SerialRecord record = new();
        record.Feed(Encoding.ASCII.GetBytes(line + "\r\n"), 1);
        Assert.Equal(0, record.ReadyCount);
    }

    [Fact]
    public void What_a_test_quotes_is_no_answer()
    {
        SerialRecord record = new();
        string text = Document
            .Good()
            .Text()
            .Replace("# lang.switch: all 12 cases", "# lang.switch: # unknown command: x", StringComparison.Ordinal);
        record.Feed(Encoding.ASCII.GetBytes(text), 1);
        Assert.Empty(record.UnknownCommands);
        Assert.Contains(record.Documents.Single().Tests, test => test.Diagnostics.Count > 0);
    }
}
