// The table of system calls: a mistake is reported with its line, and docs/SYSCALLS.md matches the table.

using System;
using System.IO;
using System.Linq;
using RustKernel.Build.Analyzers.SystemCalls;
using Xunit;

namespace RustKernel.Build.Analyzers.Tests;

public sealed class SystemCallTableTests
{
    [Fact]
    public void The_table_has_no_mistakes_and_says_something_of_every_call()
    {
        SystemCallTable table = Real();
        Assert.Empty(table.Mistakes);
        Assert.All(table.Calls, call => Assert.EndsWith(".", call.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_error_of_the_table_is_an_error_of_the_system()
    {
        string codes = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "kernel", "Abstractions", "ErrorCode.cs"));
        Assert.All(
            Real().Calls.SelectMany(call => call.AllErrors),
            error => Assert.Contains($"    {error.Name} = ", codes, StringComparison.Ordinal));
    }

    [Fact]
    public void The_document_is_what_the_table_says()
    {
        string path = Path.Combine(RepositoryRoot.Path, "docs", "SYSCALLS.md");
        string expected = DocumentWriter.Write(Real());
        if (Environment.GetEnvironmentVariable("RK_ACCEPT") == "1")
        {
            File.WriteAllText(path, expected);
        }

        Assert.True(
            expected == File.ReadAllText(path),
            "docs/SYSCALLS.md is not what kernel/Abstractions/SystemCalls.table says; RK_ACCEPT=1 make test PART=Analyzers.Tests writes "
                + "it anew");
    }

    [Theory]
    [InlineData("call 1 Late", "line 1: expected 'call 0 NAME [flag ...]'")]
    [InlineData("call 0 A\ncall 1 A", "line 2: there is a call A already")]
    [InlineData("call 0 A fast", "line 1: 'fast' is none of the flags")]
    [InlineData("in x word", "line 1: 'in' before the first call")]
    [InlineData("call 0 A\n  in x", "line 2: expected 'in NAME TYPE'")]
    [InlineData("call 0 A\n  error NotFound", "line 2: expected 'error [rare] NAME when it comes'")]
    [InlineData("call 0 A\n  returns x", "line 2: 'returns' is none of call, >, in, out, error")]
    [InlineData(
        "call 0 A\n  in a word\n  in b word\n  in c word\n  in d word\n  out e word\n  out f word",
        "line 7: a call with several results has at most 3 arguments")]
    [InlineData("# nothing", "the table has no calls")]
    public void A_mistake_is_told_with_its_line(string text, string expected) =>
        Assert.Contains(SystemCallTable.Parse(text).Mistakes, mistake => mistake.Contains(expected, StringComparison.Ordinal));

    [Fact]
    public void A_call_has_no_more_arguments_than_registers()
    {
        string arguments = string.Concat(Enumerable.Range(0, 9).Select(i => $"  in a{i} word\n"));
        Assert.Equal("line 10: more than 8 registers", Assert.Single(SystemCallTable.Parse("call 0 A\n" + arguments).Mistakes));
    }

    // The generated stubs name them, and only the linker would miss one.
    [Fact]
    public void Programs_have_an_entry_for_each_number_of_arguments_before_several_results()
    {
        string entries = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "services", "Native", "Calls.S"));
        Assert.All(
            Enumerable.Range(0, SystemCallEntry.MostArgumentsOfSeveralResults + 1),
            arguments => Assert.Contains($"function invoke_results_{arguments}\n", entries, StringComparison.Ordinal));
    }

    [Fact]
    public void Errors_of_handles_follow_from_their_kind_and_rights()
    {
        SystemCallTable table = SystemCallTable.Parse("call 0 A\n  in p Port send\n  in m Memory\n  error NotFound the page is missing\n");
        Assert.Equal(["NotFound", "InvalidArgument", "AccessDenied"], table.Calls[0].AllErrors.Select(e => e.Name));
        Assert.EndsWith("; the page is missing", table.Calls[0].AllErrors[0].Text, StringComparison.Ordinal);
    }

    private static SystemCallTable Real() =>
        SystemCallTable.Parse(File.ReadAllText(Path.Combine(RepositoryRoot.Path, "kernel", "Abstractions", "SystemCalls.table")));
}
