// rk fdt.

using System;
using System.CommandLine;
using RustKernel.Hil.DeviceTree;

namespace RustKernel.Hil.Cli.Verbs;

/// <summary>Prints a device tree as the kernel's own reader sees it.</summary>
internal sealed class FdtVerb
{
    private readonly Argument<string> _file = new("FILE") { Description = "a device-tree blob (.dtb)" };
    private readonly Argument<string?> _node = new("NODE")
    {
        Description = "path or alias of a node; the whole tree when missing",
        Arity = ArgumentArity.ZeroOrOne
    };
    private readonly Argument<string?> _property = new("PROPERTY")
    {
        Description = "print this property's value only",
        Arity = ArgumentArity.ZeroOrOne
    };

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        FdtVerb verb = new();
        Command command = new("fdt", "Print a device tree, a node or a value as DTS source, read by the kernel's own reader.");
        command.Arguments.Add(verb._file);
        command.Arguments.Add(verb._node);
        command.Arguments.Add(verb._property);
        command.SetAction(parsed => FdtCommand.Run(
            parsed.GetValue(verb._file)!, parsed.GetValue(verb._node), parsed.GetValue(verb._property), Console.Out, Console.Error));
        return command;
    }
}
