// The built kernel through the real rk: suites, machines, panics, figures.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

/// <summary>Boots artifacts/Image and artifacts/test-kernels in QEMU virt.</summary>
public sealed class RealKernelTests : IDisposable
{
    private const int MostInstructionsToTests = 3_000_000;

    // With its suites. It had 389,000 bytes before the UARTs of ten families, a Raspberry Pi 3's interrupts, power by the tree,
    // console=, earlycon= and mem=; all that may add at most 40,000.
    private const int MostKernelBytes = 427_300;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private ToolResult Test(params string[] more) => Tool.Rk(["test", "qemu-virt", "--log", _folder.Path, .. more]);

    private string File(string name) => Path.Combine(_folder.Path, name);

    [Fact]
    public void Each_suite_passes_and_JUnit_has_a_case_for_each_test()
    {
        ToolResult result = Test("--suite", "boot,lang", "--junit", File("out.xml"), "--json", File("out.json"));
        Assert.True(result.ExitCode == 0, result.ToString());
        XElement report = XElement.Load(File("out.xml"));
        JsonNode summary = JsonNode.Parse(System.IO.File.ReadAllText(File("out.json")))!;
        Assert.Equal(["qemu-virt.boot", "qemu-virt.lang"], report.Elements("testsuite").Select(suite => (string)suite.Attribute("name")!));
        int cases = report.Descendants("testcase").Count();
        Assert.Equal(
            result.Output
                .Split('\n')
                .Count(line => line.StartsWith("  ok ", StringComparison.Ordinal) || line.StartsWith("  skip ", StringComparison.Ordinal)),
            cases);
        Assert.True(cases > 50, $"{cases} cases");
        Assert.Empty(report.Descendants("failure"));
        Assert.NotNull(summary["verdict"]);
    }

    [Theory]
    [InlineData("--gic", "3", "--cpu", "cortex-a53")]
    [InlineData("--cpu", "max", "--memory", "8G", "--gic", "4", "--machine-option", "virtualization=on")]
    public void All_suites_pass_on_other_machines(params string[] machine) => AssertPasses(machine);

    // The matrix of make test has these CPUs with the kernel's own suites.
    [Theory]
    [Trait("Run", "hil")]
    [InlineData("--machine-option", "virtualization=on", "--cpu", "cortex-a57")]
    [InlineData("--cpu", "cortex-a76", "--memory", "128M")]
    public void All_suites_pass_on_more_machines(params string[] machine) => AssertPasses(machine);

    private void AssertPasses(string[] machine)
    {
        ToolResult result = Test(machine);
        Assert.True(result.ExitCode == 0, result.ToString());
    }

    [Fact]
    public void All_suites_pass_when_entered_at_EL3_at_an_address_between_2_MiB_steps() => PassAtEl3("3", "secure=on", "virtualization=on");

    [Theory]
    [Trait("Run", "hil")]
    [InlineData("2", "secure=on")]
    [InlineData("3", "secure=on")]
    public void All_suites_pass_when_entered_at_EL3_without_EL2(string gic, params string[] options) => PassAtEl3(gic, options);

    private void PassAtEl3(string gic, params string[] options)
    {
        string log = RawLoaderBoot("virt," + string.Join(',', options) + ",gic-version=" + gic, 0x40201000);
        Assert.Contains("Entered at EL3, image at 0x40201000", log, StringComparison.Ordinal);
        Assert.DoesNotContain("PANIC", log, StringComparison.Ordinal);
        Assert.DoesNotContain("✗", log, StringComparison.Ordinal);
        Assert.Matches("# done total=[0-9]+ ok=[0-9]+ notok=0 ", log);
    }

    [Fact]
    public void A_failing_test_is_named_with_what_it_found()
    {
        string image = Path.Combine(Tool.Root, "artifacts/test-kernels/failing/Image");
        ToolResult result = Test("--image", image, "--suite", "boot,failing", "--junit", File("out.xml"));
        Assert.True(result.ExitCode == 1, result.ToString());
        Assert.Contains("failing.fails", result.Output, StringComparison.Ordinal);
        Assert.Contains("letters in five: expected 0x5, was 0x4", result.Output, StringComparison.Ordinal);
        XElement failed = Assert.Single(XElement.Load(File("out.xml")).Descendants("failure")).Parent!;
        Assert.Equal("qemu-virt.failing", (string)failed.Attribute("classname")!);
        Assert.Equal("fails", (string)failed.Attribute("name")!);
    }

