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

/// <summary>Programs and services for a machine that runs.</summary>
internal sealed class ServiceVerb
{
    private readonly Argument<string> _project = new("PROJECT") { Description = "a project file, its folder, or a folder of services/" };
    private readonly Argument<string[]> _words = new("ARGUMENTS")
    {
        Description = "the program's arguments",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string> _target = new("--target")
    {
        Description = "what rk run or rk console was started with",
        HelpName = "TARGET",
        DefaultValueFactory = _ => "qemu-virt",
    };

    private readonly Option<bool> _keep = new("--keep") { Description = "send it and leave it there: run NAME at the prompt starts it" };

    private readonly Option<string> _sign = new("--sign")
    {
        Description = "sign it with this private key, for an image that was built with --require-signed",
        HelpName = "KEY.pem",
    };

    private readonly Argument<string> _file = new("FILE") { Description = "where the private key goes; the public one goes to FILE.pub" };

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
        Command command = new("service", "Programs and services for a machine that runs.");
        command.Subcommands.Add(run);
        Command key = new("key", "Make a pair of keys that programs are signed with: ECDSA, P-256, as PEM.");
        key.Arguments.Add(verb._file);
        key.SetAction(verb.MakeKey);
        command.Subcommands.Add(key);
        return command;
    }

    private int MakeKey(ParseResult parsed)
    {
        string file = parsed.GetValue(_file)!;
        SigningKey.Make(file);
        Console.WriteLine($"{file} signs (rk service run PROJECT --sign {file}); {file}.pub goes into the image (rk image BOARD "
            + $"--require-signed {file}.pub)");
        return ExitStatus.Pass;
    }

    private int Run(ParseResult parsed)
    {
        using SigningKey? key = parsed.GetValue(_sign) is { } file ? SigningKey.Private(file) : null;
        string target = BoardCatalog.Load(Repository.Root).Target(parsed.GetValue(_target)!).Name;
        ProgramBuilder builder = new(ProgramRecipe.FindProject(parsed.GetValue(_project)!));
        byte[] program = builder.Build();
        byte[] package = ProgramPackage.Write(program, builder.Manifest(), key is null ? null : key.Sign);
        using Interruption interruption = new();
        using SharedLine line = SharedLine.Connect(target);
        ProgramRun run = new(line);
        try
        {
            run.Send(package, builder.Name, parsed.GetValue(_words) ?? [], !parsed.GetValue(_keep));
        }
        catch (RefusedException e)
        {
            Console.Error.WriteLine($"rk: {target} refuses {builder.Name}: {e.Message}");
            return ExitStatus.Fail;
        }

        int status = ExitStatus.Pass;
        if (!parsed.GetValue(_keep))
        {
            using Stream output = Console.OpenStandardOutput();
            using Stream? input = Console.IsInputRedirected ? Console.OpenStandardInput() : null;
            status = run.Follow(output, input, interruption.Token);
        }

        Console.Error.WriteLine($"rk: {builder.Name}, {package.Length} bytes: {Parts([.. builder.Times, .. run.Times])}");
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
