// Every command in the documents exists: verb, options, make target, paths. The cheap ones run.

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using RustKernel.EndToEnd.Tests;
using RustKernel.Hil.Cli;
using RustKernel.Hil.Targets;
using Xunit;

namespace RustKernel.Outside.EndToEnd.Tests;

public sealed partial class DocumentCommandTests
{
    // Lines of blocks that no test can judge, by their first word, with the reason.
    private static readonly Dictionary<string, string> s_free = new()
    {
        ["rk:"] = "output of the line above it",
        ["rk>"] = "typed at the target's prompt; suites of the shell type what it knows",
        ["curl"] = "of the host; needs the machine of the line above it",
        ["apt"] = "of the host; installs what make dist has made",
        ["tar"] = "of the host; unpacks what make dist has made",
        ["export"] = "of the shell; try-farm.sh does it",
        ["mkfs.fat"] = "of the host, package dosfstools",
        ["mcopy"] = "of the host, package mtools",
    };

    // Target and project names that only the document uses.
    private static readonly string[] s_invented = ["qemu-NAME", "qemu-toy", "pi4-desk", "pi4-rack", "two-qemu-virt"];

    private static readonly IReadOnlyList<DocumentCommand> s_commands = DocumentCommand.OfRepository();

    [Fact]
    public void Every_command_of_a_document_exists()
    {
        BoardCatalog catalog = BoardCatalog.Load(Tool.Root);
        RootCommand root = RkCommand.Create();
        Assert.True(s_commands.Count > 200, $"only {s_commands.Count} commands were found");
        string[] faults = [.. s_commands.Select(command => Fault(command, root, catalog) is string fault
            ? $"{command.Place}: '{command.Text}': {fault}"
            : null).OfType<string>()];
        Assert.True(faults.Length == 0, string.Join('\n', faults));
    }

    [Theory]
    [InlineData("./rk test qemu-virt --suit boot", "--suit")]
    [InlineData("./rk tset qemu-virt", "tset")]
    [InlineData("./rk test qemu-wirt", "qemu-wirt")]
    [InlineData("./rk image", "Required")]
    [InlineData("./rk image qemu-virt --no-such", "--no-such")]
    [InlineData("make tset", "tset")]
    [InlineData("make test PART=NoSuch.Tests", "NoSuch.Tests")]
    [InlineData("make test PRAT=e2e", "PRAT")]
    [InlineData("dotnet build kernel/Boto", "kernel/Boto")]
    [InlineData("bsp/Build/scripts/no-such.sh", "no-such.sh")]
    [InlineData("wget http://127.0.0.1/", "wget")]
    public void A_command_that_does_not_exist_is_named(string text, string expected)
    {
        string? fault = Fault(new DocumentCommand("a:1", text, IsWhole: true), RkCommand.Create(), BoardCatalog.Load(Tool.Root));
        Assert.Contains(expected, Assert.IsType<string>(fault), StringComparison.Ordinal);
    }

    [Fact]
    public void Blocks_spans_and_choices_are_found()
    {
        string[] lines =
        [
            "Text with `rk fs make|ls IMAGE [--all]` in it.", "", "    ./rk boards   # a comment", "    unknown", "",
            "```", "A=b make run \\", "    BOARD=rpi4", "```", "    no command",
        ];
        Assert.Equal(
            ["rk fs make IMAGE --all", "rk fs ls IMAGE --all", "./rk boards", "unknown", "A=b make run BOARD=rpi4"],
            DocumentCommand.Of("a", lines).Select(command => command.Text));
    }

