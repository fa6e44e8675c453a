using System;
using System.IO;
using RustKernel.EndToEnd.Tests;
using Xunit;

namespace RustKernel.Boards.EndToEnd.Tests;

/// <summary>Boots the built kernel with any bytes for a device tree, through rk.</summary>
internal static class BadTree
{
    private static readonly Lazy<string> s_handover = new(AssembleHandover);

    private static string Sources => AppContext.BaseDirectory;

    /// <summary>The blob of trees/<paramref name="name"/>.dts.</summary>
    public static byte[] Compile(string name, TemporaryFolder folder)
    {
        string blob = folder.File($"{name}.dtb");
        Run(
            "dtc",
            "-q",
            "-I",
            "dts",
            "-O",
            "dtb",
            "-o",
            blob,
            "-i",
            Path.Combine(Sources, "trees"),
            Path.Combine(Sources, "trees", $"{name}.dts"));
        return File.ReadAllBytes(blob);
    }

    /// <summary>Runs the kernel on <paramref name="tree"/>; returns rk's result and the machine's whole output.</summary>
    public static (ToolResult Result, string Console) Boot(byte[] tree, TemporaryFolder folder)
    {
        string blob = folder.File("handed-over.bin");
        File.WriteAllBytes(blob, tree);
        ToolResult result = Tool.Rk(
            "test", "qemu-virt", "--suite", "boot,lang", "--timeout", "60", "--log", folder.Path, "--image", s_handover.Value,
            "--qemu-arg=-device", $"--qemu-arg=loader,file={Path.Combine(Tool.Root, "artifacts", "Image")},addr=0x50000000,force-raw=on",
            "--qemu-arg=-device", $"--qemu-arg=loader,file={blob},addr=0x4C000000,force-raw=on");
        return (result, EventLog.Console(folder.Path));
    }

    private static string AssembleHandover()
    {
        string folder = Path.Combine(Tool.Root, "artifacts", "hostile-kernels");
        Directory.CreateDirectory(folder);
        string part = Path.Combine(folder, "handover.o"), image = Path.Combine(folder, "handover.img");
        Run("clang", "--target=aarch64-none-elf", "-c", "-o", part, Path.Combine(Sources, "Handover.S"));
        Run("ld.lld", "-Ttext=0", "--oformat=binary", "-o", image, part);
        return image;
    }

    private static void Run(string program, params string[] arguments)
    {
        ToolResult result = Tool.Finish(Tool.Start(program, arguments), TimeSpan.FromMinutes(15));
        Assert.True(result.ExitCode == 0, $"{program}: {result}");
    }
}
