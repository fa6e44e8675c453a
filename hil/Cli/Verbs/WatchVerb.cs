// rk watch.

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using RustKernel.Hil.Cli.Services;
using RustKernel.Hil.Cli.Watching;
using RustKernel.Hil.Drivers;
using RustKernel.Hil.Programs;
using RustKernel.Hil.Reports;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Cli.Verbs;

/// <summary>Runs a machine and keeps it up to date with the sources.</summary>
internal sealed class WatchVerb
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan s_buildLimit = TimeSpan.FromMinutes(20);

    private readonly Argument<string> _target = new("TARGET") { Description = "an emulated target, as rk targets lists it" };
    private readonly Argument<string[]> _words = new("OPTIONS")
    {
        Description = "options of rk run, after --",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private string _name = "";

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        WatchVerb verb = new();
        Command command = new(
            "watch",
            "Boot a target at this terminal and keep it up to date: a service whose sources change is built and replaced in the running "
                + "system, any other change of kernel or services boots a new Image. Ctrl-A X leaves.")
        {
            verb._target, verb._words
        };
        command.SetAction(verb.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        Repository.RequireSources("rk watch");
        TargetDefinition target = BoardCatalog.Load(Repository.Root).Target(parsed.GetValue(_target)!);
        if (target.Driver != "qemu")
        {
            throw new ConfigurationException(
                $"{target.Name} is not an emulated target: rk console {target.Name}, and rk service run PROJECT --target {target.Name}");
        }

        _name = target.Name;
        SourceWatch sources = new(Repository.Root);
        if (!BuildImage())
        {
            return ExitStatus.Fail;
        }

        using Interruption interruption = new();
        using WatchedMachine machine = new(["run", _name, .. parsed.GetValue(_words) ?? []]);
        machine.Boot();
        while (!machine.HasEnded && !interruption.Token.WaitHandle.WaitOne(s_look))
        {
            Follow(machine, Settled(sources));
        }

        return machine.HasEnded ? machine.ExitCode : ExitStatus.Pass;
    }

    // An editor or git may write several files at once; they count as one change.
    private static HashSet<string> Settled(SourceWatch sources)
    {
        HashSet<string> changed = [.. sources.Changed()];
        for (int before = -1; changed.Count != before && changed.Count > 0;)
        {
            before = changed.Count;
            Thread.Sleep(s_look);
            changed.UnionWith(sources.Changed());
        }

        return changed;
    }

    private void Follow(WatchedMachine machine, HashSet<string> changed)
    {
        if (changed.Count == 0)
        {
            return;
        }

        string more = changed.Count > 1 ? $" and {changed.Count - 1} more" : "";
        Say($"{changed.Order(StringComparer.Ordinal).First()}{more} changed");
        ChangedParts parts = ChangedParts.Of(Repository.Root, changed);
        bool needsImage = parts.NeedsImage;
        foreach (string project in parts.Services.TakeWhile(_ => !needsImage))
        {
            needsImage = !Replace(project);
        }

        if (needsImage && BuildImage())
        {
            machine.Boot();
        }
    }

    // False: only a new Image contains the change.
    private bool Replace(string project)
    {
        long begun = Stopwatch.GetTimestamp();
        try
        {
            ProgramBuilder builder = new(Path.Combine(Repository.Root, project));
            byte[] program = builder.Build();
            string refusal = ServiceSwap.Do(_name, builder, program);
            Say(refusal.Length == 0
                ? $"{builder.Name} runs its new build, after {Stopwatch.GetElapsedTime(begun).TotalSeconds:0.0} s"
                : $"{builder.Name} is replaced by a new Image, for the machine says: {refusal}");
            return refusal.Length == 0;
        }
        catch (ConfigurationException e)
        {
            Say(e.Message);
            return true;
        }
        catch (InfrastructureException e)
        {
            Say($"{e.Message}; a new Image is booted");
            return false;
        }
    }

    // The build may start the compiler's server, which outlives it: with our pipes the server would keep them open, and us waiting.
    private static bool BuildImage()
    {
        long begun = Stopwatch.GetTimestamp();
        string log = Path.GetTempFileName();
        Say("building the Image");
        try
        {
            string build = Path.Combine(Repository.Root, "bsp/Build/scripts/build.sh");
            ProgramAnswer answer = ProgramCall.Run(
                "sh", ["-c", "exec \"$0\" --run > \"$1\" 2>&1", build, log], s_buildLimit, Repository.Root);
            Say(answer.ExitCode == 0
                ? $"built in {Stopwatch.GetElapsedTime(begun).TotalSeconds:0.0} s"
                : File.ReadAllText(log).Trim());
            return answer.ExitCode == 0;
        }
        catch (ProgramException e)
        {
            throw new InfrastructureException(e.Message);
        }
        finally
        {
            File.Delete(log);
        }
    }

    // The terminal is raw while the machine runs: the end of a line needs both characters. The compiler's output is made plain.
    private static void Say(string text)
    {
        PlainWriter.Terminal.Write($"\r\nrk watch: {PlainText.Of(text).ReplaceLineEndings("\r\n")}\r\n");
        PlainWriter.Terminal.Flush();
    }
}
