// A farm's run as a separate process: rk test.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using RustKernel.Hil.Farm;
using RustKernel.Hil.Reports;
using RustKernel.Hil.Verdicts;

namespace RustKernel.Hil.Cli.Farm;

/// <summary>
/// Runs assignments as `rk test`, each in its own process. The process ends in order when the agent closes its input or dies. If it cannot
/// switch the board off, the board's guard does.
/// </summary>
/// <param name="prefix">What the farm's names of boards have before the targets'.</param>
/// <param name="times">The farm's times.</param>
/// <param name="program">What runs instead of rk; null for rk itself.</param>
internal sealed class ChildBoardRunner(string prefix, FarmTimes times, string? program) : IBoardRunner
{
    private const int MostReason = 2000;

    /// <inheritdoc/>
    public IBoardRun Start(Assignment assignment, string? image, string folder)
    {
        List<string> arguments =
        [
            "test", assignment.Board[prefix.Length..], "--suite", assignment.Suites, "--log", folder, "--history", "none",
            "--leash", times.StopStarting.TotalSeconds.ToString(CultureInfo.InvariantCulture),
        ];
        if (image is not null)
        {
            arguments.AddRange(["--image", image]);
        }

        if (assignment.TimeoutSeconds > 0)
        {
            arguments.AddRange(["--timeout", assignment.TimeoutSeconds.ToString(CultureInfo.InvariantCulture)]);
        }

        ProcessStartInfo start = new(program ?? Environment.ProcessPath!, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["RK_ROOT"] = Repository.Root;
        return new Child(Process.Start(start)!);
    }

    /// <inheritdoc/>
    public FinishReport Judge(Assignment assignment, string folder, RunEnding ending)
    {
        string? log = Directory.EnumerateFiles(folder, "*.jsonl").Order(StringComparer.Ordinal).FirstOrDefault();
        try
        {
            if (log is not null)
            {
                return Judge(assignment, RunReport.Load(log), ending);
            }
        }
        catch (InvalidDataException e)
        {
            ending = ending with { Text = $"{ending.Text}; {e.Message}" };
        }

        string reason = ending.Text.Length > 0 ? ending.Text : "the run ended without a log";
        return new FinishReport(
            assignment.Fence,
            ending.IsUsageError ? "usage" : "infrastructure",
            Shorten(reason),
            "",
            IsKernelFault: false,
            LogBytes: 0);
    }

    private static FinishReport Judge(Assignment assignment, RunReport report, RunEnding ending)
    {
        Verdict verdict = report.Verdict;
        bool isKernelFault = Verdicts.Judge.KernelFault(report.Run) is not null;
        if (report.IsCutOff && verdict.Kind == VerdictKind.Fail && !isKernelFault)
        {
            // Anything missing may be missing because the run was killed, so only the rig may be blamed.
            string cut = $"the run's log ends before its verdict: {verdict.Reason}";
            verdict = verdict with { Kind = VerdictKind.Infrastructure, Reason = cut };
        }

        // The cause says more than "interrupted".
        string reason = verdict.Kind == VerdictKind.Infrastructure && ending.Text.Length > 0
            ? $"{ending.Text} ({verdict.Reason})"
            : verdict.Reason;
        return new FinishReport(
            assignment.Fence,
            verdict.Word,
            Shorten(reason),
            verdict.Stage,
            isKernelFault,
            new FileInfo(report.LogPath).Length,
            PastRuns.RecordOf(RunHistory.Of(report)),
            PastRuns.DeedsOf(report));
    }

    private static string Shorten(string text) => text.Length > MostReason ? text[..MostReason] : text;

    private sealed class Child : IBoardRun
    {
        private readonly Process _process;

        public Child(Process process)
        {
            _process = process;
            process.OutputDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            Ended = WaitAsync();
        }

        public Task<RunEnding> Ended { get; }

        public void Renewed()
        {
            try
            {
                _process.StandardInput.BaseStream.WriteByte((byte)'.');
                _process.StandardInput.BaseStream.Flush();
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                // It has ended, or was asked to end.
            }
        }

        public void Stop()
        {
            try
            {
                _process.StandardInput.Close();
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                // It has ended, or was asked to end.
            }
        }

        // Not its children: one of them is the guard that switches the board off.
        public void Kill() => _process.Kill();

        public void Dispose() => _process.Dispose();

        private async Task<RunEnding> WaitAsync()
        {
            string errors = await _process.StandardError.ReadToEndAsync().ConfigureAwait(false);
            await _process.WaitForExitAsync().ConfigureAwait(false);
            string[] lines = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            return new RunEnding(
                _process.ExitCode == ExitStatus.Usage,
                lines.Length > 0 && _process.ExitCode is ExitStatus.Usage or ExitStatus.Infrastructure ? lines[^1] : "");
        }
    }
}
