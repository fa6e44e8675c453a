using System;
using System.IO;
using RustKernel.Services.Shell.Blocks;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

/// <summary>A Linux program in a machine's archive, because 800 KB take too long over the serial line.</summary>
internal static class LinuxProgram
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Compiles tests/LinuxPrograms/<paramref name="name"/>.c, for addresses of the system's choice, or with <c>-static</c> for fixed
    /// ones; returns the program's file.
    /// </summary>
    internal static string Compile(TemporaryFolder folder, string name, string link = "-static-pie")
    {
        string program = folder.File(name);
        string source = Path.Combine(Tool.Root, "tests", "LinuxPrograms", name + ".c");
        ToolResult made = Tool.Finish(
            Tool.Start("aarch64-linux-gnu-gcc", ["-O1", "-w", link, "-pthread", "-o", program, source]), s_limit);
        Assert.True(made.ExitCode == 0, made.ToString());
        return program;
    }

    /// <summary>rk run's options for a machine that has the file <paramref name="program"/> in its archive, as exec.NAME.</summary>
    internal static string[] Options(TemporaryFolder folder, string program)
    {
        string archive = folder.File("archive.cpio");
        AddedArchive.Write(archive, AddedArchive.Built, ("exec." + Path.GetFileName(program), File.ReadAllBytes(program)));
        return AddedArchive.Options(archive);
    }

    /// <summary>Sends the shell a manifest for exec.<paramref name="program"/> as <paramref name="name"/>: "run NAME" starts it.</summary>
    internal static void Send(RunningSystem system, TemporaryFolder folder, string program, string name, string manifest)
    {
        string package = folder.File(name + ".rkprog");
        string head = $"program=exec.{program}\npersonality=linux\nmay=archive\n";
        File.WriteAllBytes(package, ProgramPackage.Write([], head + manifest, null));
        ToolResult sent = system.Run("", package, "--keep");
        Assert.True(sent.ExitCode == 0, sent.ToString());
    }
}
