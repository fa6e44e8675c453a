// docs/LINUX.md matches the declaration of Linux's system calls, and every declared call is served.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using RustKernel.Linux;
using Xunit;

namespace RustKernel.Build.Analyzers.Tests;

public sealed class LinuxCallTests
{
    private static readonly Dictionary<Extent, string> s_extents = new()
    {
        [Extent.Done] = "done",
        [Extent.Partly] = "partly",
        [Extent.Refused] = "refused",
    };

    [Fact]
    public void The_document_is_what_the_declaration_says()
    {
        string path = Path.Combine(RepositoryRoot.Path, "docs", "LINUX.md");
        string expected = Write();
        if (Environment.GetEnvironmentVariable("RK_ACCEPT") == "1")
        {
            File.WriteAllText(path, expected);
        }

        Assert.True(
            File.Exists(path) && expected == File.ReadAllText(path),
            "docs/LINUX.md is not what services/Linux/LinuxCall.cs says; RK_ACCEPT=1 make test PART=Analyzers.Tests writes it anew");
    }

    [Fact]
    public void Each_call_that_is_declared_is_served_and_in_part_or_refused_with_a_word_why()
    {
        string table = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "services", "Linux", "SystemCallTable.cs"));
        Assert.DoesNotContain(Calls(), call => !table.Contains($"LinuxCall.{call.Member}", StringComparison.Ordinal));
        Assert.DoesNotContain(Calls(), call => call.Said.Extent != Extent.Done && call.Said.Note.Length == 0);
    }

    private static IEnumerable<(string Member, ulong Number, CallAttribute Said)> Calls() => Enum.GetValues<LinuxCall>()
        .Order()
        .Select(call => (call.ToString(), (ulong)call, typeof(LinuxCall).GetField(call.ToString())!.GetCustomAttribute<CallAttribute>()!));

    private static string Write()
    {
        StringBuilder text = new("""
            # System calls of Linux

            What a program that was made for Linux (AArch64) finds here ([DOTNET.md](DOTNET.md)). Made from
            [services/Linux/LinuxCall.cs](../services/Linux/LinuxCall.cs) by a test; a call that is not in the
            table is ENOSYS, and the log names it once.

            | number | call | | what is different |
            |---|---|---|---|

            """);
        foreach ((_, ulong number, CallAttribute said) in Calls())
        {
            text.Append($"| {number} | `{said.Name}` | {s_extents[said.Extent]} | {said.Note} |\n");
        }

        return text.ToString();
    }
}
