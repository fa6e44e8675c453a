// rk dump.

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Text;
using RustKernel.Hil.Events;
using RustKernel.Hil.Reports.Symbols;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Cli.Verbs;

/// <summary>Opens the dumps that failed programs left in the log.</summary>
internal sealed class DumpVerb
{
    private readonly Argument<string?> _log = new("LOG")
    {
        Description = "console text with the output of dmesg, or an event log; standard input when missing",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _programs = SharedOptions.Programs();

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        DumpVerb verb = new();
        Command command = new("dump", "Open the dumps that failed programs write to the target's log (dmesg shows it).");
        command.Arguments.Add(verb._log);
        command.Options.Add(verb._programs);
        command.SetAction(verb.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        IReadOnlyList<CrashDump> dumps = CrashDumps.Find(Read(parsed.GetValue(_log)));
        ProgramFiles files = new(parsed.GetValue(_programs) ?? Repository.Artifact("services"));
        foreach (CrashDump dump in dumps)
        {
            string? file = files.Find(dump.Build);
            Console.WriteLine($"dump of {(file is null ? "a program" : Path.GetFileNameWithoutExtension(file))}, build {dump.Build}");
            foreach (string line in dump.Lines(Places(dump, file)))
            {
                Console.WriteLine(line);
            }

            if (file is null)
            {
                Console.Error.WriteLine(
                    $"rk: no program in {files.Folder} has build id {dump.Build}: build what ran, or name its folder with --programs");
            }
        }

        if (dumps.Count == 0)
        {
            Console.Error.WriteLine("rk: there is no dump in the log; at the prompt, dmesg shows what Log has kept");
        }

        return dumps.Count > 0 && dumps.All(dump => files.Find(dump.Build) is not null) ? ExitStatus.Pass : ExitStatus.Fail;
    }

    private static IReadOnlyDictionary<ulong, IReadOnlyList<SymbolLocation>> Places(CrashDump dump, string? file)
    {
        ulong[] addresses = [.. dump.Calls.Concat(dump.Counter is { } counter ? [counter] : []).Distinct()];
        return file is null ? new Dictionary<ulong, IReadOnlyList<SymbolLocation>>() : Symbolizer.Locate(file, Repository.Root, addresses);
    }

    private static IEnumerable<string> Read(string? path)
    {
        if (path is null)
        {
            return Console.In.ReadToEnd().Split('\n');
        }

        if (!File.Exists(path))
        {
            throw new ConfigurationException($"{path} does not exist");
        }

        string text = File.ReadAllText(path);
        if (!text.Split('\n')[0].Contains($"\"{EventLogHeader.SchemaName}\"", StringComparison.Ordinal))
        {
            return text.Split('\n');
        }

        StringBuilder serial = new();
        foreach (LogEvent logged in EventLogReader.Open(path).Events())
        {
            serial.Append(logged.Kind == EventKind.SerialReceived ? Encoding.UTF8.GetString(logged.Data.Span) : "");
        }

        return serial.ToString().Split('\n');
    }
}
