// Programs that others made, or that others' compilers make, in a process of this system: they write what they write under Linux.

using System;
using System.IO;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

/// <summary>Debian's packages are downloaded, once (hil/Firmware/packages.sha256 says which): not in make test.</summary>
[Trait("Run", "hil")]
public sealed class DebianProgramTests : IDisposable
{
    // What a shell does by itself. Commands of other programs would be processes of their own, which are not there.
    private const string Script =
        "x=5; y=$((x * 7 + 2)); echo \"y=$y\"; for i in 1 2 3; do printf '%03d ' $i; done; echo; "
        + "f() { local a=$1; [ \"$a\" -gt 2 ] && echo big || echo small; }; f 1; f 3; case abc in a*) echo match;; *) echo no;; esac; "
        + "set -- a b c; echo $# $* ${x:-none} ${z:-none} ${x%5}; echo words > /tmp/rk-words; read w < /tmp/rk-words; echo \"w=$w\"; "
        + "echo $0; trap 'echo over' EXIT; exit 7";

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(10);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_shell_of_busybox_runs_a_script()
    {
        string program = Busybox();
        ToolResult linux = Linux(program, ["busybox", "sh", "-c", Script]);
        ToolResult here = Tool.Rk("exec", "qemu-virt", program, "--", "sh", "-c", Script);
        Assert.True(linux.ExitCode == 7 && here.ExitCode == 7, $"{linux}{here}");
        Assert.Equal(linux.Output, here.Output);
    }

    // A program's name says which of busybox it is; a pipe of this system's shell connects two.
    [Fact]
    public void A_program_goes_by_the_name_that_it_was_started_as()
    {
        string program = Busybox();
        using RunningSystem system = new(_folder.Path, LinuxProgram.Options(_folder, program));
        foreach (string name in (string[])["seq", "expr", "sort"])
        {
            LinuxProgram.Send(system, _folder, "busybox", name, "uses=tmp\nmemory=16M\nobjects=64\nhandles=64\n");
        }

        Compare(system, program, "expr 6 * 7", "expr");
        Compare(system, program, "seq 3 5 20", "seq");
        string sorted = system.Type("run seq 9 | sort -r\r", "sort: exit code 0\r\n");
        Assert.Contains("9\r\n8\r\n7\r\n6\r\n5\r\n4\r\n3\r\n2\r\n1\r\nsort: exit code 0\r\n", sorted, StringComparison.Ordinal);
    }

    private static void Compare(RunningSystem system, string program, string line, string name)
    {
        ToolResult linux = Linux(program, line.Split(' '));
        Assert.True(linux.ExitCode == 0 && linux.Output.Length > 0, linux.ToString());
        string expected = linux.Output.Replace("\n", "\r\n", StringComparison.Ordinal) + $"{name}: exit code 0\r\n";
        Assert.Contains("\n" + expected, system.Type($"run {line}\r", $"{name}: exit code 0\r\n"), StringComparison.Ordinal);
    }

    // The first word is argv[0].
    private static ToolResult Linux(string program, string[] words)
        => Tool.Finish(Tool.Start("qemu-aarch64", ["-0", words[0], program, .. words[1..]]), s_limit);

    private string Busybox()
    {
        string program = Path.Combine(Unpack("arm64", "busybox-static"), "bin", "busybox");
        Assert.True(File.Exists(program), program);
        return program;
    }

    // The packages' files, under one folder.
    private string Unpack(string architecture, params string[] packages)
    {
        string download = Path.Combine(Tool.Root, "hil", "Firmware", "debian-download.sh");
        ToolResult got = Tool.Finish(
            Tool.Start("env", ["DEBIAN_ARCHITECTURE=" + architecture, download, .. packages]), s_limit);
        string[] files = got.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(got.ExitCode == 0 && files.Length == packages.Length, got.ToString());
        string folder = _folder.File("unpacked");
        foreach (string file in files)
        {
            ToolResult unpacked = Tool.Finish(Tool.Start("dpkg-deb", ["-x", file, folder]), s_limit);
            Assert.True(unpacked.ExitCode == 0, unpacked.ToString());
        }

        return folder;
    }
}
