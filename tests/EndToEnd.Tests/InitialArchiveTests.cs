// An initrd instead of the image's archive: programs in RAM where the boot loader put them.

using System;
using System.IO;
using System.Text;
using Xunit;

namespace RustKernel.EndToEnd.Tests;

/// <summary>Boots artifacts/Image with artifacts/boot.cpio, changed, as QEMU's -initrd.</summary>
public sealed class InitialArchiveTests : IDisposable
{
    private const string Greeting = "RustKernel shell; 'help' lists the commands";
    private const string OtherGreeting = "Initrd's own one; 'help' lists the commands";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("qemu-virt")]
    [InlineData("qemu-rpi4")]
    public void Programs_come_from_an_initrd(string target)
    {
        ToolResult result = Boot(target, OtherArchive());
        Assert.Matches("User: initrd at 0x[0-9a-fA-F]+, [0-9]+ bytes: programs come from its [0-9]+ files", result.Output);
        Assert.Contains(OtherGreeting, result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Greeting, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_initrd_that_is_not_whole_is_not_used_and_the_log_says_so()
    {
        byte[] archive = OtherArchive();
        ToolResult result = Boot("qemu-virt", archive[..(archive.Length / 2)]);
        Assert.Contains(" bytes, is not used: it is no cpio archive (newc) that is whole", result.Output, StringComparison.Ordinal);
        Assert.Contains(Greeting, result.Output, StringComparison.Ordinal);
    }

    private ToolResult Boot(string target, byte[] archive)
    {
        string file = Path.Combine(_folder.Path, "initrd");
        File.WriteAllBytes(file, archive);
        ToolResult result = Tool.RkWithInput(
            "poweroff\n",
            "run",
            target,
            "--log",
            _folder.Path,
            "--qemu-arg=-initrd",
            "--qemu-arg=" + file);
        Assert.True(result.ExitCode == 0, result.ToString());
        return result;
    }

    // The built archive with another greeting of the shell.
    private static byte[] OtherArchive()
    {
        byte[] archive = File.ReadAllBytes(Path.Combine(Tool.Root, "artifacts", "boot.cpio"));
        int at = archive.AsSpan().IndexOf(Encoding.Unicode.GetBytes(Greeting));
        Assert.True(at > 0, "the shell's greeting is in the archive");
        Encoding.Unicode.GetBytes(OtherGreeting).CopyTo(archive, at);
        return archive;
    }
}
