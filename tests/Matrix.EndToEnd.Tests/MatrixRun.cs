// Boots one row through the rig and compares the verdict with the row's purpose.

using System;
using System.IO;
using System.Security.Cryptography;
using System.Threading;
using RustKernel.EndToEnd.Tests;
using RustKernel.Hil.Strategies;
using RustKernel.Hil.Targets;
using Xunit;

namespace RustKernel.Matrix.EndToEnd.Tests;

/// <summary>Suites boot, memory, interrupts, timer, smp with several CPUs, and block with a card.</summary>
public static class MatrixRun
{
    private const string Single = "boot,memory,interrupts,timer";
    private const string Several = Single + ",smp";

    /// <summary>
    /// Runs <paramref name="row"/>, adds it to <paramref name="table"/>, and fails if it did not
    /// pass or did not show its purpose.
    /// </summary>
    public static void Check(MatrixRow row, MatrixTable table)
    {
        string hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(MatrixMachine.Image)));
        Assert.True(hash == table.Hash, "artifacts/Image was built anew while the matrix ran");
        using TemporaryFolder folder = new();
        RunOutcome outcome = Boot(row, (row.Cpus > 1 ? Several : Single) + (row.CardBytes > 0 ? ",block" : ""), folder);
        table.Add(MatrixResult.Of(row, outcome));
        string console = EventLog.Console(outcome.LogPath);
        Assert.True(
            outcome.Verdict.ExitCode == 0,
            $"{row}: {outcome.Verdict.Word}: {outcome.Verdict.Reason}\n{string.Join('\n', outcome.Verdict.Evidence)}\n{console}");
        Assert.True(row.IsShownBy(console), $"{row}: \"{row.Shows}\" or the right number of CPUs is missing in:\n{console}");
        Assert.DoesNotContain("✗", console, StringComparison.Ordinal);
    }

    /// <summary>One boot of <paramref name="row"/> with <paramref name="suites"/>.</summary>
    public static RunOutcome Boot(MatrixRow row, string suites, TemporaryFolder folder)
    {
        TargetDefinition target = new MatrixMachine(folder).Target(row, "test=" + suites);
        RunRequest request = new()
        {
            Target = target,
            Root = MatrixMachine.Root,
            LogPath = folder.File("run.jsonl"),
            Suites = suites.Split(','),
            Verb = "test"
        };
        return TestRun.Execute(request, progress: null, CancellationToken.None);
    }
}
