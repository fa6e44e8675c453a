// rk new.

using System;
using System.CommandLine;
using System.IO;
using RustKernel.Hil.Cli.Templates;

namespace RustKernel.Hil.Cli.Verbs;

/// <summary>Makes the folder of a new program or board from a model that is built and tested.</summary>
internal static class NewVerb
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Command command = new("new", "Make a service, a driver or a board from a model: folders that build, run and have a test.");
        command.Subcommands.Add(Program(
            "service", ProgramTemplate.Service, "Write a service, a client of it and tests of both.", TellOfService));
        command.Subcommands.Add(Program(
            "driver",
            ProgramTemplate.Driver,
            "Write a driver with its table of registers, a fake device, a client and tests.",
            TellOfDriver));
        command.Subcommands.Add(Board());
        return command;
    }

    private static Command Program(string kind, string model, string description, Func<string, string> next)
    {
        Argument<string> name = new("NAME") { Description = $"letters and digits, a capital first, as {model}" };
        Command command = new(kind, description) { name };
        command.SetAction(parsed =>
        {
            Repository.RequireSources($"rk new {kind}");
            string wanted = parsed.GetValue(name)!;
            ProgramTemplate template = new(Repository.Root, model, wanted);
            template.Write();
            template.AddToSolution();
            Console.WriteLine(next(wanted));
            return ExitStatus.Pass;
        });
        return command;
    }

    private static Command Board()
    {
        Argument<string> name = new("NAME") { Description = "small letters, digits and hyphens, as qemu-virt" };
        Option<string?> tree = new("--dtb") { Description = "the board's device tree, copied into the folder", HelpName = "FILE.dtb" };
        Option<string> machine = new("--machine")
        {
            Description = "the machine of QEMU that emulates it",
            HelpName = "NAME",
            DefaultValueFactory = _ => "virt"
        };
        Option<string?> folder = new("--in") { Description = "where to make it, for RK_BOARDS; default: boards/", HelpName = "DIR" };
        Command command = new("board", "Write a board.yaml with an emulated target, and a README for you to fill in.")
        {
            name, tree, machine, folder
        };
        command.SetAction(parsed =>
        {
            string wanted = parsed.GetValue(name)!;
            string? elsewhere = parsed.GetValue(folder);
            if (elsewhere is null)
            {
                Repository.RequireSources("rk new board without --in");
            }

            BoardTemplate template = new(Path.GetFullPath(elsewhere ?? Path.Combine(Repository.Root, "boards")), wanted)
            {
                Tree = parsed.GetValue(tree),
                Machine = parsed.GetValue(machine)!
            };
            Console.WriteLine(TellOfBoard(Repository.Show(template.Write()), wanted, elsewhere, template.Tree));
            return ExitStatus.Pass;
        });
        return command;
    }

    private static string TellOfService(string name) =>
        $"""
        services/{name}: the service. I{name}.cs is what clients can ask, {Small(name)}.service what it may have.
        {TellOfProgram(name)}
        """;

    private static string TellOfDriver(string name) =>
        $"""
        services/{name}: the driver, which so far drives QEMU's fw_cfg. Change, in this order:
          {Small(name)}.service    drives=: the "compatible" strings of your device; Program.cs names them, too
          {name}.registers  its registers, from its manual (docs/REGISTERS.md)
          {name}Device.cs   what is done with them; tests/{name}.Tests/Fake{name}.cs behaves as the device does
          I{name}.cs        what clients can ask; Program.cs serves it
        {TellOfProgram(name)}
        """;

    private static string TellOfProgram(string name) =>
        $"""
        tests/{name}Check: a client of it. tests/{name}.Tests: tests on this host and on the machine.
        They are in RustKernel.sln. Next:
          ./rk exec qemu-virt tests/{name}Check --with {name}
          make run, and at the prompt: start {Small(name)} (it is part of the image now)
          make test PART={name}.Tests
        """;

    private static string TellOfBoard(string folder, string name, string? elsewhere, string? tree)
    {
        string setting = elsewhere is null ? "" : $"RK_BOARDS={elsewhere} ";
        string explain = tree is null ? "" : $"\n  ./rk boards --explain {Path.Combine(folder, name + ".dtb")}";
        return $"""
            {folder}: board.yaml is what no device tree says, README.md is to be filled in (docs/PORTING.md). Next:{explain}
              {setting}./rk image {name}
              {setting}./rk test qemu-{name} --suite boot
            A board in boards/ is a row of make test from now on.
            """;
    }

    private static string Small(string name) => name.ToLowerInvariant();
}
