// The files for editors: what they start exists, and the debugger does what launch.json says, without the editor.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace RustKernel.BuildChecks.Tests;

public sealed class EditorTests
{
    private static readonly JsonDocumentOptions s_comments = new() { CommentHandling = JsonCommentHandling.Skip };

    [Fact]
    public void Every_task_starts_a_verb_that_exists()
    {
        using JsonDocument tasks = Read("tasks.json");
        string[] commands = Of(tasks, "command");
        string[] rider = [.. Directory.GetFiles(Repository.PathOf(".run"), "*.run.xml").Select(ScriptOf)];
        Assert.NotEmpty(rider);
        string make = File.ReadAllText(Repository.PathOf("Makefile"));
        string verbs = File.ReadAllText(Repository.PathOf("hil/Cli/RkCommand.cs"));
        Assert.All(commands.Concat(rider), command =>
        {
            string[] words = command.Split(' ');
            Assert.True(
                words[0] == "make"
                    ? Regex.IsMatch(make, $"(?m)^{words[1]}:")
                    : words[0] == "./rk" && verbs.Contains($"{words[1]}Verb.", StringComparison.OrdinalIgnoreCase),
                $"{command}: there is no such verb");
        });
    }

    [Fact]
    public void Every_launch_names_a_task_and_a_program_that_the_build_makes()
    {
        using JsonDocument launch = Read("launch.json");
        using JsonDocument tasks = Read("tasks.json");
        string[] labels = Of(tasks, "label");
        Assert.All(launch.RootElement.GetProperty("configurations").EnumerateArray(), one =>
        {
            Assert.Contains(one.GetProperty("preLaunchTask").GetString(), labels);
            Assert.True(File.Exists(Here(one.GetProperty("program").GetString()!)), $"{one}: there is no such program");
        });
    }

    // As Microsoft's C++ extension does it: the machine's task, then gdb through its machine interface.
    [Fact]
    public void The_debugger_of_the_kernel_stops_at_a_breakpoint()
    {
        using JsonDocument launch = Read("launch.json");
        JsonElement kernel = launch.RootElement.GetProperty("configurations").EnumerateArray()
            .Single(one => one.GetProperty("type").GetString() == "cppdbg");
        IEnumerable<string> setup = kernel.GetProperty("setupCommands").EnumerateArray()
            .Select(command => $"-interpreter-exec console \"{Here(command.GetProperty("text").GetString()!)}\"");
        using Workshop workshop = new();
        workshop.Write("commands", string.Join('\n', setup.Append("-target-select remote socket").Append("-break-insert kernel_main")
            .Append("-exec-continue")) + "\n");
        var (status, output) = workshop.Run(
            "bash",
            ["-c",
                """
                GDB_SOCKET=$WORKSHOP/socket bash "$0" > machine 2>&1 &
                until grep -q "It waits for a debugger" machine || ! kill -0 $!; do sleep 0.1; done
                touch said
                { cat commands
                  for i in $(seq 600); do grep -q '^\*stopped,reason="breakpoint-hit"' said && break; sleep 0.1; done
                  printf '%s\n' -stack-list-frames '-interpreter-exec console kill' -gdb-exit; } |
                    timeout 120 "$1" -q -nx --interpreter=mi2 "$2" > said 2>&1
                timeout 30 tail --pid=$! -f /dev/null || { echo "the machine outlived the debugger" >> machine; kill $!; }
                cat machine said
                """,
                Repository.PathOf("bsp/Build/scripts/debug.sh"),
                kernel.GetProperty("miDebuggerPath").GetString()!,
                Here(kernel.GetProperty("program").GetString()!)]);
        Assert.True(status == 0, output);
        Assert.DoesNotContain("the machine outlived the debugger", output, StringComparison.Ordinal);
        Assert.Contains("*stopped,reason=\"breakpoint-hit\"", output, StringComparison.Ordinal);
        Assert.Matches("stack=\\[frame=\\{level=\"0\".*fullname=\"[^\"]*kernel/Boot/KernelMain.cs\"", output);
    }

    public static TheoryData<string> Boards()
        => [.. Directory.GetDirectories(Repository.PathOf("boards"))
            .Select(folder => Path.GetFileName(folder)!)
            .Order(StringComparer.Ordinal)];

    [Theory]
    [Trait("Run", "hil")]
    [MemberData(nameof(Boards))]
    public void Make_debug_stops_in_the_kernel_and_in_the_shell_of_each_board(string board)
    {
        using Workshop workshop = new();
        var (status, output) = workshop.Run(
            "bash",
            [Repository.PathOf("bsp/Build/scripts/debug.sh")],
            ("BOARD", board),
            ("SERVICE", "shell"),
            ("GDB_BATCH", "break kernel_main; continue; bt 1; delete; sbreak Program.cs:13; continue; bt 1"));
        Assert.True(status == 0, output);
        Assert.Matches("#0 .* at [^ ]*kernel/Boot/KernelMain.cs:", output);
        Assert.Matches("#0 .* at [^ ]*services/Shell/", output);
    }

    private static JsonDocument Read(string name) => JsonDocument.Parse(File.ReadAllText(Repository.PathOf($".vscode/{name}")), s_comments);

    private static string[] Of(JsonDocument tasks, string key)
        => [.. tasks.RootElement.GetProperty("tasks").EnumerateArray().Select(task => task.GetProperty(key).GetString()!)];

    private static string Here(string text) => text.Replace("${workspaceFolder}", Repository.Root, StringComparison.Ordinal);

    private static string ScriptOf(string file) => XDocument.Load(file).Descendants("option")
        .Single(option => option.Attribute("name")!.Value == "SCRIPT_TEXT").Attribute("value")!.Value;
}
