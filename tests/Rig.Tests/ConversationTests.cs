using System;
using System.IO;
using System.Linq;
using System.Threading;
using RustKernel.Hil.Events;
using RustKernel.Hil.Strategies;
using RustKernel.Hil.Verdicts;
using RustKernel.Rig.Tests.Fakes;

namespace RustKernel.Rig.Tests;

/// <summary>A board that is asked for its suites over a serial line that damages both directions.</summary>
public sealed class ConversationTests : IDisposable
{
    private const string Banner = "RustKernel v0.1.0 - ARM64 Microkernel\r\nBuild: 0123456 protocol 1 board toy\r\n";
    private const string Booted = "Interrupt Test: Timer ticks: 6\r\n";
    private readonly ToyBoard _board = new();
    private RunOutcome? _outcome;

    public ConversationTests()
    {
        _board.Boots.Add(Banner + "# ready\r\n");
        _board.Answers["run boot"] = ToyBoard.Document("boot", "banner") + "# ready\r\n";
        _board.Answers["quit"] = "";
    }

    public void Dispose() => _board.Dispose();

    // The rig repeats a command after a tenth of this without an answer: a board that answers has that long, a deaf one costs ten times
    // as long.
    private Verdict Run(double silence = 30)
    {
        RunRequest request = new()
        {
            Target = _board.Target("{suites: serial}", silence: silence),
            Root = "/",
            LogPath = Path.Combine(_board.Folder, "log.jsonl"),
            Suites = ["boot"],
            Verb = "test",
        };
        _outcome = TestRun.Execute(request, null, CancellationToken.None);
        return _outcome.Verdict;
    }

    private int Retries() => EventLogReader.Open(_outcome!.LogPath).Events().Count(logged => logged.Kind == EventKind.Retry);

    [Theory]
    [InlineData("first byte")]
    [InlineData("last byte")]
    [InlineData("a byte of the suite")]
    [InlineData("doubled byte")]
    [InlineData("whole line")]
    public void A_command_that_was_damaged_is_sent_again(string damage)
    {
        _board.Answers["run bot"] = "# unknown suite: bot (known: boot lang)\r\n# ready\r\n";
        _board.Damage = (number, command) => number > 1 ? command : damage switch
        {
            "first byte" => command[1..],
            "last byte" => command[..^2],
            "a byte of the suite" => "run bot",
            "doubled byte" => "r" + command,
            _ => null,
        };
        Verdict verdict = Run();
        Assert.True(verdict.Kind == VerdictKind.Pass, verdict.Reason);
        Assert.InRange(Retries(), 2, 4);
        Assert.Contains(verdict.Evidence, line => line.Contains("\"run boot\" was sent again: ", StringComparison.Ordinal));
        Assert.Equal("run boot", _board.Heard.First(heard => _board.Answers.ContainsKey(heard) && heard != "run bot"));
    }

    [Theory]
    [InlineData("\0# ready\r\n")]
    [InlineData("\u0003\u0002# ready\r\n")]
    [InlineData("init: 3 services# ready\r\n")]
    [InlineData("# re\u0001ady\r\n")]
    public void Noise_around_the_prompt_is_no_silence(string prompt)
    {
        _board.Boots[0] = Banner + prompt;
        Verdict verdict = Run();
        Assert.True(verdict.Kind == VerdictKind.Pass, verdict.Reason);
        Assert.Equal(0, Retries());
    }

    [Fact]
    public void A_prompt_that_was_lost_is_done_without()
    {
        _board.Boots[0] = Banner + Booted + "# eady\r\n";
        Verdict verdict = Run();
        Assert.True(verdict.Kind == VerdictKind.Pass, verdict.Reason);
    }

    [Fact]
    public void A_refusal_that_was_damaged_itself_counts_by_the_prompt_behind_it()
    {
        _board.Answers["un boot"] = "# unnown omman\r\n# ready\r\n";
        _board.Damage = (number, command) => number == 0 ? command[1..] : command;
        Verdict verdict = Run();
        Assert.True(verdict.Kind == VerdictKind.Pass, verdict.Reason);
        Assert.Equal(1, Retries());
    }

    [Fact]
    public void A_line_that_damages_every_command_is_given_up_with_what_the_kernel_answered()
    {
        _board.Damage = (_, command) => command[1..];
        Verdict verdict = Run();
        Assert.Equal(VerdictKind.Infrastructure, verdict.Kind);
        Assert.Contains("# unknown command: un boot", verdict.Reason, StringComparison.Ordinal);
        Assert.Equal(5, _board.Heard.Count);
    }

    [Fact]
    public void A_line_that_carries_nothing_to_the_board_is_not_the_kernel_s_fault()
    {
        _board.Boots[0] = Banner + Booted + "# ready\r\n";
        _board.Damage = (_, _) => null;
        Verdict verdict = Run(silence: 3);
        Assert.Equal(VerdictKind.Infrastructure, verdict.Kind);
        Assert.Contains("was not answered", verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_suite_that_the_kernel_really_does_not_have_is_asked_for_once()
    {
        _board.Answers["run boot"] = "# unknown suite: boot (known: lang)\r\n# ready\r\n";
        Assert.Equal(VerdictKind.Usage, Run().Kind);
        Assert.Equal(["run boot"], _board.Heard);
    }
}
