// R5 without a machine: which words of a line count as stored, cleaned and fetched again.

using System;
using System.IO;
using RustKernel.EndToEnd.Tests;
using Xunit;

namespace RustKernel.Arch.EndToEnd.Tests;

public sealed class CachesTests : IDisposable
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromMinutes(5);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>CachesTest.c has the checks; with the checker's Caches.c it is a program of its own.</summary>
    [Fact]
    public void Words_that_were_stored_are_told_from_their_neighbours()
    {
        string checker = Path.Combine(Tool.Root, "hil", "ArchCheck");
        string program = Path.Combine(_folder.Path, "caches");
        string[] arguments =
        [
            "-std=gnu11",
            "-Wall",
            "-Wextra",
            "-Werror",
            "-I",
            checker,
            Path.Combine(Tool.Root, "tests", "Arch.EndToEnd.Tests", "CachesTest.c"),
            Path.Combine(checker, "Caches.c"),
            "-o",
            program
        ];
        Passes("clang", arguments);
        Passes(program, []);
    }

    private static void Passes(string program, string[] arguments)
    {
        ToolResult result = Tool.Finish(Tool.Start(program, arguments), s_deadline);
        Assert.True(result.ExitCode == 0, result.ToString());
    }
}
