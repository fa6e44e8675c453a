// The cases of tests/ParityProgram on the target, line by line against .NET: the program boots from an initrd, with Init and nothing else.

using System;
using System.Collections.Generic;
using System.Linq;
using RustKernel.ParityProgram;
using Xunit;

namespace RustKernel.RuntimeParity.Tests;

public sealed class TargetTests
{
    private const int LeastCases = 3000;
    private const int MostShown = 100;

    [Fact]
    public void Every_case_gives_the_line_that_dotnet_gives()
    {
        List<string> expected = [];
        AllCases.Run(new Table(expected.Add));
        Assert.True(expected.Count >= LeastCases, $"{expected.Count} cases of at least {LeastCases}");
        Assert.Equal([], expected.GroupBy(NameOf).Where(same => same.Count() > 1).Select(same => same.Key));

        string console = Boot("parity.service");
        List<string> actual = [.. console.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.StartsWith('@'))];
        Assert.True(actual.Count > 0 && actual[^1] == $"@@END {expected.Count}", $"the program did not end:\n{Last(console)}");
        List<string> wrong = [.. expected.Zip(actual).Where(pair => pair.First != pair.Second)
            .Select(pair => $".NET   {pair.First}\ntarget {pair.Second}")];
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {expected.Count} cases differ:\n{string.Join('\n', wrong.Take(MostShown))}");
    }

    // 5 million objects, and 1 GiB of them: a hundred thousand million instructions of an emulator.
    [Fact]
    [Trait("Run", "soak")]
    public void A_heap_of_one_gibibyte_is_whole_after_collections()
    {
        string console = Boot(
            "heap.service",
            "--timeout",
            "1800",
            "--qemu-arg=-m",
            "--qemu-arg=4G",
            "--qemu-arg=-icount",
            "--qemu-arg=shift=0,sleep=off");
        List<string> figures = [.. console.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.StartsWith('@'))];
        Assert.True(figures.Count > 0 && figures[^1] == "@@END 0", $"the program did not end well:\n{Last(console)}");
        Assert.Equal(10, figures.Count(line => line.EndsWith("; whole", StringComparison.Ordinal)));
    }

    private static string NameOf(string line) => line[..line.IndexOf('=')];

    private static string Last(string console) => console[Math.Max(0, console.Length - 2000)..];

    private static string Boot(string manifest, params string[] options) =>
        TargetRun.Boot(
            [("parityprogram", "tests/ParityProgram/" + manifest), ("temporary", "services/Temporary/tmp.service")],
            options);
}