    // Commands that need neither machine nor rights, in the documents' own words. The rest runs in tests of its own.
    [Theory]
    [InlineData("./rk boards")]
    [InlineData("rk rig schema")]
    [InlineData("rk targets --emulates NAME", "NAME=rpi4")]
    [InlineData("./rk fs make data.img --size 64M", "", "rk fs put IMAGE FILE PATH")]
    public void A_command_that_is_cheap_runs(string command, string replaced = "", params string[] after)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("rk-documents-");
        try
        {
            Run(command, replaced, folder);
            if (after.Length > 0)
            {
                File.WriteAllText(Path.Combine(folder.FullName, "file"), "text");
                Run(after[0], "IMAGE=data.img FILE=file PATH=/file", folder);
                Assert.Contains("file", Tool.Rk("fs", "ls", Path.Combine(folder.FullName, "data.img")).Output, StringComparison.Ordinal);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Help_names_an_argument_and_does_not_list_what_completes_it()
    {
        string help = Tool.Rk("farm", "--help").Output;
        Assert.Contains("submit <TARGET>", help.Replace("[", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("qemu-virt|", help, StringComparison.Ordinal);
    }

    private static void Run(string command, string replaced, DirectoryInfo folder)
    {
        Assert.Contains(s_commands, shown => shown.Text == command);
        var values = replaced.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        string[] words = [.. command.Split(' ').Skip(1).Select(word => values.GetValueOrDefault(word, word))
            .Select(word => word is "data.img" or "file" ? Path.Combine(folder.FullName, word) : word)];
        ToolResult result = Tool.Rk(words);
        Assert.True(result.ExitCode == 0, result.ToString());
    }

    private static string? Fault(DocumentCommand command, RootCommand root, BoardCatalog catalog)
    {
        List<string> call = [.. command.Call.SkipWhile(word => word == "sudo")];
        return call.Count == 0 ? null
            : (call[0] == "rk" || call[0].EndsWith("/rk", StringComparison.Ordinal) ? OfTool(call, command.IsWhole, root, catalog)
            : call[0] == "make" ? OfMake(call)
            : call[0] == "dotnet" || call[0].EndsWith(".sh", StringComparison.Ordinal) ? null
            : !command.IsWhole || s_free.ContainsKey(call[0]) ? null
            : $"{call[0]} is neither rk, make, dotnet nor a script of the repository; say in s_free why it cannot be checked")
            ?? OfPaths(call);
    }

    private static string? OfTool(List<string> call, bool isWhole, RootCommand root, BoardCatalog catalog)
    {
        string[] words = [.. call.Skip(1).Select(word => word is "N" or "SECONDS" ? "1" : word)];
        ParseResult parsed = root.Parse(words);
        string? unknown = parsed.UnmatchedTokens.Concat(parsed.Tokens
            .TakeWhile(token => token.Type != TokenType.DoubleDash)
            .Where(token => token.Type == TokenType.Argument && token.Value.StartsWith("--", StringComparison.Ordinal))
            .Select(token => token.Value)).FirstOrDefault();
        string? nowhere = Named(parsed, "TARGET").Except(catalog.Targets.Select(target => target.Name))
            .Concat(Named(parsed, "BOARD").Except(catalog.Boards.Select(board => board.Name)))
            .FirstOrDefault(name => name == name.ToLowerInvariant() && !s_invented.Contains(name));
        return unknown is not null ? $"rk knows no {unknown}"
            : isWhole && parsed.Errors.Count > 0 ? parsed.Errors[0].Message
            : nowhere is not null ? $"there is no {nowhere}"
            : null;
    }

    private static IEnumerable<string> Named(ParseResult parsed, string name)
        => parsed.CommandResult.Children.OfType<ArgumentResult>()
            .Where(result => result.Argument.Name == name)
            .SelectMany(result => result.Tokens.Select(token => token.Value));

    private static string? OfMake(List<string> call)
    {
        string makefile = File.ReadAllText(DocumentCommand.InRepository("Makefile"));
        string tests = string.Join('\n', Directory.GetDirectories(DocumentCommand.InRepository("tests")).Select(Path.GetFileName));
        foreach (string word in call.Skip(1).Where(word => word == word.TrimEnd('…')))
        {
            string[] parts = word.Split('=', 2);
            bool isKnown = parts.Length == 1 ? Regex.IsMatch(makefile, $"^{Regex.Escape(word)}:", RegexOptions.Multiline)
                : Regex.IsMatch(makefile, $@"^#\s+{Regex.Escape(parts[0])}\b", RegexOptions.Multiline) && (
                    parts[0] != "PART" || parts[1] == "NAME" || Regex.IsMatch(makefile, $@"\b{Regex.Escape(parts[1])}\b")
                    || Regex.IsMatch(tests, $@"^{Regex.Escape(parts[1])}(\.Tests)?$", RegexOptions.Multiline));
            if (!isKnown)
            {
                return $"the Makefile knows no {word}";
            }
        }

        return null;
    }

    // Paths below the repository's folders; build products and placeholders cannot exist.
    private static string? OfPaths(List<string> call)
        => call.FirstOrDefault(word => Inside().IsMatch(word) && !word.Any(c => c is '*' or '{' or '…')
            && !Path.Exists(DocumentCommand.InRepository(word.TrimEnd('.', '/')))) is string missing ? $"there is no {missing}" : null;

    [GeneratedRegex("^(bsp|kernel|services|hil|flash|boards|tests|docs)/")]
    private static partial Regex Inside();
}
