// The cases of tests/ParityProgram on the target, line by line against .NET: the program boots from an initrd, with Init and nothing else.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RustKernel.Build.BootArchive;
using RustKernel.EndToEnd.Tests;
using RustKernel.ParityProgram;
using Xunit;

namespace RustKernel.RuntimeParity.Tests;

public sealed class TargetTests
{
    private const int LeastCases = 3000;
    private const int MostShown = 20;

    [Fact]
    public void Every_case_gives_the_line_that_dotnet_gives()
    {
        List<string> expected = [];
        AllCases.Run(new Table(expected.Add));
        Assert.True(expected.Count >= LeastCases, $"{expected.Count} cases of at least {LeastCases}");
        Assert.Equal(expected.Count, expected.Select(NameOf).Distinct(StringComparer.Ordinal).Count());

        string console = Boot();
        List<string> actual = [.. console.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.StartsWith('@'))];
        Assert.True(actual.Count > 0 && actual[^1] == $"@@END {expected.Count}", $"the program did not end:\n{Last(console)}");
        List<string> wrong = [.. expected.Zip(actual).Where(pair => pair.First != pair.Second)
            .Select(pair => $".NET   {pair.First}\ntarget {pair.Second}")];
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {expected.Count} cases differ:\n{string.Join('\n', wrong.Take(MostShown))}");
    }

    private static string NameOf(string line) => line[..line.IndexOf('=')];

    private static string Last(string console) => console[Math.Max(0, console.Length - 2000)..];

    private static string Boot()
    {
        string programs = Path.Combine(Tool.Root, "artifacts", "services");
        using TemporaryFolder folder = new();
        string archive = Path.Combine(folder.Path, "parity.cpio");
        using (FileStream file = File.Create(archive))
        {
            CpioWriter writer = new(file);
            Add(writer, Path.Combine(programs, "init"));
            Add(writer, Path.Combine(programs, "parityprogram"));
            Add(writer, Path.Combine(Tool.Root, "tests", "ParityProgram", "parity.service"));
            writer.Finish();
        }

        ToolResult result = Tool.Rk("run", "qemu-virt", "--log", folder.Path, "--qemu-arg=-initrd", "--qemu-arg=" + archive);
        Assert.True(result.ExitCode == 0, result.ToString());
        return result.Output;
    }

    private static void Add(CpioWriter archive, string file)
    {
        Assert.True(File.Exists(file), $"{file} is missing: make build");
        archive.Add(Path.GetFileName(file), File.ReadAllBytes(file));
    }
}
