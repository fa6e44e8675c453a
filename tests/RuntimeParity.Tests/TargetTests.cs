// The cases of tests/ParityProgram on the target, compared line by line with .NET: the program boots from an initrd, only with Init.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using RustKernel.EndToEnd.Tests;
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
        List<string> expected = Expected(AllCases.Run);
        Assert.True(expected.Count >= LeastCases, $"{expected.Count} cases of at least {LeastCases}");
        Assert.Equal([], expected.GroupBy(NameOf).Where(same => same.Count() > 1).Select(same => same.Key));
        Compare(expected, Boot("parity.service"));
    }

    [Fact]
    public void Sockets_behave_as_in_dotnet() => Compare(
        Expected(SocketCases.Run),
        TargetRun.Boot([("parityprogram", "tests/ParityProgram/sockets.service"), ("network", "services/Network/net.service")]));

    // Collections at seeded places, and poison in what they free.
    [Fact]
    public void Cases_give_the_same_lines_while_the_collector_runs_often() =>
        Compare(Expected(AllCases.RunSome), Boot("stress.service"));

    [Fact]
    [Trait("Run", "soak")]
    public void All_cases_give_the_same_lines_while_the_collector_runs_very_often() =>
        Compare(Expected(AllCases.Run), Boot("stressall.service", "--timeout", "3000"));

    private static List<string> Expected(Action<Table> run)
    {
        List<string> expected = [];
        run(new Table(expected.Add));
        return expected;
    }

    private static void Compare(List<string> expected, string console)
    {
        List<string> actual = [.. console.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.StartsWith('@'))];
        Assert.True(actual.Count > 0 && actual[^1] == $"@@END {expected.Count}", $"the program did not end:\n{Last(console)}");
        List<string> wrong = [.. expected.Zip(actual).Where(pair => pair.First != pair.Second)
            .Select(pair => $".NET   {pair.First}\ntarget {pair.Second}")];
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {expected.Count} cases differ:\n{string.Join('\n', wrong.Take(MostShown))}");
    }

    // As authors wrote them: they print the same as under .NET, with a heap limit of the same size; .NET ends with the same words
    // when a stack is used up.
    [Fact]
    public void Programs_that_use_up_what_they_have_end_as_in_dotnet()
    {
        string console = TargetRun.Boot(
        [
            ("parityprogram", "tests/ParityProgram/given.service"),
            ("parityprogram", "tests/ParityProgram/givenend.service"),
            ("givenservice", "tests/GivenService/givenservice.service"),
        ]);
        string[] lines = [.. console.Split('\n').Select(line => line.TrimEnd('\r'))];
        string[] expected =
        [
            "@2", "start", "nodes 10000 -> 10000", "nodes 20000 -> 20000", "nodes 40000 -> 40000", "nodes 60000 -> 60000",
            "nodes 80000 -> 80000", "nodes 100000 -> 100000", "nodes 200000 -> 200000", "nodes 400000 -> 400000", "@oomstr=caught BBB",
            "Stack overflow.", "constructed", "tick 0", "tick 1", "tick 2", "tick 3", "tick 4", "@@END",
        ];
        Assert.Equal([], expected.Where(line => !lines.Contains(line)));

        // The program itself uses some of the 24 MiB.
        Assert.InRange(Figure(lines, "largest array MB: "), 15, 24);
        Assert.InRange(Figure(lines, "100KB arrays before OOM: "), 150, 240);
    }

    // The limit, its value, and how to raise it: from the program if it can still write, otherwise from Init. Each limit has a different
    // value.
    [Fact]
    public void Who_goes_beyond_a_limit_is_told_which_one()
    {
        string console = TargetRun.Boot(
            Directory.GetFiles(Path.Combine(Tool.Root, "tests", "OverLimits"), "*.service")
                .Order(StringComparer.Ordinal)
                .Select(file => ("overlimits", Path.GetRelativePath(Tool.Root, file))));
        string[] lines = [.. console.Split('\n').Select(line => line.TrimEnd('\r'))];
        string[] expected =
        [
            @"^   limit: memory=2020K \(20\d\dK used, 1K wanted\) of its manifest; a larger number in NAME\.service raises it$",
            @"^   limit: memory=2040K \(\d+K used, 65537K wanted\) of its manifest; ",
            @"^init: limitpage failed: out of memory at .* \(memory=2060K of its manifest is used up; a larger number in limitpage\.",
            @"memory=2080K .*of its manifest",
            @"^   limit: this thread's stack of 8192K; new Thread",
            @"^   limit: this thread's stack of 64K; new Thread\(start, maxStackSize\) takes up to 8192K$",
            @": No further thread\. The limit is objects=41 of its manifest\.$",
            @": No further thread\. The limit is handles=42 of its manifest\.$",
            @": No further thread\. There are 400, the limit of the runtime; one that ends makes room\.$",
            @"^   limit: objects=43 of its manifest; ",
            @"^   limit: objects=44 of its manifest; ",
            @"^@caught Insufficient memory to continue the execution of the program\.$",
            @"^init: limitstart cannot be started: out of memory \(memory=16K of its manifest is used up; a larger number in limitstart\.",
            @"^init: limitshare cannot be started: .* \(its manifest asks for memory=3072000K, and \d+K are left for programs\)$",
            @"^init: limitsome cannot be started: .* \(its manifest asks for objects=4000000, and \d+ are left for programs\)$",
        ];
        Assert.Equal("", string.Join("\n", expected.Where(pattern => !lines.Any(line => Regex.IsMatch(line, pattern)))));
        int own = Array.FindIndex(lines, line => line.EndsWith(": of its own", StringComparison.Ordinal));
        Assert.True(own >= 0, console);
        Assert.DoesNotContain("limit:", lines[own + 1], StringComparison.Ordinal);
    }

    // Each array of up to 399 MB is cleared: 80 GB in all.
    [Fact]
    [Trait("Run", "soak")]
    public void A_heap_of_hundreds_of_megabytes_has_room_for_what_dotnet_has()
    {
        string console = Boot("large.service", "--timeout", "1800", "--qemu-arg=-m", "--qemu-arg=4G");
        string[] expected = ["largest array MB: 399", "100KB arrays before OOM: 4096", "nodes 1000000 -> 1000000"];
        Assert.Equal([], expected.Where(line => !console.Contains(line + "\r\n", StringComparison.Ordinal)));
    }

    // Extents of many mebibytes, whose pages are made 2 MiB at once.
    [Fact]
    public void A_heap_of_tens_of_megabytes_is_whole_after_collections() => CheckHeaps(Boot("some.service"), 3);

    // 5 million objects, and 1 GiB of them: ten thousand million instructions of an emulator, which are counted.
    [Theory]
    [Trait("Run", "soak")]
    [InlineData("heap.service", 10)]
    [InlineData("live.service", 5)]
    public void A_heap_of_one_gibibyte_is_whole_after_collections(string manifest, int heaps) => CheckHeaps(
        Boot(
            manifest,
            "--timeout",
            "1800",
            "--qemu-arg=-m",
            "--qemu-arg=4G",
            "--qemu-arg=-icount",
            "--qemu-arg=shift=0,sleep=off"),
        heaps);

    private static void CheckHeaps(string console, int heaps)
    {
        List<string> figures = [.. console.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.StartsWith('@'))];
        Assert.True(figures.Count > 0 && figures[^1] == "@@END 0", $"the program did not end well:\n{Last(console)}");
        Assert.Equal(heaps, figures.Count(line => line.EndsWith("; whole", StringComparison.Ordinal)));
    }

    private static int Figure(string[] lines, string name)
    {
        string line = Assert.Single(lines, line => line.StartsWith(name, StringComparison.Ordinal));
        return int.Parse(line[name.Length..], CultureInfo.InvariantCulture);
    }

    private static string NameOf(string line) => line[..line.IndexOf('=')];

    private static string Last(string console) => console[Math.Max(0, console.Length - 2000)..];

    private static string Boot(string manifest, params string[] options) =>
        TargetRun.Boot(
            [("parityprogram", "tests/ParityProgram/" + manifest), ("temporary", "services/Temporary/tmp.service")],
            options);
}
