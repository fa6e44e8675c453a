using System;
using System.Linq;
using System.Text.Json.Nodes;
using RustKernel.Hil.Events;
using RustKernel.Hil.Verdicts;
using Xunit;

namespace RustKernel.Hil.Tests;

/// <summary>Panics wherever they begin, and requested ones.</summary>
public class PanicEvidenceTests
{
    private const string Block =
        "Build: 4c1d0a7be955\r\nException: synchronous, from the kernel, data abort: translation fault at level 0, on a read\r\nELR_EL1: "
            + "0xffffffff800033a0\r\nBacktrace:\r\n  #0 0xffffffff800033a0\r\n# panic end\r\n";

    private static Story Board(string words = "") => new Story().Add(EventKind.RunStart, new JsonObject
    {
        ["driver"] = "lab",
        ["suites"] = new JsonArray("boot", "lang"),
        ["expects"] = words.Length > 0 ? "panic" : "suites",
        ["cmdline"] = words,
    });

    private static Verdict Of(string text) => Board().Receives(text).Verdict();

    [Fact]
    public void A_panic_at_any_byte_of_the_document_fails_also_within_its_comments()
    {
        string good = Document.Good().Text();
        for (int cut = 0; cut <= good.Length; cut++)
        {
            Verdict verdict = Of(BootTranscript.Whole + good[..cut] + "PANIC: data abort\r\n" + Block);
            Assert.True(
                verdict.Kind == VerdictKind.Fail && verdict.Reason.StartsWith("panic: data abort", StringComparison.Ordinal),
                $"cut {cut}: {verdict.Word}: {verdict.Reason}");
        }
    }

    [Fact]
    public void A_panic_is_known_by_any_line_of_its_block()
    {
        string[] lines = ("PANIC: data abort\r\n" + Block).TrimEnd().Split("\r\n");
        foreach (string only in lines.Where(
            line => !line.StartsWith("Build", StringComparison.Ordinal) && !line.StartsWith("Exception", StringComparison.Ordinal)))
        {
            Assert.Equal(VerdictKind.Fail, Of(BootTranscript.Whole + Document.Good().Text() + only + "\r\n").Kind);
        }

        Assert.Equal(VerdictKind.Fail, Of(BootTranscript.Whole + Document.Good().Text() + "PANIC: stac").Kind);
        Assert.Equal(VerdictKind.Fail, Of(BootTranscript.Whole + Document.Good().Text() + "ANIC: stack\r\n").Kind);
    }

    [Theory]
    [InlineData("read", true)]
    [InlineData("write", false)]
    [InlineData("check", false)]
    [InlineData("vector4", true)] // synchronous
    [InlineData("vector5", false)] // IRQ
    [InlineData("null", false)]
    public void Only_the_class_asked_for_passes(string name, bool isRight)
    {
        Verdict verdict = Board($"panic={name} watch=4")
            .Receives(BootTranscript.Whole + "PANIC: unhandled exception\r\n" + Block)
            .Verdict();
        Assert.True(verdict.Kind == (isRight ? VerdictKind.Pass : VerdictKind.Fail), verdict.Reason);
        Assert.Contains(
            isRight ? "panicked as asked: unhandled exception" : $"asked for was a panic of class {name}",
            verdict.Reason,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_panic_before_the_command_line_is_obeyed_is_not_the_one_asked_for()
    {
        Verdict verdict = Board("panic=read").Receives(BootTranscript.First(7) + "PANIC: unhandled exception\r\n" + Block).Verdict();
        Assert.Equal(VerdictKind.Fail, verdict.Kind);
        Assert.Equal(
            VerdictKind.Fail,
            Board("panic=check").Receives(BootTranscript.First(7) + "PANIC: out of memory\r\n" + Block).Verdict().Kind);
    }

    [Fact]
    public void A_class_that_the_kernel_does_not_have_is_usage_and_those_it_has_are_listed()
    {
        Verdict verdict = Board("panic=nosuch")
            .Receives(BootTranscript.Whole + "Panic: unknown class nosuch (known: check index overflow)\r\nrk> ")
            .Verdict();
        Assert.Equal(VerdictKind.Usage, verdict.Kind);
        Assert.Contains("no class of panics nosuch (known: check index overflow)", verdict.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PANIC: unhandled exception\r\n")]
    [InlineData("PANIC: out of memory\r\n")]
    [InlineData("ANIC: out of memory\r\n")]
    [InlineData("")]
    [InlineData("PNC: out of mory\r\n")]
    public void A_second_panic_after_the_one_asked_for_is_no_pass_also_when_its_beginning_is_lost(string begin)
        => Assert.Equal(
            VerdictKind.Fail,
            Board("panic=read").Receives(
                BootTranscript.Whole + "PANIC: unhandled exception\r\n" + Block + begin + Block).Verdict().Kind);

    [Fact]
    public void Of_two_panics_the_one_that_was_not_asked_for_is_the_reason()
        => Assert.StartsWith(
            "panic: out of memory (after TimerTicks); it came after the panic that was asked for",
            Board("panic=read").Receives(
                BootTranscript.Whole + "PANIC: unhandled exception\r\n" + Block + "PANIC: out of memory\r\n" + Block).Verdict().Reason,
            System.StringComparison.Ordinal);

    [Fact]
    public void The_last_line_of_a_panic_twice_is_no_second_one()
        => Assert.Equal(
            VerdictKind.Pass,
            Board("panic=read").Receives(
                BootTranscript.Whole + "PANIC: unhandled exception\r\n" + Block + "# panic end\r\n").Verdict().Kind);

    [Fact]
    public void A_panic_that_was_asked_for_and_a_restart_after_it_is_no_pass()
        => Assert.Equal(
            VerdictKind.Fail,
            Board("panic=read").Receives(
                BootTranscript.Whole + "PANIC: unhandled exception\r\n" + Block + BootTranscript.Whole).Verdict().Kind);
}
