// One program, from its sources to a file.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using RustKernel.Hil.Drivers;
using RustKernel.Hil.Programs;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Cli.Services;

/// <summary>
/// Builds without MSBuild if the last build's recipe is still valid: csc through its server, ilc, lld. A project that was never built, or
/// whose settings or library have changed, is built by MSBuild.
/// </summary>
internal sealed class ProgramBuilder(string project)
{
    private static readonly TimeSpan s_stepLimit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan s_buildLimit = TimeSpan.FromMinutes(15);

    /// <summary>What it took, step by step.</summary>
    public List<(string Step, TimeSpan Time)> Times { get; } = [];

    /// <summary>The program's name.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Builds; the program's bytes.</summary>
    /// <exception cref="ConfigurationException">It does not compile; what the compiler said is in the message.</exception>
    public byte[] Build()
    {
        ProgramRecipe? recipe = ProgramRecipe.Load(project);
        string stale = recipe is null ? "it was not built before" : recipe.WhyStale();
        if (stale.Length > 0)
        {
            string name = Path.GetFileNameWithoutExtension(project);
            using (BuildLock.Take(Repository.Root, s_buildLimit, Console.Error))
            using (TimedStep step = TimedStep.Begin($"{name} is built by MSBuild: {stale}", "build-" + name))
            {
                Step("MSBuild", () => CallDotnet(["build", project, "-v", "q", "-nologo"], s_buildLimit, ""));
                step.Done();
            }

            recipe = ProgramRecipe.Load(project)
                ?? throw new ConfigurationException($"{project} is no program: its project imports services/Program.targets at its end");
        }
        else
        {
            BuildQuickly(recipe!);
        }

        Name = recipe!["name"];
        return File.ReadAllBytes(recipe["file"]);
    }

    /// <summary>The manifest NAME.service next to the project; empty: it has none.</summary>
    public string Manifest()
    {
        string path = Path.Combine(Path.GetDirectoryName(project)!, Name + ".service");
        return File.Exists(path) ? File.ReadAllText(path) : "";
    }

    private void BuildQuickly(ProgramRecipe recipe)
    {
        string tables = Path.Combine(recipe["work"], "Tables.S");
        string linker = Tool("ld.lld"), assembler = Tool("clang");
        Step("compile", () => CallDotnet(
            [recipe["csc"], "/shared", "/noconfig", "/nologo", "@" + Response(recipe)],
            s_stepLimit,
            recipe.Folder));
        Step("generics", () => Call(
            "dotnet",
            [recipe["check"], "--generics", recipe["assembly"], "--references", recipe.References, "--output", recipe["work"].TrimEnd('/')],
            s_stepLimit,
            ""));
        Step("ilc", () => Call(recipe["ilc"], ["@" + recipe["ilc.response"]], s_stepLimit, ""));
        Step("link", () =>
        {
            string references = string.Join(';', Lines(recipe, "-r:").Prepend(recipe["assembly"]));
            Call(
                "dotnet",
                [recipe["check"], "--tables", recipe["object"], "--references", references, "--output", tables],
                s_stepLimit,
                "");
            Call(assembler, ["--target=aarch64-none-elf", "-c", tables, "-o", tables + ".o"], s_stepLimit, "");
            Call(linker, Link(recipe), s_stepLimit, "");
            Call(Tool("llvm-objcopy"), ["--strip-all", "--strip-sections", recipe["elf"], recipe["file"]], s_stepLimit, "");
        });
    }

    // A response file cannot have this, so it is left out.
    private static string Response(ProgramRecipe recipe)
    {
        string path = recipe["csc.response"] + ".quick";
        File.WriteAllLines(path, File.ReadAllLines(recipe["csc.response"]).Where(line => line != "/noconfig"));
        return path;
    }

    private static IEnumerable<string> Lines(ProgramRecipe recipe, string beginning)
        => File.ReadAllLines(recipe["ilc.response"])
            .Where(line => line.StartsWith(beginning, StringComparison.Ordinal))
            .Select(line => line[beginning.Length..]);

    private static List<string> Link(ProgramRecipe recipe)
    {
        string work = recipe["work"];
        List<string> arguments = ["-T", recipe["script"], .. recipe["link"].Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        arguments.AddRange([
            work + "Start.S.o",
            work + "Tables.S.o",
            recipe["object"],
            "--start-lib",
            work + "Remainder.S.o",
            work + "Crc32C.S.o",
            work + "InternetSum.S.o",
            "--end-lib",
            "-o",
            recipe["elf"]
        ]);
        return arguments;
    }

    private static string Tool(string name)
        => ProgramFinder.Find(name) ?? throw new InfrastructureException($"{name} is not installed or not in PATH: run make install-deps");

    private void Step(string name, Action act)
    {
        long begun = Stopwatch.GetTimestamp();
        act();
        Times.Add((name, Stopwatch.GetElapsedTime(begun)));
    }

    // A program that starts a shared server does not get our pipes: the server would keep them open.
    private static void CallDotnet(IReadOnlyList<string> arguments, TimeSpan limit, string folder)
    {
        string log = Path.GetTempFileName();
        try
        {
            ProgramAnswer answer = ProgramCall.Run(
                "sh",
                ["-c", "log=$0; exec dotnet \"$@\" > \"$log\" 2>&1", log, .. arguments],
                limit,
                folder);
            if (answer.ExitCode != 0)
            {
                throw new ConfigurationException($"the compiler says:\n{File.ReadAllText(log).Trim()}");
            }
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

    private static void Call(string program, IReadOnlyList<string> arguments, TimeSpan limit, string folder)
    {
        try
        {
            ProgramAnswer answer = ProgramCall.Run(program, arguments, limit, folder);
            if (answer.ExitCode != 0)
            {
                throw new ConfigurationException($"{Path.GetFileName(program)} says:\n{(answer.Text + answer.Errors).Trim()}");
            }
        }
        catch (ProgramException e)
        {
            throw new InfrastructureException(e.Message);
        }
    }
}
