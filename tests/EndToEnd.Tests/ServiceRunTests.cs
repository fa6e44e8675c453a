using System;
using System.IO;
using System.Linq;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

/// <summary>Programs sent into the running system: run, pipes, Ctrl-C, background, exit codes; what a failed one leaves.</summary>
public sealed class ServiceRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_program_is_sent_started_and_followed()
    {
        using (RunningSystem system = new(_folder.Path))
        {
            ToolResult result = system.Run("", "Greet", "--", "World", "two words");
            Assert.True(result.ExitCode == 2, result.ToString());
            Assert.Contains("Hello, World!\r\nHello, two words!\r\ngreet: exit code 2\r\n", result.Output, StringComparison.Ordinal);
            Assert.Matches(@"rk: greet, \d+ bytes: .*transfer \d.*start \d.* in all", result.Error);

            result = system.Run("one\ntwo\n", "Greet");
            Assert.True(result.ExitCode == 0, result.ToString());
            Assert.Contains("Hello, one!\r\nHello, two!\r\n", result.Output, StringComparison.Ordinal);

            // As its author wrote it, with the defaults for a program that asks for nothing.
            result = system.Run("", "tests/GivenThreads");
            Assert.True(result.ExitCode == 0, result.ToString());
            Assert.Contains("threads200=200\r\n", result.Output, StringComparison.Ordinal);

            string shown = system.Type("run greet a b | greet\r", "\ngreet: exit code 0\r\n");
            Assert.Contains("Hello, Hello, a!!\r\nHello, Hello, b!!\r\n", shown, StringComparison.Ordinal);

            // It waits for its input until it is ended, and answers no one during that.
            _ = system.Type("run greet\r", "run greet\r\n");
            shown = system.Type("one\r", "Hello, one!\r\n");
            shown = system.Type("\u0003", "greet: ended\r\n");

            shown = system.Type("run greet x &\r", "greet: exit code 1\r\n");
            Assert.Matches(@"(?s)\[\d\] greet x &\r\n.*Hello, x!\r\n.*\[\d\] greet: exit code 1\r\n", shown);
            Assert.Contains("no such program", system.Type("run nothing\r", "rk service run sends one\r\n"), StringComparison.Ordinal);

            _ = system.Type("start calculator\r", "rk> ");
            shown = system.Type("crash calculator null\r", "init: calculator ended");
            Assert.Contains("calculator: ", shown, StringComparison.Ordinal);
            Assert.Contains("at services/Framework/Crash.cs:", shown, StringComparison.Ordinal);
            Assert.DoesNotContain("#d ", shown, StringComparison.Ordinal);
            _ = system.Type("dmesg\r", "init: calculator ended");

            // A sent program replaces a service that was killed; otherwise it would be calculator.2.
            result = system.Run("", "Calculator", "--keep");
            Assert.True(result.ExitCode == 0, result.ToString());
            _ = system.Type("kill calculator\r", "init: calculator was killed");
            _ = system.Type("run calculator &\r", "] calculator &\r\n");
            _ = system.Type("start calculator\r", "calculator: it runs already");
            _ = system.Type("echo over\r", "over\r\n");
        }

        string log = Directory.GetFiles(_folder.Path, "*.jsonl").Single();
        ToolResult places = Tool.Rk("symbolize", log);
        Assert.Contains("at services/Framework/Crash.cs:", places.Output, StringComparison.Ordinal);
        ToolResult dump = Tool.Rk("dump", log);
        Assert.True(dump.ExitCode == 0, dump.ToString());
        Assert.StartsWith("dump of calculator, build ", dump.Output, StringComparison.Ordinal);
        Assert.Matches(@"PC  [0-9a-f]{16}  .* at services/Framework/Crash.cs:\d+", dump.Output);
        Assert.Matches(@"  0x[0-9a-f]{16}  .* at services/Framework/Service.cs:\d+", dump.Output);
        Assert.Contains("heap: ", dump.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Addresses_of_unknown_programs_are_not_passed_over_in_silence()
    {
        ToolResult result = Tool.RkWithInput("   at 0x0000000000401ab4 in 00000000\n", "symbolize");
        Assert.True(result.ExitCode == 1, result.ToString());
        Assert.Contains("1 addresses stay numbers: no program in ", result.Error, StringComparison.Ordinal);
        result = Tool.RkWithInput("   at 0x0000000000401ab4\n", "symbolize");
        Assert.True(result.ExitCode == 1, result.ToString());
        Assert.Contains("name no build", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_running_machine_the_way_out_is_said()
    {
        ToolResult result = Tool.Finish(
            Tool.Start(Tool.Path, ["service", "run", "Greet"], new() { ["RK_LINES"] = _folder.Path }),
            TimeSpan.FromMinutes(15));
        Assert.True(result.ExitCode == 3, result.ToString());
        Assert.Contains("start it with \"rk run qemu-virt\" in another terminal", result.Error, StringComparison.Ordinal);
    }
}
