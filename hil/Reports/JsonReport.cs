// The summary for programs.

using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using RustKernel.Hil.Protocols;
using RustKernel.Hil.Verdicts;

namespace RustKernel.Hil.Reports;

/// <summary>Writes a series of runs and its verdict as one JSON object.</summary>
public static class JsonReport
{
    /// <summary>
    /// Writes <paramref name="runs"/>, judged together as <paramref name="verdict"/>, to the file
    /// at <paramref name="path"/>.
    /// </summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<RunReport> runs, Verdict verdict)
    {
        using FileStream file = File.Create(path);
        Write(file, runs, verdict);
    }

    /// <summary>The same to <paramref name="file"/>, which stays open.</summary>
    public static void Write(Stream file, IReadOnlyList<RunReport> runs, Verdict verdict)
    {
        using Utf8JsonWriter json = new(file, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("schema", "rustkernel-test-summary");
        json.WriteNumber("version", 1);
        WriteVerdict(json, verdict);
        json.WriteStartArray("runs");
        foreach (RunReport run in runs)
        {
            WriteRun(json, run);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteVerdict(Utf8JsonWriter json, Verdict verdict)
    {
        json.WriteString("verdict", verdict.Word);
        json.WriteNumber("exit", verdict.ExitCode);
        json.WriteString("reason", verdict.Reason);
        json.WriteString("stage", verdict.Stage);
        json.WriteStartArray("evidence");
        foreach (string line in verdict.Evidence)
        {
            json.WriteStringValue(line);
        }

        json.WriteEndArray();
    }

    private static void WriteRun(Utf8JsonWriter json, RunReport run)
    {
        json.WriteStartObject();
        json.WriteString("target", run.Run.Target);
        json.WriteString("started", run.Started.ToString("O", null));
        json.WriteNumber("seconds", run.Duration.TotalSeconds);
        json.WriteString("log", run.LogPath);
        json.WriteString("build", run.Run.Serial.Build);
        WriteVerdict(json, run.Verdict);
        json.WriteStartObject("environment");
        foreach (KeyValuePair<string, string> fact in run.Environment)
        {
            json.WriteString(fact.Key, fact.Value);
        }

        json.WriteEndObject();
        json.WriteStartObject("figures");
        foreach (KeyValuePair<string, string> figure in run.Figures)
        {
            json.WriteString(figure.Key, figure.Value);
        }

        json.WriteEndObject();
        WriteStages(json, run);
        json.WriteStartArray("tests");
        foreach (KtapResult test in run.Run.Serial.Documents.SelectMany(document => document.Tests))
        {
            WriteTest(json, test);
        }

        json.WriteEndArray();
        json.WriteStartArray("metrics");
        foreach (KtapMetric metric in run.Run.Serial.Documents.SelectMany(document => document.Metrics))
        {
            WriteMetric(json, metric);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteStages(Utf8JsonWriter json, RunReport run)
    {
        long powerOn = run.Run.PowerOnNanoseconds ?? 0;
        json.WriteStartArray("stages");
        foreach (StageReached reached in run.Run.Serial.Stages)
        {
            json.WriteStartObject();
            json.WriteString("name", reached.Stage.Name);
            json.WriteNumber("milliseconds", (reached.HostNanoseconds - powerOn) / 1e6);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteTest(Utf8JsonWriter json, KtapResult test)
    {
        json.WriteStartObject();
        json.WriteString("suite", test.Suite);
        json.WriteString("name", test.Name);
        json.WriteString("result", test.Outcome switch { KtapOutcome.Ok => "ok", KtapOutcome.NotOk => "not ok", _ => "skip" });
        if (test.SkipReason.Length > 0)
        {
            json.WriteString("reason", test.SkipReason);
        }

        json.WriteNumber("microseconds", test.TimeMicroseconds);
        json.WriteStartArray("diagnostics");
        foreach (string line in test.Diagnostics)
        {
            json.WriteStringValue(line);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteMetric(Utf8JsonWriter json, KtapMetric metric)
    {
        json.WriteStartObject();
        json.WriteString("suite", metric.Suite);
        json.WriteString("name", metric.Name);
        json.WritePropertyName("value");
        json.WriteRawValue(metric.Value);
        json.WriteString("unit", metric.Unit);
        json.WriteEndObject();
    }
}
