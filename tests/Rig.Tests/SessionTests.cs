using System;
using System.IO;
using System.Linq;
using System.Threading;
using RustKernel.Hil.Events;
using RustKernel.Hil.Strategies;
using RustKernel.Hil.Strategies.Outside;
using RustKernel.Rig.Tests.Fakes;

namespace RustKernel.Rig.Tests;

/// <summary>
/// A test's conversation with a board over a serial line that damages commands: what arrives is
/// what was sent, or it reports an error.
/// </summary>
public sealed class SessionTests : IDisposable
{
    private const string Booted =
        "RustKernel v0.1.0 - ARM64 Microkernel\r\nBuild: 0123456 protocol 1 board toy\r\nInterrupt Test: Timer ticks: 6\r\n";
    private readonly ToyBoard _board = new();

    public SessionTests()
    {
        _board.Boots.Add(Booted + "# ready\r\n");
        _board.Answers["run boot"] = ToyBoard.Document("boot", "banner") + "# ready\r\n";
        _board.Answers["run bot"] = "# unknown suite: bot (known: boot lang)\r\n# ready\r\n";
    }

    public void Dispose() => _board.Dispose();

    private TargetSession Boot()
        => TargetSession.Boot(
            new RunRequest
            {
                Target = _board.Target("{suites: serial}"),
                Root = "/",
                LogPath = Path.Combine(_board.Folder, "log.jsonl"),
                Verb = "outside",
            },
            CancellationToken.None);

    [Theory]
    [InlineData("nothing", 0)]
    [InlineData("first byte", 1)]
    [InlineData("doubled byte", 1)]
    [InlineData("a byte of the suite", 1)]
    [InlineData("whole line", 1)]
    public void Suites_run_although_the_first_command_was_damaged(string damage, int retries)
    {
        _board.Damage = (number, command) => number > 0 ? command : damage switch
        {
            "first byte" => command[1..],
            "doubled byte" => "r" + command,
            "a byte of the suite" => "run bot",
            "whole line" => null,
            _ => command,
        };
        using TargetSession session = Boot();
        for (int turn = 0; turn < 2; turn++)
        {
            Assert.Equal("banner", Assert.Single(session.RunSuites(Recording.Patience, "boot").Tests).Name);
        }

        session.Dispose();
        Assert.Equal(retries, EventLogReader.Open(session.LogPath).Events().Count(logged => logged.Kind == EventKind.Retry));
    }

    [Theory]
    [InlineData("ec!o one", "")]
    [InlineData("echo on!", "e")]
    [InlineData("!echo one", "")]
    public void A_shell_gets_its_command_although_a_letter_was_damaged_once(string letters, string instead)
    {
        _board.Boots[0] = Booted + "\r\nrk> ";
        int damaged = letters.IndexOf('!', StringComparison.Ordinal), typed = 0;
        // The letter at the mark is lost, doubled, or preceded by noise.
        _board.Editor = letter => typed++ == damaged ? instead + (instead.Length > 0 ? letter : "") : letter.ToString();
        _board.Answers["echo one"] = "one\r\n";
        using TargetSession session = Boot();
        session.WaitForShell(Recording.Patience);
        Assert.Equal("one\n", session.Shell("echo one", Recording.Patience));
        session.Dispose();
        Assert.Equal(["echo one"], _board.Heard);
        Assert.Single(EventLogReader.Open(session.LogPath).Events(), logged => logged.Kind == EventKind.Retry);
    }

    [Fact]
    public void Noise_before_the_prompt_is_passed_over()
    {
        _board.Boots[0] = Booted + "\u0003init: 3 services# ready\r\n";
        using TargetSession session = Boot();
        Assert.True(session.RunSuites(Recording.Patience, "boot").IsComplete);
    }

    [Fact]
    public void A_suite_that_the_kernel_does_not_have_is_asked_for_once_and_named()
    {
        _board.Answers["run song"] = "# unknown suite: song (known: boot)\r\n# ready\r\n";
        using TargetSession session = Boot();
        Assert.Contains(
            "the kernel has no suite song",
            Assert.Throws<ExpectationException>(() => session.RunSuites(Recording.Patience, "song")).Message,
            StringComparison.Ordinal);
        Assert.Equal(["run song"], _board.Heard);
    }
}
