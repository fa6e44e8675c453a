// A machine with a FAT volume and one of ours.

using System;
using System.IO;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

/// <summary>
/// Time on the target follows the count of instructions, so it does not depend on the host. QEMU does not wait for the host's disk.
/// </summary>
internal static class Disks
{
    /// <summary>Arguments for a machine with two disks; makes the disks in <paramref name="folder"/>.</summary>
    public static string[] Make(string folder, int megabytes, int sectorsInCluster = 1, bool countsInstructions = true)
    {
        string fat = Path.Combine(folder, "fat.img");
        string data = Path.Combine(folder, "data.img");
        using (FileStream file = File.Create(fat))
        {
            file.SetLength((long)megabytes << 20);
        }

        Run("mkfs.fat", "-F", "32", "-s", $"{sectorsInCluster}", fat);
        ToolResult made = Tool.Rk("fs", "make", data, "--size", $"{megabytes}M");
        Assert.True(made.ExitCode == 0, made.ToString());
        string[] counted = countsInstructions ? ["--qemu-arg=-icount", "--qemu-arg=shift=0,sleep=on"] : [];
        return [.. counted, .. Drive(fat, "fat", 0), .. Drive(data, "data", 1)];
    }

    /// <summary>Runs a suite on both disks and checks both volumes afterwards. Returns the console.</summary>
    public static string Test(string folder, string suite)
    {
        string console = Path.Combine(folder, "console.txt");
        string[] disks = Make(folder, 64);
        ToolResult result = Tool.Rk(
            ["test", "qemu-virt", "--suite", suite, "--timeout", "3600", "--log", folder, "--console", console, .. disks]);
        string said = File.Exists(console) ? File.ReadAllText(console) : "";
        Assert.True(result.ExitCode == 0, $"{result}\n{said[Math.Max(0, said.Length - 4000)..]}");
        Assert.DoesNotContain("skip", result.Output, StringComparison.Ordinal);
        Check(folder);
        return said;
    }

    /// <summary>Checks both volumes.</summary>
    public static void Check(string folder)
    {
        ToolResult check = Tool.Rk("fs", "check", Path.Combine(folder, "data.img"));
        Assert.True(check.ExitCode == 0 && check.Output.Contains("good", StringComparison.Ordinal), check.ToString());
        Run("fsck.vfat", "-n", Path.Combine(folder, "fat.img"));
    }

    private static string[] Drive(string file, string name, int bus) =>
    [
        "--qemu-arg=-drive",
        $"--qemu-arg=if=none,id={name},format=raw,cache=unsafe,file={file}",
        "--qemu-arg=-device",
        $"--qemu-arg=virtio-blk-device,drive={name},bus=virtio-mmio-bus.{bus}",
    ];

    /// <summary>Runs a tool that must succeed.</summary>
    public static void Run(string program, params string[] arguments)
    {
        ToolResult result = Tool.Finish(Tool.Start(program, arguments), TimeSpan.FromMinutes(10));
        Assert.True(result.ExitCode == 0, $"{program}: {result}");
    }
}
