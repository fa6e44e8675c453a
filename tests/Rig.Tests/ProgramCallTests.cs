using System;
using System.Diagnostics;
using System.IO;
using RustKernel.Hil.Programs;
using RustKernel.Rig.Tests.Fakes;

namespace RustKernel.Rig.Tests;

/// <summary>Called programs: their answers, and a limit on every wait for them.</summary>
public class ProgramCallTests
{
    private static readonly TimeSpan s_limit = Recording.Patience;

    private static ProgramAnswer Shell(string script, TimeSpan limit) => ProgramCall.Run("sh", ["-c", script], limit);

    [Fact]
    public void Status_output_and_errors_are_told_apart()
    {
        ProgramAnswer answer = Shell("echo out; echo first >&2; echo last >&2; exit 3", s_limit);
        Assert.Equal((3, "out\n", "first\nlast", "last"), (answer.ExitCode, answer.Text, answer.Errors, answer.LastError("none")));
        Assert.Equal("none", Shell("exit 1", s_limit).LastError("none"));
    }

    [Fact]
    public void More_than_a_pipe_holds_on_both_outputs_does_not_stop_it()
    {
        ProgramAnswer answer = Shell("head -c 1000000 /dev/zero >&2; head -c 1000000 /dev/zero", s_limit);
        Assert.Equal((0, 1_000_000), (answer.ExitCode, answer.Output.Length));
    }

    [Fact]
    public void It_gets_no_input() => Assert.Equal("0\n", Shell("wc -c", s_limit).Text);

    [Theory]
    [InlineData("exec sleep 1000")]
    [InlineData("sleep 1000; true")]
    [InlineData("exec >&- 2>&-; sleep 1000")]
    public void One_that_does_not_end_is_ended_and_named(string script)
    {
        // A generous deadline, not a measurement: the script would run for a quarter of an hour.
        Stopwatch clock = Stopwatch.StartNew();
        ProgramException e = Assert.Throws<ProgramException>(() => Shell(script, TimeSpan.FromSeconds(0.5)));
        Assert.Equal("sh did not end within 0.5 s and was ended", e.Message);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(300), $"{clock.Elapsed}");
    }

    [Fact]
    public void What_the_reader_throws_reaches_the_caller()
        => Assert.Throws<InvalidDataException>(
            () => ProgramCall.Run("echo", ["x"], s_limit, stream => throw new InvalidDataException("not this")));

    [Fact]
    public void A_missing_program_is_named()
        => Assert.StartsWith(
            "no-such-program cannot be run: ",
            Assert.Throws<ProgramException>(() => ProgramCall.Run("no-such-program", [], s_limit)).Message,
            StringComparison.Ordinal);
}
