using System;
using System.IO;
using System.Text.RegularExpressions;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

/// <summary>Programs in a file system, run from the shell: they write the same as under Linux and leave nothing.</summary>
public sealed class DiskProgramTests : IDisposable
{
    private const string Large =
        "#include <stdio.h>\nconst char large[3 << 20] = {1};\nint main() { puts(&large[1 << 20]); puts(\"large\"); }\n";

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_program_on_a_card_runs_where_it_lies_and_gives_its_memory_back()
    {
        string card = _folder.File("card.img");
        new CardImage(card).Make("PROGRAMS");
        string program = LinuxProgram.Compile(_folder, "faults");
        Put(card, program, "/faults");
        Put(card, Build("large", Large, "-static-pie"), "/large");
        Put(card, Text("large.service", "uses=data\nmemory=5M\nobjects=64\nhandles=64\n"), "/large.service");
        Put(card, program, "/stranger");
        Put(card, Text("stranger.service", "memory=16M\nobjects=64\nhandles=64\n"), "/stranger.service");
        Put(card, Text("text", new string('x', 4096)), "/text");
        Put(card, Build("dynamic", "int main() { return 0; }\n", "-pie"), "/dynamic");
        Put(card, Path.Combine(Tool.Root, "artifacts", "services", "calculator"), "/own");
        File.WriteAllBytes(_folder.File("cut"), File.ReadAllBytes(program)[..200_000]);
        Put(card, _folder.File("cut"), "/cut");

        using RunningSystem system = new(_folder.Path, "--disk", card) { Limit = TimeSpan.FromMinutes(1) };
        ToolResult calls = Tool.Finish(Tool.Start("qemu-aarch64", [program, "calls"]), s_limit);
        string shown = system.Type("run /data/faults calls\r", "faults: exit code 0\r\n");
        Assert.Contains($"\r\n{calls.Output.ReplaceLineEndings("\r\n")}faults: ", shown, StringComparison.Ordinal);

        long before = Used(system);
        for (int i = 0; i < 3; i++)
        {
            _ = system.Type("run /data/faults inherit\r", "pointer 1\r\nfaults: exit code 0\r\n");
        }

        _ = system.Type("cd /data\r", "rk> ");
        _ = system.Type("run ./faults abort\r", "faults: exit code 134\r\n");
        long after = before + 1024;
        for (int i = 0; i < 20 && after > before + 8; i++)
        {
            after = Used(system);
        }

        Assert.InRange(after, 0, before + 8);

        // Read-only parts exist once: two copies of 3 MiB would be more than its memory.
        Assert.Contains("\r\nlarge\r\n", system.Type("run /data/large\r", "large: exit code 0\r\n"), StringComparison.Ordinal);

        Refuse(system, "/data/none", "run: Could not find file");
        Refuse(system, "/data/text", "/data/text is no program for AArch64");
        Refuse(system, "/data/faults.d/x", "run: Could not find");
        Refuse(system, "/data/dynamic", "linux: /data/dynamic: the program is linked dynamically", "dynamic: exit code 127\r\n");
        Refuse(system, "/data/cut", "linux: /data/cut: a segment of the program is out of its file", "cut: exit code 127\r\n");
        Refuse(system, "/data/stranger", "linux: /data/stranger: uses= of the manifest does not name", "stranger: exit code 127\r\n");
        Refuse(system, "/data/" + new string('a', 60), "run: ");

        // A program of our own kind.
        _ = system.Type("run /data/own &\r", "own &\r\n");
        Assert.Matches(@"(?m)^own +running", system.Type("ps\recho over\r", "\nover\r\n"));
        _ = system.Type("kill own\r", "own: ended\r\n");
    }

    private static void Put(string card, string file, string path)
    {
        ToolResult put = Tool.Rk("fs", "put", card, file, path);
        Assert.True(put.ExitCode == 0, put.ToString());
    }

    private static void Refuse(RunningSystem system, string path, string expected, string end = "")
        => Assert.Contains(expected, system.Type($"run {path} x\r", end.Length == 0 ? expected : end), StringComparison.Ordinal);

    // Memory in use outside the services, in KiB, because services' own memory varies.
    private static long Used(RunningSystem system)
    {
        string memory = system.Type("mem\recho over\r", "\nover\r\n");
        long used = long.Parse(Regex.Match(memory, @"(\d+) KiB in use").Groups[1].Value);
        foreach (Match line in Regex.Matches(memory, @"(?m)^[a-z]\w* +(\d+) +\d+ +\d+"))
        {
            used -= long.Parse(line.Groups[1].Value);
        }

        return used;
    }

    private string Text(string name, string text)
    {
        File.WriteAllText(_folder.File(name), text);
        return _folder.File(name);
    }

    private string Build(string name, string text, string link)
    {
        string source = Text(name + ".c", text), program = _folder.File(name);
        ToolResult made = Tool.Finish(Tool.Start("aarch64-linux-gnu-gcc", [link, "-O1", "-o", program, source]), s_limit);
        Assert.True(made.ExitCode == 0, made.ToString());
        return program;
    }
}
