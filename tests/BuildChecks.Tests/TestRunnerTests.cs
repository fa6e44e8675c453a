// test.sh: whatever happens, the last line counts it and the exit status matches.

using System;
using System.IO;
using System.Linq;
using Xunit;

namespace RustKernel.BuildChecks.Tests;

public sealed class TestRunnerTests
{
    private const string Passing = "write 3 3 3; exit 0";

    [Theory]
    [InlineData(Passing, 0, "3 passed, 0 failed, 0 skipped")]
    [InlineData("write 5 4 3; exit 1", 1, "3 passed, 1 failed, 1 skipped")]
    [InlineData("write 3 3 3; exit 1", 1, "3 passed, 1 failed, 0 skipped")]
    [InlineData("exit 1", 1, "0 passed, 1 failed, 0 skipped")]
    [InlineData("write 0 0 0; exit 0", 1, "0 passed, 0 failed, 0 skipped")]
    public void Last_line_counts_what_the_test_process_did(string testProcess, int status, string lastLine)
    {
        using Workshop workshop = Copy(testProcess, build: "exit 0");
        var (actual, output) = RunTests(workshop, "host");
        Assert.Equal((status, lastLine), (actual, LastLine(output)));
    }

    [Fact]
    public void A_build_that_fails_counts_as_a_failure_and_runs_nothing()
    {
        using Workshop workshop = Copy(Passing, build: "echo broken; exit 1");
        var (status, output) = RunTests(workshop, "host");
        Assert.Equal((1, "0 passed, 1 failed, 0 skipped"), (status, LastLine(output)));
    }

    [Fact]
    public void Each_failure_is_named_in_front_of_the_last_line()
    {
        // The output of .NET's logger, with a passing test and two that fail.
        const string results =
            """
            <UnitTestResult testName="T.Good(text: &quot;a&quot;)" outcome="Passed" />
            <UnitTestResult testName="T.Bad(text: &quot;a &amp; b&quot;)" outcome="Failed">
              <Output>
                <ErrorInfo>
                  <Message>Assert.Equal() Failure: &lt;1&gt;
            Expected: 1</Message>
                </ErrorInfo>
              </Output>
            </UnitTestResult>
            <UnitTestResult testName="T.Mute" outcome="Failed" />
            """;
        using Workshop workshop = Copy($"write 3 3 1; cat \"$WORKSHOP/results\" >> \"$trx\"; exit 1", build: "exit 0");
        workshop.Write("results", results);
        var (status, output) = RunTests(workshop, "host");
        Assert.Equal(1, status);
        Assert.Equal(
            ["failed: T.Bad(text: \"a & b\"): Assert.Equal() Failure: <1>", "failed: T.Mute", "1 passed, 2 failed, 0 skipped"],
            output.TrimEnd('\n').Split('\n')[^3..]);
    }

    [Theory]
    [InlineData("test", "write 2 2 2; exit 0", 0, "unsteady, passed alone", "9 passed, 0 failed, 0 skipped")]
    [InlineData("test", "write 2 2 1; exit 1", 1, "failed", "7 passed, 2 failed, 0 skipped")]
    [InlineData("test", "write 0 0 0; exit 0", 1, "failed", "7 passed, 2 failed, 0 skipped")]
    [InlineData("hil", "write 2 2 2; exit 0", 1, "failed", "7 passed, 2 failed, 0 skipped")]
    public void A_test_that_failed_is_run_once_more_alone(string run, string again, int expected, string word, string lastLine)
    {
        using Workshop workshop = CopyThatRepeats(Failed("T.Slow(row: 1)", "late") + Failed("T.Slow(row: 2)", "late"), "T.Slow", again);
        var (status, output) = RunTests(workshop, run == "test" ? ["host"] : ["--run", run, "host"]);
        Assert.Equal(expected, status);
        Assert.Equal(
            [$"{word}: T.Slow(row: 1): late", $"{word}: T.Slow(row: 2): late", lastLine],
            output.TrimEnd('\n').Split('\n')[^3..]);
    }

    [Fact]
    public void More_than_two_failed_tests_are_not_run_again()
    {
        string results = string.Concat(new[] { "T.A", "T.B", "T.C" }.Select(name => Failed(name, "wrong")));
        using Workshop workshop = CopyThatRepeats(results, "T.A", "write 1 1 1; exit 0");
        var (status, output) = RunTests(workshop, "host");
        Assert.Equal((1, "7 passed, 2 failed, 0 skipped"), (status, LastLine(output)));
        Assert.Single(workshop.Read("calls").Split('\n'), call => call.Contains("--filter", StringComparison.Ordinal));
    }

    private static string Failed(string name, string message) =>
        $"""
        <UnitTestResult testName="{name}" outcome="Failed">
          <Output><ErrorInfo>
            <Message>{message}</Message>
          </ErrorInfo></Output>
        </UnitTestResult>

        """;

    // Nine tests, of which those of RESULTS fail; run alone, METHOD gives AGAIN.
    private static Workshop CopyThatRepeats(string results, string method, string again)
    {
        Workshop workshop = Copy(
            $"case \"$*\" in *FullyQualifiedName={method}\\ *) {again};; esac; write 9 9 7; cat \"$WORKSHOP/results\" >> \"$trx\"; exit 1",
            build: "exit 0");
        workshop.Write("results", results);
        workshop.Write("tests/Other.Tests/Tests.cs", "[Trait(\"Run\", \"hil\")]");
        return workshop;
    }

