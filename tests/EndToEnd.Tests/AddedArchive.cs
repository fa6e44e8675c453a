using System.IO;
using RustKernel.Build.BootArchive;

namespace RustKernel.EndToEnd.Tests;

/// <summary>A boot archive with additional files before the built one's, for a machine's initrd.</summary>
internal static class AddedArchive
{
    private const int PageBytes = 4096;
    private const int HeadBytes = 120;

    /// <summary>The built archive.</summary>
    internal static byte[] Built => File.ReadAllBytes(Path.Combine(Tool.Root, "artifacts", "boot.cpio"));

    /// <summary>rk run's and rk test's options for a machine that gets <paramref name="file"/>.</summary>
    internal static string[] Options(string file) => ["--qemu-arg=-initrd", "--qemu-arg=" + file];

    /// <summary>Writes <paramref name="added"/>, then <paramref name="built"/>, whose programs still begin at pages.</summary>
    internal static void Write(string file, byte[] built, params (string Name, byte[] Content)[] added)
    {
        using FileStream output = File.Create(file);
        CpioWriter writer = new(output);
        foreach ((string name, byte[] content) in added)
        {
            writer.Add(name, content);
        }

        writer.Add("ballast", new byte[(2 * PageBytes) - ((output.Position + HeadBytes) % PageBytes)]);
        output.Write(built);
    }
}
