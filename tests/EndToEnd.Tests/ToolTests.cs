using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

/// <summary>The verbs that boot nothing, and mistakes on the command line.</summary>
public sealed class ToolTests : IDisposable
{
    // About three; parsing every board's files at the start would take more than ten.
    private const double MostStarts = 8;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Help_lists_the_verbs_and_starts_quickly()
    {
        // The host's speed in starting programs is measured with a program of the same runtime that does nothing, in turns: this
        // assembly's Main.
        string nothing = $"dotnet '{typeof(ToolTests).Assembly.Location}'", help = $"'{Tool.Path}' --help";
        List<double> programs = [], helps = [];
        for (int turn = -1; turn < 5; turn++)
        {
            double program = Time(nothing).Milliseconds;
            (double milliseconds, ToolResult result) = Time(help);
            AssertNamesVerbs(result);
            if (turn >= 0)
            {
                programs.Add(program);
                helps.Add(milliseconds);
            }
        }

        Assert.True(
            helps.Min() < MostStarts * programs.Min(),
            $"rk --help took {helps.Min():0} ms of processor time, a program that does nothing {programs.Min():0} ms");

        static (double Milliseconds, ToolResult Result) Time(string command)
        {
            ToolResult result = Tool.Finish(
                Tool.Start("bash", ["-c", $"TIMEFORMAT='%U %S'; time {command}"]),
                TimeSpan.FromMinutes(15));
            Assert.True(result.ExitCode == 0, result.ToString());
            return (result.Error.Split(' ').Sum(seconds => 1000 * double.Parse(seconds, CultureInfo.InvariantCulture)), result);
        }

        static void AssertNamesVerbs(ToolResult result)
        {
            foreach (string verb in new[]
            {
                "boards",
                "targets",
                "image",
                "run",
                "test",
                "bench",
                "history",
                "nightly",
                "report",
                "symbolize",
                "doctor",
                "fdt",
                "fs",
                "firmware",
                "flash",
                "netboot"
            })
            {
                Assert.Contains($"\n  {verb} ", result.Output, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("boards")]
    [InlineData("targets")]
    [InlineData("image")]
    [InlineData("run")]
    [InlineData("test")]
    [InlineData("bench")]
    [InlineData("history")]
    [InlineData("nightly")]
    [InlineData("fdt")]
    [InlineData("fs")]
    [InlineData("firmware")]
    [InlineData("flash")]
    [InlineData("netboot")]
    [InlineData("symbolize")]
    [InlineData("doctor")]
    public void Every_verb_has_help(string verb)
    {
        ToolResult result = Tool.Rk(verb, "--help");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains($"rk {verb}", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rk: Unrecognized command or argument 'tset'", "tset", "qemu-virt")]
    [InlineData("rk: Required argument 'TARGET' missing for command: 'test'", "test")]
    [InlineData("rk: no target qemu-vrit (did you mean qemu-virt?", "test", "qemu-vrit")]
    [InlineData("rk: image /nonexistent does not exist: run make build", "test", "qemu-virt", "--image", "/nonexistent")]
    [InlineData("rk: memory is a size such as 128M or 8G, not \"1T\"", "test", "qemu-virt", "--image", "/dev/null", "--memory", "1T")]
    [InlineData("rk: --suite: \"BOOT\" is no suite's name", "test", "qemu-virt", "--image", "/dev/null", "--suite", "BOOT")]
    [InlineData(
        "rk: timeout is a number of seconds above 0, not \"soon\"",
        "test",
        "qemu-virt",
        "--image",
        "/dev/null",
        "--timeout",
        "soon")]
    [InlineData("rk: --repeat is a number from 1", "test", "qemu-virt", "--image", "/dev/null", "--repeat", "0")]
    [InlineData("rk: no history yet: ", "history", "--history", "/nonexistent/history.db")]
    [InlineData("rk: --verdict: no verdict is called passs (did you mean pass?", "history", "--verdict", "passs")]
    [InlineData("rk: no board nosuch", "image", "nosuch")]
    [InlineData("rk: no board nosuch", "netboot", "nosuch")]
    [InlineData("rk: no board nosuch", "flash", "sd", "nosuch", "x")]
    [InlineData("rk: /dev/null is no disk", "flash", "sd", "qemu-virt", "/dev/null")]
    [InlineData("rk: /nonexistent does not exist", "symbolize", "--elf", "/dev/null", "/nonexistent")]
    public void A_mistake_is_one_clear_line_and_status_2(string message, params string[] arguments)
    {
        ToolResult result = Tool.Rk(arguments);
        Assert.True(result.ExitCode == 2, result.ToString());
        Assert.StartsWith(
            message,
            result.Error
                .Split('\n')
                .First(line => line.StartsWith("rk: ", StringComparison.Ordinal) && line.Contains(message[4..], StringComparison.Ordinal)),
            StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rk firmware: board qemu-virt needs no firmware", "firmware", "fetch", "qemu-virt")]
    [InlineData("rk fdt: cannot read /nonexistent", "fdt", "/nonexistent")]
    [InlineData("rk fs: cannot open /nonexistent", "fs", "ls", "/nonexistent")]
    [InlineData("rk boards: /dev/null is not a device tree", "boards", "--explain", "/dev/null")]
    public void A_mistake_in_a_file_is_one_line_that_names_the_verb(string message, params string[] arguments)
    {
        ToolResult result = Tool.Rk(arguments);
        Assert.True(result.ExitCode == 2, result.ToString());
        Assert.StartsWith(message, result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public void Help_has_verbs_and_topics()
    {
        Assert.Equal(Tool.Rk("farm", "queue", "--help").Output, Tool.Rk("help", "farm", "queue").Output);
        Assert.StartsWith("Exit status\n\n| status | means |\n", Tool.Rk("help", "exit-status").Output, StringComparison.Ordinal);
        Assert.Contains("`NO_COLOR`", Tool.Rk("help", "environment").Output, StringComparison.Ordinal);
        ToolResult result = Tool.Rk("help", "farm", "queu");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("no help for queu (did you mean queue?", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("NO_COLOR=1", false)]
    public void Colours_are_for_terminals_and_for_people_who_want_them(string setting, bool isColoured)
    {
        string command = $"env -u NO_COLOR TERM=xterm {setting} {Tool.Path} test qemu-virt --suite boot --log {_folder.Path}";
        ToolResult terminal = Tool.Finish(
            Tool.Start("script", ["-qec", command, "/dev/null"], new() { ["RK_ROOT"] = Tool.Root }), TimeSpan.FromMinutes(5));
        Assert.True(terminal.ExitCode == 0, terminal.ToString());
        Assert.Equal(isColoured, terminal.Output.Contains("\u001b[38;5;2m", StringComparison.Ordinal));
        Assert.Contains("boot.console", terminal.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name", "qemu-virt", "targets")]
    [InlineData("name", "qemu-virt", "boards")]
    [InlineData("name", "QEMU", "doctor")]
    public void A_table_is_there_as_JSON(string key, string value, params string[] words)
    {
        string printed = Tool.Rk([.. words, "--json", "-"]).Output;
        using JsonDocument rows = JsonDocument.Parse(printed);
        Assert.Contains(rows.RootElement.EnumerateArray(), row => row.GetProperty(key).GetString() == value);

        using TemporaryFolder folder = new();
        ToolResult both = Tool.Rk([.. words, "--json", folder.File("rows.json")]);
        Assert.Contains(value, both.Output, StringComparison.Ordinal);
        Assert.Equal(printed, File.ReadAllText(folder.File("rows.json")));
        ToolResult refused = Tool.Rk([.. words, "--json", folder.File("none/rows.json")]);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("rk: --json ", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_prints_no_table_takes_no_json()
    {
        ToolResult refused = Tool.Rk("boards", "--explain", "any.dtb", "--json", "-");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("--explain and --coverage print text only", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Targets_and_boards_are_listed()
    {
        Assert.Contains("qemu-virt", Tool.Rk("targets").Output, StringComparison.Ordinal);
        Assert.Contains("qemu-virt", Tool.Rk("boards").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_doctor_names_every_tool_of_the_list_and_what_to_install()
    {
        string[] tools = [.. Directory
            .GetFiles(Path.Combine(Tool.Root, "bsp", "Build"), "tools*.tsv")
            .SelectMany(table => File.ReadLines(table).Skip(1))
            .Select(line => line.Split('\t')[0])];
        ToolResult healthy = Tool.Rk("doctor");
        ToolResult bare = Tool.RkWithoutPrograms("doctor");
        Assert.All(tools, tool => Assert.Contains($"\n{tool} ", healthy.Output, StringComparison.Ordinal));
        Assert.Equal(0, healthy.ExitCode);
        Assert.Matches("\nping +[0-9]{8} +20180000 +ok\n", healthy.Output);
        Assert.Equal(3, bare.ExitCode);
        Assert.Contains("install qemu-system-arm", bare.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_panic_is_symbolized_and_another_build_refused()
    {
        string elf = BuildSymbols();
        string log = _folder.File("panic.log");
        const string Text =
            "Build: abc1234 protocol 1 board x\r\nbefore\r\nPANIC: x\r\n  #0 0xffffffff80000004\r\n  #1 0xffffffff8000000c\r\n# panic "
                + "end\r\nbehind\r\n";
        File.WriteAllText(log, Text);
        ToolResult result = Tool.Rk("symbolize", "--elf", elf, log);
        Assert.True(result.ExitCode == 0, result.ToString());
        string[] lines = result.Output.TrimEnd().Split('\n');
        Assert.Equal(("before", "behind"), (lines[1], lines[^1]));
        Assert.Matches(@"^  #0 0xffffffff80000004  inner at .*symbols\.s:6$", lines[3]);
        Assert.Matches(@"^  #1 0xffffffff8000000c  outer at .*symbols\.s:11$", lines[4]);

        ToolResult other = Tool.RkWithInput(Text.Replace("abc1234", "fff0000", StringComparison.Ordinal), "symbolize", "--elf", elf);
        Assert.Equal(2, other.ExitCode);
        Assert.Contains("the log is of build fff0000", other.Error, StringComparison.Ordinal);
        Assert.Contains("is of abc1234", other.Error, StringComparison.Ordinal);
        Assert.Equal(0, Tool.RkWithInput(
            Text.Replace("abc1234", "fff0000", StringComparison.Ordinal),
            "symbolize",
            "--elf",
            elf,
            "--force").ExitCode);
    }

    [Theory]
    [InlineData("[2026-11-28 06:00:01.123] ")]
    [InlineData("target: ")]
    [InlineData("    ")]
    [InlineData("Nov 28 06:00:01 lab pi4[42]: ")]
    [InlineData("- {\"dt\": \"2026-11-28T06:00:01\", \"lvl\": \"target\", \"msg\": \"")]
    [InlineData("12:")]
    [InlineData("\e[32m06:00\e[0m ")]
    [InlineData("06:00:01>")]
    public void Another_build_s_log_is_refused_whatever_stands_before_its_lines(string prefix)
    {
        string elf = BuildSymbols();
        string Log(string build) =>
            string.Concat(new[]
            {
                $"Build: {build} protocol 1 board x",
                "PANIC: x",
                "  #0 0xffffffff80000004",
                "  #1 0xffffffff8000000c",
                "# panic end"
            }.Select(
                line => $"{prefix}{line}\n"));
        ToolResult other = Tool.RkWithInput(Log("fff0000"), "symbolize", "--elf", elf);
        Assert.Equal(2, other.ExitCode);
        Assert.Contains("the log is of build fff0000", other.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(" at ", other.Output, StringComparison.Ordinal);
        ToolResult same = Tool.RkWithInput(Log("abc1234"), "symbolize", "--elf", elf);
        Assert.True(same.ExitCode == 0, same.ToString());
        Assert.Matches(@"#0 0xffffffff80000004  inner at .*symbols\.s:6", same.Output);
        Assert.Matches(@"#1 0xffffffff8000000c  outer at .*symbols\.s:11", same.Output);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r\r\n")]
    [InlineData("\n\r")]
    public void A_carriage_return_within_a_line_ends_none(string end)
    {
        string text = string.Concat(new[] { "Build: abc1234 protocol 1 board x", "rk> \rPANIC: x", "  #0 0xffffffff80000004\rdrawn over" }
            .Select(line => line + end));
        ToolResult result = Tool.RkWithInput(text, "symbolize", "--elf", BuildSymbols());
        Assert.True(result.ExitCode == 0, result.ToString());
        string[] lines = result.Output.TrimEnd('\n').Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.StartsWith(@"rk> \x0dPANIC: x", lines[1], StringComparison.Ordinal);
        Assert.Contains("inner at ", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_without_a_build_is_named_with_a_word_about_it()
    {
        ToolResult result = Tool.RkWithInput("  #0 0xffffffff80000004\n", "symbolize", "--elf", BuildSymbols());
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("inner at", result.Output, StringComparison.Ordinal);
        Assert.Contains("the log has no \"Build:\" line", result.Error, StringComparison.Ordinal);
    }

    /// <summary>A board's output reaches a person's terminal and page: neither may obey it.</summary>
    [Fact]
    public void Control_characters_of_a_machine_reach_neither_terminal_nor_page()
    {
        string log = _folder.File("escapes.log");
        File.WriteAllText(log, "PANIC: \e[2J\e]0;title\a \u009b31m over\n# panic end\n");
        string elf = BuildSymbols();
        ToolResult result = Tool.Rk("symbolize", "--elf", elf, log);
        Assert.Equal(@"PANIC: \x1b[2J\x1b]0;title\x07 \xc2\x9b31m over", result.Output.Split('\n')[0]);
        ToolResult wrong = Tool.Rk("test", "qemu-virt", "--suite", "bo\eot");
        Assert.Contains(@"bo\x1bot", wrong.Error, StringComparison.Ordinal);
    }

    /// <summary>Two functions with known addresses and lines, linked at the kernel's address, with a build id.</summary>
    private string BuildSymbols()
    {
        string source = _folder.File("symbols.s"), part = _folder.File("symbols.o"), elf = _folder.File("symbols.elf");
        File.WriteAllText(source, """
            .text
            .globl inner
            .type inner, %function
            inner:
            nop
            nop
            .size inner, . - inner
            .globl outer
            .type outer, %function
            outer:
            bl inner
            nop
            .size outer, . - outer
            .section .rodata
            .ascii "RustKernel-build-id: abc1234\n"

            """);
        Assert.Equal(0, Tool.Finish(
            Tool.Start("clang", ["--target=aarch64-none-elf", "-g", "-c", "-o", part, source]),
            TimeSpan.FromMinutes(15)).ExitCode);
        Assert.Equal(0, Tool.Finish(
            Tool.Start("ld.lld", ["-Ttext=0xFFFFFFFF80000000", "-e", "outer", "-o", elf, part]),
            TimeSpan.FromMinutes(15)).ExitCode);
        return elf;
    }
}
