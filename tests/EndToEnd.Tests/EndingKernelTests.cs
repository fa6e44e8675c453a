using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

/// <summary>Kernels whose run ends by itself.</summary>
public sealed class EndingKernelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private ToolResult Test(string kernel, params string[] more)
        => Tool.Rk(["test", "qemu-virt", "--suite", "boot,lang", "--image", HostileKernel.Image(kernel), "--log", _folder.Path, .. more]);

    [Theory]
    [InlineData("good", 0, "pass: 3 of 4 tests ok, 1 skipped in 2 suites")]
    [InlineData("crlf-less", 0, "pass: 3 of 4 tests ok, 1 skipped in 2 suites")]
    [InlineData("failing", 1, "fail: test lang.switch failed: expected 3, was 4")]
    [InlineData("silent-off", 1, "fail: no bytes: the machine switched itself off")]
    [InlineData("off-before-done", 1, "fail: the machine switched itself off before # done, after test lang.switch")]
    [InlineData("no-document", 1, "fail: the machine switched itself off before # done, after FrameAllocator")]
    [InlineData("empty", 1, "fail: no test ran")]
    [InlineData("reboot-loop", 1, "fail: the machine reset itself")]
    [InlineData("restart", 1, "fail: the machine started again by itself")]
    [InlineData("panic", 1, "fail: panic: frame 12 freed twice (after test boot.banner)")]
    [InlineData("panic-twice", 1, "panicked again: data abort in the backtrace")]
    [InlineData("panic-cut", 1, "the panic did not come to its end")]
    [InlineData("panic-after-done", 1, "fail: panic: frame 12 freed twice (after # done)")]
    [InlineData("lost-not", 1, "fail: test lang failed")] // the suite's own line is whole
    [InlineData("lost-not-everywhere", 3, "infrastructure: the serial line cannot be trusted")]
    [InlineData("wrong-crc", 3, "its CRC is")]
    [InlineData("missing-line", 3, "lines are missing")]
    [InlineData("doubled-line", 3, "came twice")]
    public void The_verdict_is_right(string kernel, int status, string message)
    {
        ToolResult result = Test(kernel);
        Assert.True(result.ExitCode == status, result.ToString());
        Assert.Contains(message, status >= 2 ? result.Error : result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_suite_that_the_kernel_lacks_is_a_usage_error()
    {
        ToolResult result = Tool.Rk(
            "test",
            "qemu-virt",
            "--suite",
            "nosuch",
            "--image",
            HostileKernel.Image("unknown-suite"),
            "--log",
            _folder.Path);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("this kernel has no suite nosuch (it has: boot lang)", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Failed_tests_come_last_with_the_command_that_repeats_their_suite()
    {
        string image = HostileKernel.Image("failing");
        ToolResult result = Tool.Rk("test", "qemu-virt", "--suite=boot,lang", "--image", image, "--log", _folder.Path, "--cmdline", "a b");
        Assert.Equal(1, result.ExitCode);
        string[] lines = result.Output.TrimEnd().Split('\n');
        string command = $"  to repeat: ./rk test qemu-virt --image {image} --log {_folder.Path} --cmdline 'a b' --suite lang";
        Assert.Equal(["  failed: lang.switch: expected 3, was 4", command], lines[^4..^2]);
    }

    [Fact]
    public void The_reports_of_a_pass_hold_one_case_for_each_test()
    {
        ToolResult result = Test("good", "--junit", _folder.File("out.xml"), "--json", _folder.File("out.json"));
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(4, XDocument.Load(_folder.File("out.xml")).Descendants("testcase").Count());
        Assert.Equal("pass", (string?)JsonNode.Parse(File.ReadAllText(_folder.File("out.json")))!["verdict"]);
    }

    [Fact]
    public void The_JSON_is_alone_on_standard_output()
    {
        ToolResult result = Test("good", "--json", "-");
        Assert.Equal("pass", (string?)JsonNode.Parse(result.Output)!["verdict"]);
        Assert.Contains("  ok      lang.", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_log_begins_before_the_emulator_and_holds_every_byte()
    {
        Assert.Equal(0, Test("good").ExitCode);
        JsonNode[] events =
            [.. File.ReadLines(Directory.GetFiles(_folder.Path, "*.jsonl").Single()).Skip(1).Select(line => JsonNode.Parse(line)!)];
        string[] kinds = [.. events.Select(logged => (string)logged["kind"]!)];
        Assert.True(Array.IndexOf(kinds, "run.start") < Array.IndexOf(kinds, "process.start"));
        Assert.True(Array.IndexOf(kinds, "process.start") < Array.IndexOf(kinds, "power"));
        Assert.True(Array.IndexOf(kinds, "power") < Array.IndexOf(kinds, "serial.rx"));
        Assert.Equal("verdict", kinds[^1]);
        byte[] console = [.. events
            .Where(logged => (string)logged["kind"]! == "serial.rx")
            .SelectMany(logged => Convert.FromBase64String((string)logged["data"]!))];
        Assert.StartsWith("RustKernel v0.1.0", System.Text.Encoding.UTF8.GetString(console), StringComparison.Ordinal);
        Assert.EndsWith("c=08f9\r\n", System.Text.Encoding.UTF8.GetString(console), StringComparison.Ordinal);
    }

    [Fact]
    public void Repeated_runs_are_counted()
    {
        ToolResult result = Test("good", "--repeat", "3");
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("3 of 3 runs passed", result.Output, StringComparison.Ordinal);
        Assert.Equal(3, Directory.GetFiles(_folder.Path, "*.jsonl").Length);
    }
}
