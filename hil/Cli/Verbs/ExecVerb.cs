// rk exec.

using System;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using RustKernel.Hil.Cli.Services;
using RustKernel.Hil.Drivers;
using RustKernel.Hil.Strategies;
using RustKernel.Hil.Targets;
using RustKernel.Services.Shell.Blocks;

namespace RustKernel.Hil.Cli.Verbs;

/// <summary>Boots a machine for one program and ends with the program's exit status.</summary>
internal sealed class ExecVerb
{
    private static readonly TimeSpan s_bootLimit = TimeSpan.FromMinutes(3);

    // The machine runs this program alone, so the program gets all files and the network that the machine has.
    private static readonly string s_uses = "uses=archive boot data net tmp\n";
    private readonly TargetOptions _target = new();
    private readonly Argument<string> _program = new("PROJECT-OR-ELF")
    {
        Description = "a .NET project or its folder, a folder of services/, or a static program for Linux on AArch64",
    };

    private readonly Argument<string[]> _words = new("ARGUMENTS")
    {
        Description = "the program's arguments, after --",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string> _quota = new("--quota")
    {
        Description = "memory that the program may use, in bytes, K or M",
        HelpName = "SIZE",
        DefaultValueFactory = _ => "64M",
    };

    private readonly Option<string[]> _settings = new("--env")
    {
        Description = "a variable of the program's environment, for programs of Linux; may be repeated",
        HelpName = "NAME=VALUE",
        AllowMultipleArgumentsPerToken = false,
    };

    private readonly Option<string?> _archive = new("--archive")
    {
        Description = "boot archive that the program is added to; the built one, artifacts/boot.cpio",
        HelpName = "FILE",
    };

    private readonly Option<string[]> _others = new("--with")
    {
        Description = "a service of this system that it is a client of: a project or its folder; goes into the archive with its manifest; "
            + "may be repeated",
        HelpName = "PROJECT",
        AllowMultipleArgumentsPerToken = false,
    };

    private readonly Option<string?> _log = SharedOptions.Log();

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        ExecVerb verb = new();
        Command command = new(
            "exec",
            "Boot a target, run one program in it, print what it writes; what the machine says meanwhile goes to standard error. "
                + "Exit status: the program's code.");
        verb._target.AddTo(command);
        command.Arguments.Add(verb._program);
        command.Arguments.Add(verb._words);
        command.Options.Add(verb._quota);
        command.Options.Add(verb._settings);
        command.Options.Add(verb._archive);
        command.Options.Add(verb._others);
        command.Options.Add(verb._log);
        command.SetAction(verb.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        string named = parsed.GetValue(_program)!;
        string quotas = LinuxPublisher.Quotas(parsed.GetValue(_quota)!);
        (string name, byte[] program, string manifest) = Make(named, quotas, parsed.GetValue(_settings) ?? []);
        (string Name, byte[] Contents)[] others = [.. (parsed.GetValue(_others) ?? []).SelectMany(MakeService)];
        string archive = Path.Combine(Path.GetTempPath(), $"rk-exec-{Environment.ProcessId}.cpio");
        try
        {
            string built = parsed.GetValue(_archive) ?? Repository.Artifact("boot.cpio");
            ArchiveFront.Write(archive, built, writer =>
            {
                writer.Add(ArchiveName(name), program);
                Array.ForEach(others, file => writer.Add(file.Name, file.Contents));
            });
            TargetDefinition target = _target.Resolve(parsed);
            target = TargetOverride.Apply(TargetOverride.Apply(target, "qemu-arg", "-initrd"), "qemu-arg", archive);
            return Execute(parsed, target, name, $"program={ArchiveName(name)}\n{manifest}");
        }
        finally
        {
            File.Delete(archive);
        }
    }

    // A program of either kind, as the archive holds it. One of our own kind comes with its manifest.
    private static (string Name, byte[] Program, string Manifest) Make(string named, string quotas, string[] settings)
    {
        if (LinuxPublisher.Find(named) is { } file)
        {
            string name = LinuxPublisher.ShortName(file);
            string granted = $"{LinuxPublisher.Personality}may=archive\n{s_uses}{LinuxPublisher.Settings(settings)}"
                + $"{LinuxPublisher.Wishes(named, name)}{quotas}";
            return (name, File.ReadAllBytes(file), granted);
        }

        ProgramBuilder builder = new(ProgramRecipe.FindProject(named));
        byte[] program = builder.Build();
        string manifest = builder.Manifest();
        return (LinuxPublisher.ShortName(builder.Name), program, manifest.Length > 0 ? manifest : quotas);
    }

    // A service that Init finds by its manifest, with its program.
    private static (string Name, byte[] Contents)[] MakeService(string named)
    {
        ProgramBuilder builder = new(ProgramRecipe.FindProject(named));
        byte[] program = builder.Build();
        string manifest = builder.Manifest();
        return manifest.Length > 0
            ? [(builder.Name, program), (builder.Name + ".service", Encoding.UTF8.GetBytes(manifest))]
            : throw new ConfigurationException(
                $"--with {named}: there is no {builder.Name}.service beside the project, so Init would not know it");
    }

    // Unique to this process: a run at the same time has another machine and another line.
    private static string LinePath => Path.Combine(Path.GetTempPath(), $"rk-exec-{Environment.ProcessId}.line");

    private static string ArchiveName(string name) => "exec." + name;

    private int Execute(ParseResult parsed, TargetDefinition target, string name, string manifest)
    {
        using Interruption interruption = new();
        using ExecOperator person = new();
        using BoardHold hold = BoardHold.Take(target, "exec", TimeSpan.Zero, isGuarded: true, interruption.Token);
        RunRequest request = new()
        {
            Target = target,
            Root = Repository.Root,
            LogPath = RunLogs.Create(parsed.GetValue(_log), target.Name).PathOf(1, 1),
            LayOut = RunFiles.LayOut,
            Volumes = TargetVolumes.Shared,
            Verb = "run",
            SharesLineAt = LinePath,
        };
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(interruption.Token);
        Task<RunOutcome> machine = Task.Run(() =>
        {
            try
            {
                return InteractiveRun.Execute(request, person, interruption.Token);
            }
            finally
            {
                ended.Cancel();
            }
        });
        try
        {
            if (!person.AwaitPrompt(s_bootLimit, ended.Token))
            {
                Console.Error.WriteLine($"rk: the machine came to no prompt; it said:\n{person.Said.Trim()}");
                return ExitStatus.Fail;
            }

            return Follow(target.Name, name, manifest, parsed.GetValue(_words) ?? [], interruption.Token);
        }
        finally
        {
            person.Leave();
            RunOutcome outcome = machine.GetAwaiter().GetResult();
            Console.Error.WriteLine($"rk: event log: {Repository.Show(outcome.LogPath)}");
        }
    }

    // The program is in the archive already, so only its manifest is sent.
    private static int Follow(string target, string name, string manifest, string[] words, CancellationToken interrupt)
    {
        using SharedLine line = SharedLine.TryConnect(LinePath)
            ?? throw new InfrastructureException($"no line to {target}: {LinePath} cannot be made, or is in use");
        ProgramRun run = new(line);
        try
        {
            run.Send(ProgramPackage.Write([], manifest, null), name, words, runs: true);
        }
        catch (RefusedException e)
        {
            Console.Error.WriteLine($"rk: {target} refuses {name}: {e.Message}");
            return ExitStatus.Fail;
        }

        using Stream console = Console.OpenStandardOutput();
        using Stream errors = Console.OpenStandardError();
        using LogLines log = new(errors);
        using Stream? input = Console.IsInputRedirected ? Console.OpenStandardInput() : null;
        return run.Follow(console, log, input, interrupt);
    }
}
