// The kernels of tests/HostileKernels, assembled on demand.

using System;
using System.Collections.Concurrent;
using System.IO;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

/// <summary>Assembles and links one source into an image that QEMU's machine virt boots.</summary>
public static class HostileKernel
{
    private static readonly string s_folder = Path.Combine(Tool.Root, "artifacts", "hostile-kernels");
    private static readonly ConcurrentDictionary<string, Lazy<string>> s_images = new();

    /// <summary>The image of the kernel <paramref name="name"/>.</summary>
    public static string Image(string name) => s_images.GetOrAdd(name, key => new Lazy<string>(() => Build(key))).Value;

    private static string Build(string name)
    {
        string sources = Path.Combine(Tool.Root, "tests", "HostileKernels");
        Directory.CreateDirectory(s_folder);
        string part = Path.Combine(s_folder, name + ".o"), image = Path.Combine(s_folder, name + ".img");
        Run("clang", "--target=aarch64-none-elf", "-c", "-I", sources, "-o", part, Path.Combine(sources, name + ".S"));
        Run("ld.lld", "-Ttext=0", "--oformat=binary", "-o", image, part);
        return image;
    }

    private static void Run(string program, params string[] arguments)
    {
        ToolResult result = Tool.Finish(Tool.Start(program, arguments), TimeSpan.FromMinutes(15));
        Assert.True(result.ExitCode == 0, $"{program}: {result}");
    }
}
