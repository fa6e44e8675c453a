// Which command a line of arguments names.

using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Parsing;

namespace RustKernel.Hil.Cli;

/// <summary>"rk test" for anything that names the verb test.</summary>
internal static class CommandPath
{
    /// <summary>The command of <paramref name="parsed"/> with its parents.</summary>
    public static string Of(ParseResult parsed)
    {
        List<string> words = [];
        for (SymbolResult? result = parsed.CommandResult; result is CommandResult command; result = result.Parent)
        {
            words.Insert(0, command.Command is RootCommand ? "rk" : command.Command.Name);
        }

        return string.Join(' ', words);
    }
}
