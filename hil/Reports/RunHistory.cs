// What the history keeps of a run.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RustKernel.Hil.History;
using RustKernel.Hil.Protocols;
using RustKernel.Hil.Verdicts;

namespace RustKernel.Hil.Reports;

/// <summary>Extracts from a run's report what the history keeps.</summary>
public static class RunHistory
{
    private const string HashSuffix = ".sha256";

    /// <summary>The record of <paramref name="run"/>.</summary>
    public static HistoricRun Of(RunReport run)
    {
        KtapResult[] tests = [.. run.Run.Serial.Documents.SelectMany(document => document.Tests)];
        return new HistoricRun
        {
            Started = run.Started,
            Target = run.Run.Target,
            Board = run.Board,
            Verb = run.Run.Verb,
            Suites = string.Join(',', run.Run.Suites),
            Verdict = run.Verdict.Word,
            Reason = run.Verdict.Reason,
            Stage = run.Verdict.Stage,
            Build = run.Environment.TryGetValue("image.build", out string? build) ? build : "",
            Seconds = run.Duration.TotalSeconds,
            Log = run.LogPath,
            Host = run.Environment.TryGetValue("host", out string? host) ? host : "",
            Ok = tests.Count(test => test.Outcome == KtapOutcome.Ok),
            NotOk = tests.Count(test => test.Outcome == KtapOutcome.NotOk),
            Skipped = tests.Count(test => test.Outcome == KtapOutcome.Skip),
            FailedTests = [.. tests
                .Where(test => test.Outcome == KtapOutcome.NotOk)
                .Select(test => $"{test.Suite}.{test.Name}")
                .Distinct()],
            ImageSha256 = run.Environment.TryGetValue("image.sha256", out string? sha256) ? sha256 : "",
            SuiteTests = SuiteTests(run),
            Metrics = [.. Metrics(run).DistinctBy(metric => metric.Name)],
            Artifacts = [.. run.Environment
                .Where(fact => fact.Key.EndsWith(HashSuffix, StringComparison.Ordinal))
                .Select(fact => Artifact(run, fact))],
        };
    }

    /// <summary>The kernel's metrics, when each boot stage was reached as the host saw it, and the run's own figures.</summary>
    public static IEnumerable<HistoricMetric> Metrics(RunReport run)
    {
        foreach (KtapMetric metric in run.Run.Serial.Documents.SelectMany(document => document.Metrics))
        {
            if (double.TryParse(metric.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
            {
                yield return new HistoricMetric(metric.Name, value, metric.Unit);
            }
        }

        if (run.Run.PowerOnNanoseconds is { } powerOn)
        {
            foreach (StageReached reached in run.Run.Serial.Stages)
            {
                yield return new HistoricMetric(
                    $"stage.{reached.Stage.Name}",
                    Math.Round((reached.HostNanoseconds - powerOn) / 1e6, 3),
                    "ms");
            }
        }

        if (ClockComparison.Of(run.Run.Serial) is { } clock)
        {
            yield return new HistoricMetric("run.clock_error", Math.Round(clock.ErrorPpm, 1), "ppm");
        }

        yield return new HistoricMetric("run.time", Math.Round(run.Duration.TotalMilliseconds, 3), "ms");
        foreach (KeyValuePair<string, string> figure in run.Figures)
        {
            string[] words = figure.Value.Split(' ', 2);
            if (words.Length == 2 && double.TryParse(words[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
            {
                yield return new HistoricMetric($"run.{figure.Key}", value, words[1]);
            }
        }
    }

    /// <summary>
    /// Only a whole document shows how many tests there are, and only for the intended image.
    /// Benchmarks are chosen one by one.
    /// </summary>
    private static Dictionary<string, int> SuiteTests(RunReport run)
    {
        bool isSure = run.Verdict.Kind is VerdictKind.Pass
            or VerdictKind.Fail
            && run.Run.Serial.Problems.Count == 0
            && run.Run.Serial.Restarts == 0
            && run.Environment.ContainsKey("image.sha256")
            && BuildComparison.Of(run.Run) is BuildEvidence.Same or BuildEvidence.NotCompared;
        KtapDocument? document = run.Run.Serial.Documents.FirstOrDefault(candidate => candidate.IsComplete);
        if (!isSure || document is null || run.Run.Verb is not ("test" or "nightly"))
        {
            return [];
        }

        return document.Tests.GroupBy(test => test.Suite).ToDictionary(suite => suite.Key, suite => suite.Count());
    }

    private static HistoricArtifact Artifact(RunReport run, KeyValuePair<string, string> fact)
    {
        string name = fact.Key[..^HashSuffix.Length];
        bool isKnown = run.Environment.TryGetValue(name + ".bytes", out string? size);
        return new HistoricArtifact(
            name,
            fact.Value,
            isKnown && long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out long bytes) ? bytes : 0);
    }
}
