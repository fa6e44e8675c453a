// rk image.

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using RustKernel.Flash.Images;
using RustKernel.Hil.Cli.Services;
using RustKernel.Hil.Drivers;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Cli.Verbs;

/// <summary>Builds the kernel's image, fills the boards' boot folders, and makes their disk images.</summary>
internal sealed class ImageVerb
{
    private static readonly TimeSpan s_buildLimit = TimeSpan.FromMinutes(30);
    private readonly Argument<string[]> _boards = new("BOARD")
    {
        Description = "the board, or several; rk boards lists them",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string> _requireSigned = new("--require-signed")
    {
        Description = "the image starts no sent program that this key did not sign (rk service key makes one)",
        HelpName = "KEY.pem",
    };

    private readonly SizeOptions _sizes = new();
    private readonly JsonOption _json = new();
    private readonly List<object> _artifacts = [];

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        ImageVerb verb = new();
        Command command = new(
            "image",
            "Build the image, a board's boot folder and its disk image; print each artifact with size and SHA-256.");
        command.Arguments.Add(verb._boards);
        command.Options.Add(verb._requireSigned);
        foreach (Option size in verb._sizes.All)
        {
            command.Options.Add(size);
        }

        verb._json.AddTo(command);
        command.SetAction(verb.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        using IDisposable reserved = JsonOption.Reserve(parsed.GetValue(_json.File));
        BoardCatalog catalog = BoardCatalog.Load(Repository.Root);
        BoardDefinition[] boards = [.. parsed.GetValue(_boards)!.Select(catalog.Board).DistinctBy(board => board.Name)];
        PartitionSizes sizes = _sizes.Read(parsed);
        BootFolder[] folders = [.. boards.Select(BootFolder.Plan)];
        string? key = parsed.GetValue(_requireSigned);
        if (key is not null)
        {
            Repository.RequireSources("--require-signed");
        }

        // An installed image is used as it is.
        if (!Repository.IsInstalled && !Build(key))
        {
            return ExitStatus.Usage;
        }

        Print(Repository.Artifact("kernel.elf"));
        foreach (string image in boards.Select(ImageOf).Distinct())
        {
            Print(image);
        }

        try
        {
            foreach ((BoardDefinition board, BootFolder folder) in boards.Zip(folders))
            {
                Make(board, folder, sizes);
            }
        }
        catch (ImageException e)
        {
            Console.Error.WriteLine($"rk: {e.Message}");
            return ExitStatus.Infrastructure;
        }

        if (parsed.GetValue(_json.File) is { } json)
        {
            JsonOption.WriteTo(json, _artifacts);
        }

        return ExitStatus.Pass;
    }

    private static string ImageOf(BoardDefinition board)
    {
        string image = Path.Combine(Repository.Root, board.ImageFile);
        return File.Exists(image)
            ? image
            : throw new ConfigurationException($"the build made no {board.ImageFile}, which boards/{board.Name}/board.yaml names");
    }

    private void Make(BoardDefinition board, BootFolder folder, PartitionSizes sizes)
    {
        ImageManifest boot = folder.Make(ImageOf(board));
        foreach (ManifestFile file in boot.Files)
        {
            Print(Path.Combine(BootFolder.PathOf(board), file.Path));
        }

        Print(Path.Combine(BootFolder.PathOf(board), BootFolder.ManifestName));
        BootFolder.MakeImage(board, sizes);
        Print(BootFolder.ImageOf(board));
        Print(ImageManifest.PathFor(BootFolder.ImageOf(board)));
        if (BootFolder.Advice(boot) is { Length: > 0 } advice)
        {
            Console.Error.WriteLine($"rk: {advice}");
        }
    }

    private static bool Build(string? key)
    {
        string[] signed = [];
        if (key is not null)
        {
            string place = Repository.Work("signing", "program.key");
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            byte[] point = SigningKey.Public(key);
            File.WriteAllBytes(place, point);
            Console.Error.WriteLine($"rk: the image starts sent programs only if key {SigningKey.NameOf(point):x8} signed them");
            signed = ["-p:RequireSigned=true"];
        }

        string project = Path.Combine("kernel", "Boot", "Boot.csproj");
        if (!File.Exists(Path.Combine(Repository.Root, project)))
        {
            throw new ConfigurationException($"{project} does not exist: nothing builds the image");
        }

        string dotnet = ProgramFinder.Find("dotnet")
            ?? throw new ConfigurationException("dotnet (the .NET 10 SDK) is not installed: run make install-deps");
        ProcessStartInfo start = new(dotnet) { WorkingDirectory = Repository.Root };
        foreach (string word in (string[])["build", project, "--nologo", "-v", "quiet", "-clp:NoSummary", "-m:1", .. signed])
        {
            start.ArgumentList.Add(word);
        }

        using IDisposable alone = BuildLock.Take(Repository.Root, s_buildLimit, Console.Error);
        using TimedStep step = TimedStep.Begin("building the kernel with its services and all analyzers; minutes after make run", "image");
        using Process build = Process.Start(start)!;
        if (!build.WaitForExit(s_buildLimit))
        {
            build.Kill(entireProcessTree: true);
            throw new InfrastructureException($"dotnet build did not end within {s_buildLimit.TotalMinutes:0} minutes and was ended");
        }

        if (build.ExitCode != 0)
        {
            Console.Error.WriteLine("rk: the image does not build; the lines above say why");
            return false;
        }

        step.Done();
        return true;
    }

    private static string Shown(string artifact)
    {
        string relative = Path.GetRelativePath(Repository.Root, artifact);
        return relative.StartsWith("..", StringComparison.Ordinal) ? artifact : relative;
    }

    private void Print(string artifact)
    {
        if (!File.Exists(artifact))
        {
            return;
        }

        using FileStream file = File.OpenRead(artifact);
        string hash = Convert.ToHexStringLower(SHA256.HashData(file));
        Console.WriteLine($"{hash}  {file.Length,9}  {Shown(artifact)}");
        _artifacts.Add(new { Sha256 = hash, Bytes = file.Length, Path = Shown(artifact) });
    }
}
