// rk qemu.

using System;
using System.CommandLine;
using RustKernel.Hil.Drivers.Qemu;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Cli.Verbs;

/// <summary>Prints the command that starts a target's emulator for a debugger; make debug runs it.</summary>
internal sealed class QemuVerb
{
    private readonly TargetOptions _target = new();
    private readonly Option<string> _console = new("--console")
    {
        Description = "the file for the output of the serial line",
        HelpName = "FILE",
        Required = true
    };
    private readonly Option<string> _gdb = new("--gdb")
    {
        Description = "the socket that gdb connects to",
        HelpName = "SOCKET",
        Required = true
    };

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        QemuVerb verb = new();
        Command command = new("qemu", "Print the command that starts a target's emulator halted, for a debugger: one word on each line.");
        verb._target.AddTo(command);
        command.Options.Add(verb._console);
        command.Options.Add(verb._gdb);
        command.SetAction(verb.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        TargetDefinition target = _target.Resolve(parsed);
        if (target.Lab is not null)
        {
            throw new ConfigurationException($"target {target.Name} is not emulated: nothing halts it for a debugger");
        }

        Console.WriteLine(target.Qemu.Program);
        foreach (string word in QemuCommand.BuildForDebugger(target, Repository.Root, parsed.GetValue(_console)!, parsed.GetValue(_gdb)!))
        {
            Console.WriteLine(word);
        }

        return ExitStatus.Pass;
    }
}