    [Fact]
    public void Part_or_project_chooses_assemblies()
    {
        using Workshop workshop = Copy(Passing, build: "exit 0");
        Assert.Equal(0, RunTests(workshop, "e2e").Status);
        Assert.Contains("EndToEnd.Tests.dll", workshop.Read("calls"), StringComparison.Ordinal);
        Assert.DoesNotContain("Other.Tests.dll", workshop.Read("calls"), StringComparison.Ordinal);

        workshop.Write("calls", "");
        Assert.Equal(0, RunTests(workshop, "mutations").Status);
        Assert.Contains("Mutations.dll", workshop.Read("calls"), StringComparison.Ordinal);
        Assert.DoesNotContain("Tests.dll", workshop.Read("calls"), StringComparison.Ordinal);

        workshop.Write("calls", "");
        Assert.Equal(0, RunTests(workshop, "Other").Status);
        Assert.Contains("Other.Tests.dll", workshop.Read("calls"), StringComparison.Ordinal);

        var (status, output) = RunTests(workshop, "nonsense");
        Assert.Equal(2, status);
        Assert.Contains("no part and no test project called 'nonsense'", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failing_step_counts_as_a_failure()
    {
        using Workshop workshop = Copy(Passing, build: "exit 0");
        workshop.Write("bsp/Build/scripts/format.sh", "#!/bin/sh\nexit 1\n");
        var (status, output) = RunTests(workshop, "host", "format");
        Assert.Equal((1, "3 passed, 1 failed, 0 skipped"), (status, LastLine(output)));
    }

    [Theory]
    [InlineData("test", "10 passed, 0 failed, 0 skipped")]
    [InlineData("hil", "3 passed, 1 failed, 0 skipped")]
    public void The_second_Image_is_made_by_the_nightly_run(string run, string lastLine)
    {
        using Workshop workshop = Copy(Passing, build: "exit 0");
        workshop.Write("bsp/Build/scripts/reproducible.sh", "#!/bin/sh\nexit 1\n");
        workshop.Write("bsp/Build/scripts/format.sh", "#!/bin/sh\nexit 0\n");
        workshop.Write("tests/Other.Tests/Tests.cs", "[Trait(\"Run\", \"hil\")]");
        Assert.Equal(lastLine, LastLine(RunTests(workshop, run == "test" ? [] : ["--run", run]).Output));
    }

    [Fact]
    public void A_project_outside_the_solution_is_left_out_of_make_test_and_built_for_make_hil()
    {
        using Workshop workshop = Copy(Passing, build: "exit 0");
        workshop.Write("RustKernel.sln", "Other.Tests.csproj EndToEnd.Tests.csproj Mutations.csproj");
        workshop.Write("tests/Aside.Tests/Aside.Tests.csproj", "");
        workshop.Write("tests/Aside.Tests/Tests.cs", "[Trait(\"Run\", \"hil\")]");
        Assert.Equal(0, RunTests(workshop, "host").Status);
        Assert.DoesNotContain("Aside", workshop.Read("calls"), StringComparison.Ordinal);
        Assert.Equal(0, RunTests(workshop, "--run", "hil", "host").Status);
        string calls = workshop.Read("calls");
        Assert.Contains("build tests/Aside.Tests", calls, StringComparison.Ordinal);
        Assert.Contains("Aside.Tests.dll", calls, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_that_cannot_be_fetched_counts_as_a_failure_and_the_tests_run_all_the_same()
    {
        using Workshop workshop = Copy(Passing, build: "exit 0");
        workshop.Write("bsp/Build/scripts/fetch.sh", "#!/bin/sh\necho no network\nexit 2\n");
        var (status, output) = RunTests(workshop, "host");
        Assert.Equal((1, "3 passed, 1 failed, 0 skipped"), (status, LastLine(output)));
        Assert.Contains("no network", output, StringComparison.Ordinal);
    }

    // The scripts in a repository of two empty test projects, with a stand-in for dotnet.
    private static Workshop Copy(string testProcess, string build)
    {
        var workshop = new Workshop();
        foreach (string script in Directory.EnumerateFiles(Repository.PathOf("bsp/Build/scripts")))
        {
            string copy = workshop.PathOf("bsp/Build/scripts/" + Path.GetFileName(script));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(script, copy);
        }

        foreach (string group in new[] { "", "debug.", "lab.", "cross.", "tests.", "hil." })
        {
            workshop.Write($"bsp/Build/tools.{group}tsv", "name\tcommand\tversion regex\tminimum\tdebian package\twhy\n");
        }

        workshop.Write("bsp/Build/scripts/fetch.sh", "#!/bin/sh\nexit 0\n");
        workshop.Write("tests/Other.Tests/Other.Tests.csproj", "");
        workshop.Write("tests/EndToEnd.Tests/EndToEnd.Tests.csproj", "");
        workshop.Write("tests/Mutations/Mutations.csproj", "");
        workshop.WriteProgram("dotnet",
            $$"""
            echo "$*" >> "$WORKSHOP/calls"
            [ "$1" != build ] || { {{build}}; }
            for word; do case $word in trx*) trx=${word#*LogFileName=};; esac; done
            write() { echo "    <Counters total=\"$1\" executed=\"$2\" passed=\"$3\" failed=\"$(($2 - $3))\" />" > "$trx"; }
            {{testProcess}}
            """);
        return workshop;
    }

    private static (int Status, string Output) RunTests(Workshop workshop, params string[] parts) =>
        workshop.Run(workshop.PathOf("bsp/Build/scripts/test.sh"), parts);

    private static string LastLine(string output) => output.TrimEnd('\n').Split('\n').Last();
}
