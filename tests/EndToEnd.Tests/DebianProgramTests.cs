// Programs built by others, or by others' compilers, in a process of this system: they write the same as under Linux.

using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

/// <summary>Downloads Debian's packages once (hil/Firmware/packages.sha256 lists them); not in make test.</summary>
[Trait("Run", "hil")]
public sealed class DebianProgramTests : IDisposable
{
    // What a shell does by itself. Other programs' commands would need processes of their own, which do not exist here.
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

    // A program's name selects the part of busybox; a pipe of this system's shell connects two.
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

    // Go's own compiler and runtime, from Debian's stable release.
    [Fact]
    public void A_program_of_Go_writes_the_same_bytes_as_under_Linux()
    {
        string root = Path.Combine(Unpack(Host, "golang-1.19-go", "golang-1.19-src"), "usr", "lib", "go-1.19");
        string program = _folder.File("routines");
        Dictionary<string, string> environment = new()
        {
            ["GOROOT"] = root,
            ["GOPATH"] = _folder.File("packages"),
            ["GOCACHE"] = _folder.File("cache"),
            ["GO111MODULE"] = "off",
            ["CGO_ENABLED"] = "0",
            ["GOARCH"] = "arm64",
        };
        Make(Path.Combine(root, "bin", "go"), ["build", "-o", program, Source("routines.go")], environment);
        Compare(program);
    }

    // Rust's library for AArch64 is installed with the compiler; glibc is linked statically.
    [Fact]
    public void A_program_of_Rust_writes_the_same_bytes_as_under_Linux()
    {
        string root = Path.Combine(Unpack(Host, "rustc", "libstd-rust-1.63", "libllvm14"), "usr");
        _ = Unpack("arm64", "libstd-rust-dev");
        string program = _folder.File("threads");
        string libraries = Directory.GetDirectories(Path.Combine(root, "lib"), "*-linux-gnu")[0];
        string[] options =
        [
            "--sysroot", root, "--edition", "2021", "-O", "--target", "aarch64-unknown-linux-gnu", "-C", "linker=aarch64-linux-gnu-gcc",
            "-C", "target-feature=+crt-static", "-o", program, Source("threads.rs"),
        ];
        Make(Path.Combine(root, "bin", "rustc"), options, new() { ["LD_LIBRARY_PATH"] = libraries });
        Compare(program);
    }

    private static string Host => RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "amd64";

    private static string Source(string name) => Path.Combine(Tool.Root, "tests", "LinuxPrograms", name);

    private static void Make(string compiler, string[] words, Dictionary<string, string> environment)
    {
        ToolResult made = Tool.Finish(Tool.Start(compiler, words, environment), s_limit);
        Assert.True(made.ExitCode == 0, made.ToString());
    }

    // With a folder that it makes and removes; both programs exit with 9.
    private void Compare(string program)
    {
        ToolResult linux = Tool.Finish(Tool.Start("qemu-aarch64", [program, _folder.File("made"), "x", "b c"]), s_limit);
        ToolResult here = Tool.Rk("exec", "qemu-virt", program, "--smp", "2", "--", "/tmp/made", "x", "b c");
        Assert.True(linux.ExitCode == 9 && here.ExitCode == 9, $"{linux}{here}");
        Assert.NotEmpty(linux.Output);
        Assert.Equal(linux.Output, here.Output);
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
