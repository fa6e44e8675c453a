// The beginning and the end that every run's log has.

using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using RustKernel.Hil.Drivers;
using RustKernel.Hil.Events;
using RustKernel.Hil.Targets;
using RustKernel.Hil.Verdicts;

namespace RustKernel.Hil.Strategies;

/// <summary>Writes the request, the environment and the verdict.</summary>
internal static class RunRecorder
{
    /// <summary>The tool's name and version in log headers.</summary>
    public const string Tool = "rk 0.1.0";

    /// <summary>Logs the request and the environment.</summary>
    public static void Begin(EventLogWriter log, RunRequest request)
    {
        log.Append(EventKind.RunStart, new JsonObject
        {
            ["verb"] = request.Verb,
            ["target"] = request.Target.Name,
            ["board"] = request.Target.Board,
            ["driver"] = request.Target.Driver,
            ["powers_off"] = request.Target.Qemu.PowersOff,
            ["attempt"] = request.Attempt,
            ["arch_check"] = request.ArchCheck is not null,
            ["expects"] = request.ExpectsPanic ? "panic" : "suites",
            ["tolerates"] = new JsonArray([.. Tolerances.WordsOf(request.Tolerates).Select(word => (JsonNode)word)]),
            ["allow_empty"] = request.AllowsEmpty,
            ["suites"] = new JsonArray([.. request.Suites.Select(suite => (JsonNode)suite)]),
            ["cmdline"] = request.Target.CommandLine,
            ["image"] = request.Target.Image,
            ["deadlines"] = new JsonObject
            {
                ["first_byte"] = request.Target.Deadlines.FirstByte.TotalSeconds,
                ["silence"] = request.Target.Deadlines.Silence.TotalSeconds,
                ["total"] = request.Target.Deadlines.Total.TotalSeconds,
            },
        });
        Note(log, "host", $"{RuntimeInformation.OSDescription.Trim()} {RuntimeInformation.OSArchitecture} "
            + $"{Environment.ProcessorCount} CPUs");
        string image = Path.Combine(request.Root, request.Target.Image);
        if (!File.Exists(image))
        {
            return;
        }

        byte[] bytes = File.ReadAllBytes(image);
        Note(log, "image.sha256", Convert.ToHexStringLower(SHA256.HashData(bytes)));
        Note(log, "image.bytes", bytes.Length.ToString(null, null));
        Note(log, "image.build", BuildId.Find(bytes));
        if (SuiteDeclaration.Find(bytes) is { Length: > 0 } declaration)
        {
            Note(log, KnownSuites.DeclaredEventName, declaration);
        }

        if (request.KnownTests.Count > 0)
        {
            Note(log, KnownSuites.EventName, KnownSuites.Format(request.KnownTests));
        }
    }

    /// <summary>What <paramref name="request"/> boots.</summary>
    public static BootJob Job(RunRequest request)
        => new(request.Target, request.Root)
        {
            LayOut = request.LayOut is { } layOut ? folder => layOut(request.Target, folder) : null,
            Volumes = request.Volumes,
            ArchCheck = request.ArchCheck
        };

    /// <summary>Logs the verdict.</summary>
    public static void End(EventLogWriter log, Verdict verdict)
        => log.Append(EventKind.Verdict, new JsonObject
        {
            ["verdict"] = verdict.Word,
            ["exit"] = verdict.ExitCode,
            ["reason"] = verdict.Reason,
            ["stage"] = verdict.Stage,
            ["evidence"] = new JsonArray([.. verdict.Evidence.Select(line => (JsonNode)line)]),
        });

    /// <summary>Shows what the person must know during the run.</summary>
    public static void Say(RunRequest request, LogEvent logged)
    {
        if (logged.Kind == EventKind.Environment && logged.Text("name") == EventKind.NetworkFact)
        {
            request.SayNetwork?.Invoke(logged.Text("value"));
        }
    }

    /// <summary>Logs one fact.</summary>
    public static void Note(EventLogWriter log, string name, string value)
        => log.Append(EventKind.Environment, new JsonObject { ["name"] = name, ["value"] = value });

    /// <summary>Logs that something of the rig failed.</summary>
    public static void Fail(EventLogWriter log, string what, string reason)
        => log.Append(EventKind.Failure, new JsonObject { ["what"] = what, ["reason"] = reason });
}
