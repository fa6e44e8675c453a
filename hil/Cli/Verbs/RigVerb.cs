// rk rig.

using System;
using System.CommandLine;
using System.IO;
using System.Linq;
using RustKernel.Hil.Drivers.Scan;
using RustKernel.Hil.Targets;
using RustKernel.Hil.Targets.Schema;

namespace RustKernel.Hil.Cli.Verbs;

/// <summary>Writes a rig.yaml to start from, and its schema.</summary>
internal sealed class RigVerb
{
    private readonly Option<string?> _output = new("--output")
    {
        Description = "where to write (default: rig.yaml of the repository, of an installed rk ~/.config/rustkernel/rig.yaml)",
        HelpName = "FILE"
    };
    private readonly Option<bool> _yes = new("--yes") { Description = "ask nothing, take every default" };
    private readonly Option<string> _root = new("--system-root")
    {
        Description = "look for devices below this folder",
        HelpName = "DIR",
        DefaultValueFactory = _ => "/",
        Hidden = true
    };

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Command command = new("rig", "The file that describes your boards: rig.yaml.");
        RigVerb verb = new();
        Command init = new(
            "init",
            "Look what this machine has, ask the rest, write a commented rig.yaml. Answers may come from a pipe, a line each.");
        init.Options.Add(verb._output);
        init.Options.Add(verb._yes);
        init.Options.Add(verb._root);
        init.SetAction(verb.Init);
        Command schema = new("schema", "Print the file's JSON schema, for editors.");
        schema.SetAction(_ =>
        {
            Console.Write(RigSchema.Text());
            return ExitStatus.Pass;
        });
        command.Subcommands.Add(init);
        command.Subcommands.Add(schema);
        return command;
    }

    private int Init(ParseResult parsed)
    {
        string usual = Repository.IsInstalled ? RigReader.UserFile : Path.Combine(Repository.Root, "rig.yaml");
        string output = Path.GetFullPath(parsed.GetValue(_output) ?? usual);
        if (File.Exists(output))
        {
            throw new ConfigurationException($"{Repository.Show(output)} exists: remove it or give --output");
        }

        bool asks = !parsed.GetValue(_yes);
        BoardCatalog catalog = BoardCatalog.Load(Repository.Root);
        RigDraft draft = new(new LabScan(parsed.GetValue(_root)!), (question, proposal) => asks ? Ask(question, proposal) : proposal);
        string text = draft.Write([.. catalog.Boards.Select(board => board.Name)]);
        string trial = output + ".new";
        Directory.CreateDirectory(Path.GetDirectoryName(output)!);
        File.WriteAllText(trial, text);
        try
        {
            RigReader.Read(trial, catalog.Boards);
            File.Move(trial, output);
        }
        finally
        {
            File.Delete(trial);
        }

        Console.WriteLine($"{Repository.Show(output)} written; rk targets reads "
            + $"it{(output == usual ? "" : $" with RK_RIG={output}")}");
        return ExitStatus.Pass;
    }

    private static string Ask(string question, string proposal)
    {
        Console.Error.Write($"{question} [{proposal}]: ");
        return Console.In.ReadLine() is { Length: > 0 } answer ? answer.Trim() : proposal;
    }
}
