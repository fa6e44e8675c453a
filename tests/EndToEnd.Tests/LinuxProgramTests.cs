// Real .NET programs, unmodified, in a process of this system: they write what they write under Linux.

using System;
using System.IO;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

public sealed class LinuxProgramTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData("Library", "1", 23)]
    public void A_program_writes_the_same_bytes_as_under_Linux(string name, string cpus, int exitCode)
        => Compare(name, cpus, exitCode);

    [Theory]
    [Trait("Run", "hil")]
    [InlineData("Library", "4", 23)]
    [InlineData("Packages", "1", 0)]
    [InlineData("Packages", "2", 0)]
    public void A_program_writes_the_same_bytes_on_more_CPUs_and_with_packages(string name, string cpus, int exitCode)
        => Compare(name, cpus, exitCode);

    private static void Compare(string name, string cpus, int exitCode)
    {
        ToolResult here = Tool.Rk("exec", "qemu-virt", Path.Combine("tests", "LinuxPrograms", name), "--smp", cpus, "--", "a", "b c");
        string program = Path.Combine(Tool.Root, "artifacts", "exec", name, name);
        ToolResult linux = Tool.Finish(Tool.Start("qemu-aarch64", [program, "a", "b c"]), s_limit);
        Assert.True(linux.ExitCode == exitCode, linux.ToString());
        Assert.True(here.ExitCode == exitCode, here.ToString());
        Assert.NotEmpty(linux.Output);
        Assert.Equal(linux.Output, here.Output);
    }
}
