// The kernel on machines with very different memory: it counts what the device tree says.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

/// <summary>Boots artifacts/Image with suite boot; QEMU's own device tree, dumped and read by fdtget, is the reference.</summary>
public sealed class RamSizeTests : IDisposable
{
    private const ulong FrameBytes = 4096;
    private const long MostMoreInstructions = 1_000_000;

    private static readonly TimeSpan s_deadline = TimeSpan.FromMinutes(15);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("64M")]
    [InlineData("128M")]
    [InlineData("512M")]
    [InlineData("1G")]
    [InlineData("3G")]
    [InlineData("8G")]
    [InlineData("16G")]
    [InlineData("64G")]
    public void Totals_are_the_device_trees(string size) => CompareTotals(size, Backend(size));

    [Theory]
    [InlineData("512M", "200M", "312M")]
    [InlineData("3G", "700M", "1348M", "1024M")]
    [InlineData("8G", "1024M", "1M", "3071M", "4096M")]
    public void Totals_are_the_device_trees_with_several_banks(string size, params string[] banks)
    {
        List<string> arguments = [];
        foreach ((string bank, int node) in banks.Select((bank, node) => (bank, node)))
        {
            arguments.AddRange(["-object", $"memory-backend-ram,id=m{node},size={bank},reserve=off", "-numa", $"node,memdev=m{node}"]);
        }

        Assert.Equal(banks.Length, CompareTotals(size, arguments));
    }

    [Fact]
    public void Start_up_does_not_grow_with_memory()
    {
        long small = Instructions("1G"), large = Instructions("64G");
        Assert.True(large - small <= MostMoreInstructions, $"{large} instructions to the first test at 64 GiB, {small} at 1 GiB");
    }

    // Memory that the host provides only when touched.
    private static string[] Backend(string size)
        => ["-object", $"memory-backend-ram,id=m,size={size},reserve=off", "-machine", "memory-backend=m"];

    private int CompareTotals(string size, IReadOnlyList<string> arguments)
    {
        (ulong Start, ulong Size)[] banks = [.. BanksOfDeviceTree(size, arguments).Order()];
        string console = Boot(size, arguments);
        (ulong Start, ulong Size)[] reported =
            [.. Regex
                .Matches(console, @"^Boot: Memory region: 0x([0-9a-f]+) - 0x([0-9a-f]+) \(([0-9]+) MB\)", RegexOptions.Multiline)
                .Select(Region)
                .Order()];
        Assert.Equal(banks, reported);
        ulong frames = banks.Aggregate(0ul, (sum, bank) => sum + (bank.Size / FrameBytes));
        Assert.Contains($"FrameAllocator: {frames} frames total, ", console, StringComparison.Ordinal);
        return banks.Length;

        static (ulong Start, ulong Size) Region(Match line)
        {
            ulong start = Hex(line.Groups[1].Value), size = Hex(line.Groups[2].Value) - start;
            Assert.Equal(size >> 20, ulong.Parse(line.Groups[3].Value, CultureInfo.InvariantCulture));
            return (start, size);
        }
    }

    private IEnumerable<(ulong Start, ulong Size)> BanksOfDeviceTree(string size, IReadOnlyList<string> arguments)
    {
        string tree = _folder.File($"{size}.dtb");
        Run(
            "qemu-system-aarch64",
            [
                "-machine",
                "virt,gic-version=2,dumpdtb=" + tree,
                "-cpu",
                "cortex-a72",
                "-m",
                size,
                "-nodefaults",
                "-display",
                "none",
                .. arguments
            ]);
        foreach (string node in Run("fdtget", ["-l", tree, "/"])
            .Split('\n')
            .Where(name => name.StartsWith("memory@", StringComparison.Ordinal)))
        {
            // Two cells of address and two of size.
            ulong[] cells = [.. Run("fdtget", ["-t", "x", tree, "/" + node, "reg"]).Trim().Split(' ').Select(Hex)];
            Assert.Equal(4, cells.Length);
            yield return ((cells[0] << 32) | cells[1], (cells[2] << 32) | cells[3]);
        }
    }

    private long Instructions(string size)
        => long.Parse(
            Regex.Match(
                Boot(size, [.. Backend(size), "-icount", "shift=0,sleep=off"]),
                "# metric boot.instructions_to_tests=([0-9]+) ").Groups[1].Value,
            CultureInfo.InvariantCulture);

    private string Boot(string size, IReadOnlyList<string> arguments)
    {
        string logs = _folder.File(Guid.NewGuid().ToString("N"));
        ToolResult result = Tool.Rk(
            [
                "test",
                "qemu-virt",
                "--suite",
                "boot",
                "--memory",
                size,
                "--log",
                logs,
                .. arguments.Select(argument => "--qemu-arg=" + argument)
            ]);
        Assert.True(result.ExitCode == 0, result.ToString());
        return EventLog.Console(Directory.GetFiles(logs, "*.jsonl").Single());
    }

    private static string Run(string program, string[] arguments)
    {
        ToolResult result = Tool.Finish(Tool.Start(program, arguments), s_deadline);
        Assert.True(result.ExitCode == 0, $"{program}: {result}");
        return result.Output;
    }

    private static ulong Hex(string digits) => ulong.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
