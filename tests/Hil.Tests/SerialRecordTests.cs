using System;
using System.IO;
using System.Linq;
using System.Text;
using RustKernel.Hil.Protocols;
using Xunit;

namespace RustKernel.Hil.Tests;

public class SerialRecordTests
{
    private static SerialRecord Read(string text, int chunk = int.MaxValue)
    {
        SerialRecord record = new();
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        for (int at = 0; at < bytes.Length; at += Math.Min(chunk, bytes.Length))
        {
            record.Feed(bytes.AsSpan(at, Math.Min(chunk, bytes.Length - at)), at);
        }

        return record;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(4096)]
    public void A_good_document_reads_the_same_in_any_chunks(int chunk)
    {
        SerialRecord record = Read(Document.Good().Text(), chunk);
        Assert.Empty(record.Problems);
        KtapDocument document = Assert.Single(record.Documents);
        Assert.Equal(
            ["boot.banner Ok", "boot.device_tree Skip", "lang.arrays Ok", "lang.switch Ok"],
            document.Tests.Select(test => $"{test.Suite}.{test.Name} {test.Outcome}"));
        Assert.Equal("no device tree", document.Tests[1].SkipReason);
        Assert.Equal(["lang.switch: all 12 cases"], document.Tests[3].Diagnostics);
        Assert.Equal(new KtapMetric("boot", "boot.instructions", "2100345", "instructions", 10200), Assert.Single(document.Metrics));
        Assert.Equal(new KtapTotals(4, 3, 0, 1, 2), document.Totals);
    }

    [Fact]
    public void The_example_of_the_protocol_description_reads_without_problems()
    {
        string text = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "PROTOCOL.md"));
        string example = text.Split("```")[1].TrimStart('\n');
        SerialRecord record = Read(example);
        Assert.Empty(record.Problems);
        Assert.True(Assert.Single(record.Documents).HasTrustedFailure);
    }

    [Theory]
    [InlineData("ok 1 stray\r\n", "has no check")]
    [InlineData("not ok\r\n", "has no check")]
    [InlineData("KTAP version 2\r\n", "version")]
    [InlineData("1..4\r\n", "outside")]
    [InlineData("garbage # t=1 s=1 c=0000\r\n", "no line of the protocol")]
    public void Anything_like_a_result_outside_a_document_is_a_problem(string text, string expected)
        => Assert.Contains(expected, Assert.Single(Read(text).Problems), StringComparison.Ordinal);

    [Fact]
    public void A_suite_that_is_ok_with_a_failing_test_is_a_problem()
    {
        Document document = new Document().Plain("KTAP version 1").Plain("1..1")
            .Plain("  KTAP version 1").Plain("  # Subtest: a").Plain("  1..1").Checked("  not ok 1 x").Checked("ok 1 a")
            .Checked("# done total=1 ok=0 notok=1 skip=0 suites=1");
        Assert.Contains("suite a says ok", Assert.Single(Read(document.Text()).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Kernel_time_that_falls_is_a_problem()
    {
        string early = "  ok 1 x # t=5 s=1", late = "ok 1 a # t=4 s=2";
        string text = "KTAP version 1\n1..1\n  KTAP version 1\n  # Subtest: a\n  1..1\n" + Check(early) + Check(late);
        Assert.Contains("time falls", Assert.Single(Read(text).Problems), StringComparison.Ordinal);

        static string Check(string line) => $"{line} c={Crc16.Compute(Encoding.UTF8.GetBytes(line)):x4}\n";
    }

    [Fact]
    public void A_suite_may_be_skipped_whole()
    {
        Document document = new Document()
            .Plain("KTAP version 1")
            .Plain("1..1")
            .Checked("ok 1 smp # SKIP one CPU")
            .Checked("# done total=0 ok=0 notok=0 skip=0 suites=1");
        SerialRecord record = Read(document.Text());
        Assert.Empty(record.Problems);
        Assert.Equal(KtapOutcome.Skip, Assert.Single(record.Documents[0].Suites).Outcome);
    }

    [Fact]
    public void Two_documents_with_ready_between_them_are_read_apart()
    {
        SerialRecord record = Read("# ready\r\n" + Document.Good().Text() + "# ready\r\n" + Document.Failing().Text() + "# ready\r\n");
        Assert.Empty(record.Problems);
        Assert.Equal(3, record.ReadyCount);
        Assert.Equal([false, true], record.Documents.Select(document => document.HasTrustedFailure));
    }

    [Fact]
    public void Stages_are_recognised_in_a_default_boot()
    {
        string text = string.Concat(BootStage.All.Select(stage => stage.Prefix + " …\r\n"));
        SerialRecord record = Read(text);
        Assert.Equal(BootStage.All, record.Stages.Select(reached => reached.Stage));
        Assert.Equal("TimerTicks", record.Position());
    }

    [Fact]
    public void A_panic_is_kept_with_its_lines_and_the_panic_within()
    {
        SerialRecord record = Read("PANIC: first\r\nELR 0x1\r\nPANIC: again: second\r\n# panic end\r\nbehind\r\n");
        PanicReport panic = Assert.Single(record.Panics);
        Assert.Equal("first", panic.Reason);
        Assert.Equal(["ELR 0x1"], panic.Lines);
        Assert.Equal(["second"], panic.Again);
        Assert.True(panic.IsEnded);
    }

    [Fact]
    public void A_panic_behind_a_line_that_was_cut_is_seen()
        => Assert.Equal("stack", Assert.Single(Read("  ok 1 banPANIC: stack\r\n").Panics).Reason);

    [Theory]
    [InlineData("rk> ", true, true)]
    [InlineData("\rrk> \e[K", true, true)]
    [InlineData("log\r\n\rrk> \e[K", true, true)]
    [InlineData("\rrk> he\e[K\rrk> \e[K\e[2D", true, true)]
    [InlineData("\rrk> \e[Khelp", true, false)]
    [InlineData("\rrk> \e[Khelp\r\nps  help\r\n", true, false)]
    [InlineData("rk>", false, false)]
    [InlineData("work> ", false, false)]
    [InlineData("# ready\r\n", false, true)]
    [InlineData("# ready\r\nrun boot\r\n", false, false)]
    public void A_prompt_is_seen_as_it_is_drawn(string text, bool isShell, bool waits)
    {
        SerialRecord record = new();
        foreach (byte one in Encoding.UTF8.GetBytes(text))
        {
            record.Feed([one], 7);
        }

        Assert.Equal((isShell, waits), (record.HasShell, record.AwaitsCommand));
        Assert.Equal(isShell, record.Stages.Any(reached => reached.Stage == BootStage.Shell));
    }

    [Fact]
    public void The_banner_again_is_a_restart_and_ends_the_open_document()
    {
        SerialRecord record = Read("RustKernel v0.1.0\r\nKTAP version 1\r\n1..1\r\nRustKernel v0.1.0\r\n");
        Assert.Equal(1, record.Restarts);
        Assert.Null(record.OpenDocument);
    }

    [Fact]
    public void An_unknown_suite_is_kept_with_the_known_ones()
        => Assert.Equal(
            new UnknownSuite("nosuch", "boot lang"),
            Assert.Single(Read("# unknown suite: nosuch (known: boot lang)\r\n").UnknownSuites));

    [Fact]
    public void A_line_without_end_takes_bounded_memory_and_is_a_problem()
    {
        SerialRecord record = Read(new string('x', 10 * LineSplitter.MaximumLineBytes) + "\n");
        Assert.Equal(LineSplitter.MaximumLineBytes, record.LastLine.Length);
        Assert.Single(record.Problems);
    }
}
