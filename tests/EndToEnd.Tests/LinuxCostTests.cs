// The cost of Linux programs here, in instructions, compared with Linux itself on the same QEMU.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;
using Xunit.Abstractions;

namespace RustKernel.EndToEnd.Tests;

/// <summary>
/// tests/LinuxPrograms/cost.c and Hello on a machine that counts. If RK_LINUX names a folder with Debian's kernel
/// (tests/LinuxNetworkCost/run.sh says how to make it), the same programs also run on it, and its figures are written next to ours.
/// </summary>
public sealed class LinuxCostTests(ITestOutputHelper output) : IDisposable
{
    private const string Start = "hello_start";
    private const string Whole = "hello";
    private const string Frames = "hello_frames";
    private const ulong KibPerFrame = 4;
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(10);
    private static readonly string[] s_machine = ["--cpu", "cortex-a72", "--gic", "3", "--smp", "1"];

    // The most that a row may cost.
    private static readonly Dictionary<string, ulong> s_limits = new()
    {
        ["getpid"] = 280,
        ["clock_gettime"] = 350,
        ["futex_wake_nobody"] = 350,
        ["futex_round_trip"] = 3_300,
        ["mmap_munmap_64k"] = 3_600,
        ["first_touch"] = 1_100,
        ["mprotect"] = 2_300,
        [Start] = 1_300_000,
        [Whole] = 1_700_000,
        [Frames] = 200,
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Run", "hil")]
    public void No_row_is_above_its_limit()
    {
        string cost = LinuxProgram.Compile(_folder, "cost"), hello = Publish();
        Dictionary<string, ulong> ours = Ours(cost, hello), linux = Linux(cost, hello);
        foreach ((string row, ulong limit) in s_limits)
        {
            Assert.True(ours.ContainsKey(row), row);
            output.WriteLine($"| {row} | {ours[row]} | {(linux.TryGetValue(row, out ulong value) ? value : "-")} | {limit} |");
        }

        Assert.Empty(ours.Where(row => row.Value > s_limits[row.Key]).Select(row => $"{row.Key}: {row.Value}"));
    }

    private static string Publish()
    {
        ToolResult result = Tool.Rk("exec", "qemu-virt", Path.Combine("tests", "LinuxPrograms", "Hello"));
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("Hello, World!\n", result.Output);
        string hello = Path.Combine(Tool.Root, "artifacts", "exec", "Hello", "Hello");

        // A program without cryptography pays nothing for OpenSSL.
        Assert.Equal(-1, File.ReadAllBytes(hello).AsSpan().IndexOf("OpenSSL"u8));
        return hello;
    }

    private Dictionary<string, ulong> Ours(string cost, string hello)
    {
        ToolResult result = Tool.Rk(
            ["exec", "qemu-virt", cost, .. s_machine, "--qemu-arg=-icount", "--qemu-arg=shift=0,sleep=off"]);
        Assert.True(result.ExitCode == 0, result.ToString());
        Dictionary<string, ulong> figures = Figures(result.Output);
        (figures[Start], figures[Whole], figures[Frames]) = HelloOf(hello);
        return figures;
    }

    // A plugin counts the instructions between two places where the machine sent "ello": the command's echo, the program's line, and the
    // shell's about its end. The second run is counted.
    private (ulong Start, ulong Whole, ulong Frames) HelloOf(string hello)
    {
        string artifacts = Path.Combine(Tool.Root, "artifacts"), report = _folder.File("report");
        string plugin = $"{artifacts}/archcheck/rk-profile.so,out={report},at=ello,elf={artifacts}/kernel.elf,"
            + string.Join(',', Directory.GetFiles(Path.Combine(artifacts, "services"), "*.elf").Select(file => "elf=" + file));
        string program = _folder.File("hello");
        File.Copy(hello, program);
        using RunningSystem system = new(
            _folder.Path, [.. LinuxProgram.Options(_folder, program), .. s_machine, "--qemu-arg=-plugin", "--qemu-arg=" + plugin]);
        LinuxProgram.Send(system, _folder, "hello", "hello", "memory=32M\nobjects=256\nhandles=256\n");
        _ = system.Type("run hello\r", "hello: exit code 0\r\n");
        _ = system.Type("run hello\r", "hello: exit code 0\r\n");
        int last = Directory.GetFiles(_folder.Path, "report.*").Max(file => int.Parse(file.Split('.')[^1], CultureInfo.InvariantCulture));
        ulong start = Counted($"{report}.{last - 1}"), whole = start + Counted($"{report}.{last}");
        _ = system.Type("run hello stay &\r", "Hello, World!\r\n");
        string memory = system.Type("mem\recho over\r", "\nover\r\n");
        Match most = Regex.Match(memory, @"(?m)^hello +\d+ +(\d+) ");
        Assert.True(most.Success, memory);
        return (start, whole, Number(most.Groups[1].Value) / KibPerFrame);
    }

    // All, then where they went.
    private ulong Counted(string report)
    {
        string text = File.ReadAllText(report);
        output.WriteLine(text);
        return Number(Regex.Match(text, @"(\d+) in all").Groups[1].Value);
    }

    private Dictionary<string, ulong> Linux(string cost, string hello)
    {
        if (Environment.GetEnvironmentVariable("RK_LINUX") is not { Length: > 0 } folder)
        {
            output.WriteLine("RK_LINUX names no folder with Linux's kernel: its figures are those of docs/PERFORMANCE.md");
            return [];
        }

        string script = Path.Combine(Tool.Root, "tests", "LinuxPrograms", "cost.sh");
        ToolResult result = Tool.Finish(Tool.Start(script, [folder, cost, hello]), s_limit);
        Assert.True(result.ExitCode == 0, result.ToString());
        return Figures(result.Output);
    }

    private static Dictionary<string, ulong> Figures(string text)
        => Regex.Matches(text, @"(?m)^(\w+) (\d+)\r?$").ToDictionary(row => row.Groups[1].Value, row => Number(row.Groups[2].Value));

    private static ulong Number(string text) => ulong.Parse(text, CultureInfo.InvariantCulture);
}
