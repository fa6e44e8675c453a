// rk symbolize.

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using RustKernel.Hil.Events;
using RustKernel.Hil.Reports;
using RustKernel.Hil.Reports.Symbols;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Cli.Verbs;

/// <summary>Turns the addresses of a panic into functions, files and lines.</summary>
internal sealed class SymbolizeVerb
{
    private readonly Argument<string?> _log = new("LOG")
    {
        Description = "console text or an event log; standard input when missing",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _elf = new("--elf")
    {
        Description = "the kernel with its symbols (default: artifacts/kernel.elf)",
        HelpName = "FILE"
    };
    private readonly Option<bool> _force = new("--force") { Description = "continue although log and kernel are of different builds" };

    private readonly Option<string?> _programs = SharedOptions.Programs();

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        SymbolizeVerb verb = new();
        Command command = new(
            "symbolize",
            "Turn the addresses of panics and of programs that failed into file:line. Exit status 1: some stay numbers.");
        command.Arguments.Add(verb._log);
        command.Options.Add(verb._elf);
        command.Options.Add(verb._programs);
        command.Options.Add(verb._force);
        command.SetAction(verb.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        string elf = parsed.GetValue(_elf) ?? Repository.Artifact("kernel.elf");
        if (!File.Exists(elf))
        {
            throw new ConfigurationException($"{Repository.Show(elf)} does not exist: run make build, or name the kernel with --elf");
        }

        List<string> lines = ReadLines(parsed.GetValue(_log));
        if (!parsed.GetValue(_force))
        {
            RequireSameBuild(lines, elf);
        }

        ProgramPlaces programs = new(
            new ProgramFiles(parsed.GetValue(_programs) ?? Repository.Artifact("services")),
            (file, addresses) => Symbolizer.Locate(file, Repository.Root, addresses));
        IReadOnlyList<string> annotated = PanicAnnotator.Annotate(lines, addresses => Symbolizer.Locate(elf, Repository.Root, addresses));
        foreach (string line in programs.Annotate(annotated))
        {
            Console.WriteLine(line);
        }

        foreach (string problem in programs.Problems)
        {
            Console.Error.WriteLine($"rk: {problem}");
        }

        return programs.Problems.Count == 0 ? ExitStatus.Pass : ExitStatus.Fail;
    }

    private static List<string> ReadLines(string? path)
    {
        if (path is not null && !File.Exists(path))
        {
            throw new ConfigurationException($"{path} does not exist");
        }

        using TextReader reader = path is null ? Console.In : new StreamReader(path);
        // A line ends with LF. A carriage return within it means that the machine drew over the line; one at either end is a terminal's.
        List<string> lines = [.. reader.ReadToEnd().Split('\n').Select(line => line.Trim('\r'))];
        if (path is not null && lines[0].Contains($"\"{EventLogHeader.SchemaName}\"", StringComparison.Ordinal))
        {
            return [.. RunReport.Load(path).Excerpt.Lines.Select(kept => kept.Text)];
        }

        if (lines[^1].Length == 0)
        {
            lines.RemoveAt(lines.Count - 1);
        }

        return lines;
    }

    private static void RequireSameBuild(List<string> lines, string elf)
    {
        string built = BuildId.Find(File.ReadAllBytes(elf));
        IReadOnlyList<string> logged = PanicAnnotator.Builds(lines);
        foreach (string commit in logged)
        {
            if (built.Length == 0)
            {
                throw new ConfigurationException(
                    $"{Repository.Show(elf)} names no build, the log is of {commit}: use --force if you know they fit");
            }

            if (commit != built)
            {
                throw new ConfigurationException(
                    $"the log is of build {commit}, {Repository.Show(elf)} is of {built}: check {commit} out and build it, or use --force");
            }
        }

        // A piece of a panic that a person copied names no kernel, but its addresses are still worth naming.
        if (logged.Count == 0)
        {
            Console.Error.WriteLine(
                $"rk: the log has no \"Build:\" line: the places are right if it is of build {(built.Length > 0 ? built : "unknown")}, as "
                    + $"{Repository.Show(elf)} is");
        }
    }
}
