using System;
using System.IO;
using System.Linq;
using System.Xml.Linq;
using RustKernel.EndToEnd.Tests;
using Xunit;

namespace RustKernel.Outside.EndToEnd.Tests;

/// <summary>rk outside with the example, and with mistakes.</summary>
public sealed class RegularExpressionTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rk-outside-");

    private static string Example => Path.Combine(Tool.Root, "tests", "Outside.EndToEnd.Tests", "boot-log.yaml");

    public void Dispose() => _folder.Delete(recursive: true);

    private ToolResult RkWith(string right, string wrong)
    {
        string suite = Path.Combine(_folder.FullName, "suite.yaml");
        string text = File.ReadAllText(Example);
        Assert.Contains(right, text, StringComparison.Ordinal);
        File.WriteAllText(suite, text.Replace(right, wrong, StringComparison.Ordinal));
        return Tool.Rk("outside", "qemu-virt", suite, "--log", _folder.FullName, "--junit", Path.Combine(_folder.FullName, "junit.xml"));
    }

    [Fact]
    public void The_example_passes()
    {
        ToolResult result = RkWith("suite: boot-log", "suite: boot-log");
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("ok      boot-log.unknown_command", result.Output, StringComparison.Ordinal);
        Assert.Contains("pass: 6 of 6 tests from outside ok", result.Output, StringComparison.Ordinal);
        string junit = Path.Combine(_folder.FullName, "junit.xml");
        Assert.Equal((byte)'<', File.ReadAllBytes(junit)[0]);
        XElement root = XElement.Load(junit), suite = root.Element("testsuite")!;
        double[] times = [.. suite.Elements("testcase").Select(test => (double)test.Attribute("time")!)];
        Assert.Equal("qemu-virt.boot-log", (string)suite.Attribute("name")!);
        Assert.Equal(("0", 6), ((string)suite.Attribute("failures")!, times.Length));
        Assert.All(suite.Elements("testcase"), test => Assert.Equal("qemu-virt.boot-log", (string)test.Attribute("classname")!));
        Assert.Contains(times, time => time > 0);
        // Each is rounded to a millionth of itself.
        const double Rounding = 1e-5;
        Assert.Equal((double)suite.Attribute("time")!, times.Sum(), tolerance: Rounding);
        Assert.InRange(times.Sum(), 0, (double)root.Attribute("time")! + Rounding);
    }

    [Fact]
    public void What_does_not_come_fails_and_what_builds_on_it_is_not_tried()
    {
        ToolResult result = RkWith("working \\(\\d+→\\d+\\)'\n    within: 60", "resting'\n    within: 1");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains(
            "not ok  boot-log.timer: /Timer interrupts resting/ did not come within 1 s",
            result.Output,
            StringComparison.Ordinal);
        Assert.Contains("not ok  boot-log.ready: not tried, since timer failed", result.Output, StringComparison.Ordinal);
        Assert.Contains("failures=\"4\"", File.ReadAllText(Path.Combine(_folder.FullName, "junit.xml")), StringComparison.Ordinal);
    }

    [Fact]
    public void What_came_instead_may_be_anything_and_the_file_is_still_XML()
    {
        string suite = Path.Combine(_folder.FullName, "suite.yaml"), junit = Path.Combine(_folder.FullName, "junit.xml");
        File.WriteAllText(suite, "suite: prompt\ntests:\n  - {name: prompt, expect: '^nothing', within: 3}\n");
        ToolResult result = Tool.Rk(
            "outside",
            "qemu-virt",
            suite,
            "--image",
            HostileKernel.Image("shell"),
            "--log",
            _folder.FullName,
            "--junit",
            junit);
        Assert.True(result.ExitCode == 1, result.ToString());
        Assert.Contains(
            "rk> \uFFFD[K",
            (string)XDocument.Load(junit).Descendants("failure").Single().Attribute("message")!,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_mistake_is_named_with_its_place()
    {
        ToolResult result = RkWith("→\\d+\\)'\n    within: 60", "→\\d+\\)'\n    whithin: 60");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("suite.yaml:15:5: unknown key tests[2].whithin (did you mean within?", result.Error, StringComparison.Ordinal);
    }
}