    [Fact]
    public void An_unknown_suite_is_a_usage_error_that_names_the_known_ones()
    {
        ToolResult result = Test("--suite", "boot,nosuch");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("nosuch", result.Error, StringComparison.Ordinal);
        Assert.Contains("lang", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_waiting_kernel_runs_suites_on_demand_and_quits()
    {
        ToolResult result = Tool.RkWithInput(
            "run boot\nrun nosuch\nnonsense\nquit\n",
            "run",
            "qemu-virt",
            "--cmdline",
            "test=wait",
            "--log",
            _folder.Path);
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.True(result.Output.Split("# ready\r\n").Length - 1 == 4, result.ToString());
        Assert.Matches("# done total=[0-9]+ ok=[0-9]+ notok=0 ", result.Output);
        Assert.Contains("# unknown suite: nosuch (known: boot lang", result.Output, StringComparison.Ordinal);
        Assert.Contains("# unknown command: nonsense", result.Output, StringComparison.Ordinal);
        Assert.Contains("the machine switched itself off", result.Error, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> Panics => new()
    {
        { "check", "asked for by panic=check" },
        { "index", "array or span index out of range" },
        { "overflow", "arithmetic overflow" },
        { "undefined", "undefined instruction" },
        { "brk", "BRK instruction" },
        { "svc", "SVC" },
        { "read", "translation fault at level 0, on a read" },
        { "write", "permission fault at level 3, on a write" },
        { "execute", "instruction abort: permission fault" },
        { "stack", "kernel stack overflow" },
        { "double", "PANIC: again: unhandled exception" },
        { "vector0", "synchronous, from the kernel" },
        { "vector2", "unexpected FIQ" },
        { "vector7", "unexpected SError" },
        { "vector8", "synchronous, from EL0" },
        { "vector15", "SError, from AArch32" },
    };

    [Theory]
    [MemberData(nameof(Panics))]
    public void Each_class_of_panic_reports_itself_and_ends_the_run_as_a_failure(string name, string message)
    {
        ToolResult result = Test("--suite", "boot", "--cmdline", "panic=" + name);
        Assert.True(result.ExitCode == 1, result.ToString());
        string console = Console();
        Assert.Contains("PANIC: ", console, StringComparison.Ordinal);
        Assert.Contains(message, console, StringComparison.Ordinal);
        Assert.Contains("# panic end", console, StringComparison.Ordinal);
    }

    [Fact]
    public void A_panic_is_symbolized_to_file_and_line()
    {
        Assert.Equal(1, Test("--suite", "boot", "--cmdline", "panic=index").ExitCode);
        ToolResult result = Tool.Rk("symbolize", Directory.GetFiles(_folder.Path, "*.jsonl").Single());
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("PanicClasses.cs:", result.Output, StringComparison.Ordinal);
        Assert.Contains("KernelMain.cs:", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_test_is_reached_within_its_budget_of_instructions()
    {
        ToolResult result = Test(
            "--suite", "boot,timer", "--gic", "3", "--memory", "1G", "--junit", File("out.xml"),
            "--qemu-arg=-icount", "--qemu-arg=shift=0,sleep=off");
        Assert.True(result.ExitCode == 0, result.ToString());
        Dictionary<string, string> metrics = XElement.Load(File("out.xml")).Descendants("property")
            .Where(property => ((string)property.Attribute("name")!).StartsWith("metric.", StringComparison.Ordinal))
            .ToDictionary(property => (string)property.Attribute("name")!, property => (string)property.Attribute("value")!);
        int instructions = int.Parse(metrics["metric.boot.instructions_to_tests"].Split(' ')[0], CultureInfo.InvariantCulture);
        Assert.InRange(instructions, 1, MostInstructionsToTests);
        Assert.InRange(int.Parse(metrics["metric.timer.tick_cost"].Split(' ')[0], CultureInfo.InvariantCulture), 1, 170);
        long image = new FileInfo(Path.Combine(Tool.Root, "artifacts/Image")).Length;
        Assert.InRange(image, 1, MostImageBytes());

        // The boot archive lies inside the Image.
        Assert.InRange(image - new FileInfo(Path.Combine(Tool.Root, "artifacts/boot.cpio")).Length, 1, MostKernelBytes);
    }

    // As the build and rk bench read it.
    private static int MostImageBytes()
    {
        string budgets = System.IO.File.ReadAllText(Path.Combine(Tool.Root, "boards/qemu-virt/budgets.yaml"));
        return int.Parse(
            Regex.Match(budgets, @"name: image\.bytes\b[^\n]*\s+unit: bytes\s+budget: (\d+)").Groups[1].Value,
            CultureInfo.InvariantCulture);
    }

    private string Console() => EventLog.Console(Directory.GetFiles(_folder.Path, "*.jsonl").Single());

    // A raw loader enters at EL3 with x0 = 0 and knows no command line, so that goes into the device tree. Without firmware the
    // machine cannot switch itself off, so the emulator is ended when the kernel reports that it idles.
    private string RawLoaderBoot(string machine, ulong address)
    {
        string tree = File("virt.dtb");
        string[] common = ["-cpu", "cortex-a72", "-m", "1G", "-nic", "none", "-nographic"];
        Run("qemu-system-aarch64", ["-M", machine + ",dumpdtb=" + tree, .. common]);
        Run("fdtput", ["-t", "s", tree, "/chosen", "bootargs", "test=all"]);
        string image = Path.Combine(Tool.Root, "artifacts/Image");
        using Process emulator = Tool.Start(
            "timeout",
            [
                "600",
                "qemu-system-aarch64",
                "-M",
                machine,
                .. common,
                "-dtb",
                tree,
                "-device",
                $"loader,file={image},addr=0x{address:x},force-raw=on,cpu-num=0"
            ]);
        StringBuilder log = new();
        while (emulator.StandardOutput.ReadLine() is { } line)
        {
            log.AppendLine(line);
            if (line.StartsWith("Kernel: ", StringComparison.Ordinal))
            {
                break;
            }
        }

        emulator.Kill(entireProcessTree: true);
        return log.ToString();
    }

    private static void Run(string program, string[] arguments)
    {
        ToolResult result = Tool.Finish(Tool.Start(program, arguments), TimeSpan.FromMinutes(15));
        Assert.True(result.ExitCode == 0, $"{program}: {result}");
    }
}
