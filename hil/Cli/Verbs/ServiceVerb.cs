// rk service.

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using RustKernel.Hil.Cli.Services;
using RustKernel.Hil.Targets;
using RustKernel.Services.Shell.Blocks;

namespace RustKernel.Hil.Cli.Verbs;

/// <summary>Builds, signs and sends programs and services for a running machine.</summary>
internal sealed class ServiceVerb
{
    private const string PackageEnding = ".rkprog";
    private readonly Argument<string> _project = new("PROJECT")
    {
        Description = "a project file (any project of .NET), its folder, a folder of services/, a static program for Linux on AArch64, "
            + "or what rk service pack made",
    };

    private readonly Argument<string[]> _words = new("ARGUMENTS")
    {
        Description = "the program's arguments",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string> _target = new("--target")
    {
        Description = "the target that rk run or rk console was started with",
        HelpName = "TARGET",
        DefaultValueFactory = _ => "qemu-virt",
    };

    private readonly Option<bool> _keep = new("--keep") { Description = "only send it: run NAME at the prompt starts it" };

    private readonly Option<string> _sign = new("--sign")
    {
        Description = "sign it with this private key, for an image that was built with --require-signed",
        HelpName = "KEY.pem",
    };

    private readonly Argument<string> _file = new("FILE") { Description = "where the private key goes; the public one goes to FILE.pub" };
    private readonly Argument<string> _package = new("FILE" + PackageEnding) { Description = "where the package goes" };

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        ServiceVerb verb = new();
        Command run = new(
            "run",
            "Build one program and start it in the system that rk run or rk console has in another terminal. "
                + "Exit status: the program's code.");
        run.Arguments.Add(verb._project);
        run.Arguments.Add(verb._words);
        run.Options.Add(verb._target);
        run.Options.Add(verb._keep);
        run.Options.Add(verb._sign);
        run.SetAction(verb.Run);
        Command command = new("service", "Programs and services for a running machine.");
        command.Subcommands.Add(run);
        Command pack = new(
            "pack",
            "Build one program and write it, its manifest and its signature to a file: rk service run FILE" + PackageEnding
                + " sends that from any host, without the key.");
        pack.Arguments.Add(verb._project);
        pack.Arguments.Add(verb._package);
        pack.Options.Add(verb._sign);
        pack.SetAction(verb.Pack);
        command.Subcommands.Add(pack);
        Command key = new("key", "Make a pair of keys for signing programs: ECDSA, P-256, as PEM.");
        key.Arguments.Add(verb._file);
        key.SetAction(verb.MakeKey);
        command.Subcommands.Add(key);
        return command;
    }

    private int MakeKey(ParseResult parsed)
    {
        string file = parsed.GetValue(_file)!;
        SigningKey.Make(file);
        Console.WriteLine($"key {SigningKey.NameOf(SigningKey.Public(file)):x8}: {file} signs (rk service run PROJECT --sign {file}); "
            + $"{file}.pub goes into the image (rk image BOARD --require-signed {file}.pub)");
        return ExitStatus.Pass;
    }

    private int Pack(ParseResult parsed)
    {
        string file = parsed.GetValue(_package)!;
        if (!file.EndsWith(PackageEnding, StringComparison.Ordinal))
        {
            throw new ConfigurationException($"{file}: the name of a package ends in {PackageEnding}, for rk service run to know it by");
        }

        (_, byte[] package, _) = Make(parsed);
        try
        {
            File.WriteAllBytes(file, package);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"no package is written: {e.Message}");
        }

        Console.WriteLine($"{file}: {package.Length} bytes; rk service run {file} sends it");
        return ExitStatus.Pass;
    }

    // Builds and signs, or reads what an earlier call built and signed.
    private (string Name, byte[] Package, List<(string Step, TimeSpan Time)> Times) Make(ParseResult parsed)
    {
        string named = parsed.GetValue(_project)!;
        using SigningKey? key = parsed.GetValue(_sign) is { } file ? SigningKey.Private(file) : null;
        if (named.EndsWith(PackageEnding, StringComparison.Ordinal))
        {
            return key is null
                ? (Path.GetFileNameWithoutExtension(named), Read(named), [])
                : throw new ConfigurationException($"{named} is packed already: rk service pack PROJECT {named} --sign KEY.pem signs it");
        }

        if (LinuxPublisher.Find(named) is { } linux)
        {
            string name = LinuxPublisher.ShortName(linux);
            string folder = linux == named ? Path.GetDirectoryName(Path.GetFullPath(named))! : FolderOf(named);
            string manifest = LinuxPublisher.Manifest(folder, name);
            return (name, Pack(File.ReadAllBytes(linux), manifest, key), []);
        }

        ProgramBuilder builder = new(ProgramRecipe.FindProject(named));
        byte[] program = builder.Build();
        return (builder.Name, Pack(program, builder.Manifest(), key), builder.Times);
    }

    private static string FolderOf(string named) => Path.GetDirectoryName(ProgramRecipe.FindProject(named))!;

    private static byte[] Pack(byte[] program, string manifest, SigningKey? key) =>
        ProgramPackage.Write(program, manifest, key is null ? null : key.Sign, key?.Name ?? 0);

    private static byte[] Read(string file)
    {
        try
        {
            byte[] package = File.ReadAllBytes(file);
            return ProgramPackage.TryRead(package, out _, out _, out _)
                ? package
                : throw new ConfigurationException($"{file} is no package, or a damaged one: rk service pack PROJECT {file} makes one");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"no package can be read: {e.Message}");
        }
    }

    private int Run(ParseResult parsed)
    {
        string target = BoardCatalog.Load(Repository.Root).Target(parsed.GetValue(_target)!).Name;
        (string name, byte[] package, List<(string Step, TimeSpan Time)> times) = Make(parsed);
        using Interruption interruption = new();
        using SharedLine line = SharedLine.Connect(target);
        ProgramRun run = new(line);
        try
        {
            string what = $"sending {name}, {package.Length / 1024} KiB, to {target}";
            using TimedStep step = TimedStep.Begin(what, "send", isAnnounced: false);
            run.Send(package, name, parsed.GetValue(_words) ?? [], !parsed.GetValue(_keep), step);
        }
        catch (RefusedException e)
        {
            Console.Error.WriteLine($"rk: {target} refuses {name}: {e.Message}");
            return ExitStatus.Fail;
        }

        int status = ExitStatus.Pass;
        if (!parsed.GetValue(_keep))
        {
            using Stream output = Console.OpenStandardOutput();
            using Stream? input = Console.IsInputRedirected ? Console.OpenStandardInput() : null;
            status = run.Follow(output, null, input, interruption.Token);
        }

        Console.Error.WriteLine($"rk: {name}, {package.Length} bytes: {Parts([.. times, .. run.Times])}");
        return status;
    }

    private static string Parts(IReadOnlyList<(string Step, TimeSpan Time)> times)
    {
        double sum = times.Sum(part => part.Time.TotalSeconds);
        string parts = string.Join(
            ", ",
            times.Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Step} {part.Time.TotalSeconds:0.00} s")));
        return string.Create(CultureInfo.InvariantCulture, $"{parts}; {sum:0.00} s in all");
    }
}
