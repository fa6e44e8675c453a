// rk farm agent.

using System;
using System.CommandLine;
using System.Linq;
using System.Reflection;
using RustKernel.Hil.Cli.Farm;
using RustKernel.Hil.Farm;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Cli.Verbs;

/// <summary>Attaches this host's boards to a farm.</summary>
internal sealed class FarmAgentVerb
{
    private readonly FarmOptions _farm = new();
    private readonly Option<string[]> _board = new("--board")
    {
        Description = "a target to attach; may be repeated (default: the boards of rig.yaml, without one qemu-virt)",
        HelpName = "TARGET"
    };

    private readonly Option<string> _host = new("--host")
    {
        Description = "this host's name in the farm",
        HelpName = "NAME",
        DefaultValueFactory = _ => Environment.MachineName,
    };

    private readonly Option<string> _prefix = new("--prefix")
    {
        Description = "prefix of the boards' names in the farm: needed if two hosts have a target of the same name",
        HelpName = "TEXT",
        DefaultValueFactory = _ => "",
    };

    private readonly Option<string[]> _tag = new("--tag")
    {
        Description = "a tag for all boards of this host, which jobs can require; may be repeated",
        HelpName = "WORD"
    };

    private readonly Option<string?> _runner = new("--runner")
    {
        Description = "run this program instead of rk: tests of the farm have boards that are none",
        HelpName = "PROGRAM",
        Hidden = true,
    };

    private readonly Option<string[]> _pretend = new("--pretend")
    {
        Description = "announce a board of this name that is none, for --runner; may be repeated",
        HelpName = "NAME",
        Hidden = true,
    };

    private readonly Option<double> _scale = new("--time-scale")
    {
        Description = "all times of the farm times this",
        HelpName = "FACTOR",
        DefaultValueFactory = _ => 1,
        Hidden = true,
    };

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        FarmAgentVerb verb = new();
        Command command = new("agent", "Attach this host's boards to a farm and run its jobs. All connections are outgoing.");
        verb._farm.AddTo(command);
        command.AddOptions(verb._board, verb._host, verb._prefix, verb._tag, verb._runner, verb._pretend, verb._scale);
        command.SetAction(verb.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        string host = Name("--host", parsed.GetValue(_host)!);
        string prefix = parsed.GetValue(_prefix)!;
        string[] tags = [.. (parsed.GetValue(_tag) ?? []).Select(tag => Name("--tag", tag))];
        string[] pretended = parsed.GetValue(_pretend) ?? [];
        BoardAnnouncement[] boards = pretended.Length > 0
            ? [.. pretended.Select(name => new BoardAnnouncement(Name("board", prefix + name), "none", "none", "", tags))]
            : [.. Targets(parsed).Select(target => Announce(target, prefix, tags))];
        FarmTimes times = FarmTimes.Scaled(parsed.GetValue(_scale));
        string version = typeof(FarmAgentVerb).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        HostAnnouncement announcement = new(host, FarmProtocol.Version, version, boards, $"{Guid.NewGuid():N}");
        return FarmVerb.Call(_farm, parsed, async (client, cancel) =>
        {
            FarmAgent agent = new(
                client,
                announcement,
                new ChildBoardRunner(prefix, times, parsed.GetValue(_runner)),
                times,
                TimeProvider.System,
                Repository.Work("farm-agent", host),
                line => Console.WriteLine($"{line}"));
            await agent.RunAsync(cancel).ConfigureAwait(false);
            return ExitStatus.Pass;
        });
    }

    private static BoardAnnouncement Announce(TargetDefinition target, string prefix, string[] tags)
        => new(Name("board", prefix + target.Name), target.Board, target.Driver, target.Title, tags);

    private static TargetDefinition[] Wired(BoardCatalog catalog)
        => [.. catalog.Targets.Where(target => target.Lab is { Program.Count: 0 })];

    private TargetDefinition[] Targets(ParseResult parsed)
    {
        BoardCatalog catalog = BoardCatalog.Load(Repository.Root);
        string[] named = parsed.GetValue(_board) ?? [];
        if (named.Length > 0)
        {
            return [.. named.Distinct().Select(catalog.Target)];
        }

        TargetDefinition[] wired = Wired(catalog);
        return wired.Length > 0 ? wired : [catalog.Target("qemu-virt")];
    }

    private static string Name(string what, string text) => FarmProtocol.IsName(text)
        ? text
        : throw new ConfigurationException($"{what}: \"{text}\" is no name in a farm: letters, digits, . _ - = only, at most 64");
}
