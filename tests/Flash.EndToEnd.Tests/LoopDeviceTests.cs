// Real block devices without a card: loop devices. Only root can make them, so these run with "make hil" and skip with a message otherwise.

using System;
using System.Globalization;
using System.IO;
using RustKernel.EndToEnd.Tests;
using Xunit;

namespace RustKernel.Flash.EndToEnd.Tests;

[Trait("Run", "hil")]
public sealed class LoopDeviceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _device;

    public LoopDeviceTests()
    {
        Assert.True(Environment.UserName == "root", "loop devices are made by root: sudo make hil PART=Flash.EndToEnd.Tests");
        ToolResult image = Tool.Finish(Tool.Start(Tool.Path, ["image", "rpi4"]), TimeSpan.FromMinutes(10));
        Assert.True(image.ExitCode == 0, image.ToString());
        using (FileStream card = File.Create(_folder.File("card")))
        {
            card.SetLength(128 << 20);
        }

        _device = Run("losetup", "--find", "--show", "--partscan", _folder.File("card")).Trim();
    }

    private string Name => Path.GetFileName(_device);

    public void Dispose()
    {
        Run("losetup", "--detach", _device);
        _folder.Dispose();
    }

    [Fact]
    public void A_device_is_written_compared_verified_and_a_flipped_byte_is_found()
    {
        Run("dd", "if=/dev/urandom", $"of={_device}", "bs=1M", "count=16");
        ToolResult refused = Tool.Rk("flash", "sd", "rpi4", _device, "--yes");
        Assert.True(refused.ExitCode == 2, refused.ToString());
        Assert.Contains($"{_device} is not removable (loop)", refused.Error, StringComparison.Ordinal);
        Assert.Contains($"--force {Name}", refused.Error, StringComparison.Ordinal);
        Assert.Equal(2, Tool.Rk("flash", "sd", "rpi4", _device, "--yes", "--force", "sdz").ExitCode);
        Assert.Contains("say --yes", Tool.Rk("flash", "sd", "rpi4", _device, "--force", Name).Error, StringComparison.Ordinal);
        Write();
        ToolResult verified = Tool.Rk("flash", "verify", "rpi4", _device);
        Assert.True(verified.ExitCode == 0, verified.ToString());
        string partition = $"{_device}p1";
        if (File.Exists(partition))
        {
            Run("fsck.vfat", "-n", partition);
        }

        // The byte goes to the medium without the system's knowledge.
        using (FileStream card = File.OpenWrite(_folder.File("card")))
        {
            card.Position = (1 << 20) + 3;
            card.WriteByte(0xee);
        }

        ToolResult flipped = Tool.Rk("flash", "verify", "rpi4", _device);
        Assert.True(flipped.ExitCode == 3, flipped.ToString());
        Assert.Contains("differs from the image in the file system's tables", flipped.Error, StringComparison.Ordinal);
    }

    // Also asks the system: where it sees the partition, and what blkid finds there.
    [Theory]
    [InlineData(512)]
    [InlineData(4096)]
    public void A_table_in_the_devices_own_sectors_leads_to_the_file_system(int sectorBytes)
    {
        using (FileStream large = File.Create(_folder.File("large")))
        {
            large.SetLength(400 << 20);
        }

        string device = Run("losetup", "--find", "--show", "--partscan", "--sector-size", $"{sectorBytes}", _folder.File("large")).Trim();
        try
        {
            ToolResult written = Tool.Rk("flash", "sd", "rpi4", device, "--yes", "--force", Path.GetFileName(device));
            Assert.True(written.ExitCode == 0, written.ToString());
            Assert.DoesNotContain("old partitions", written.Error, StringComparison.Ordinal);
            long start = 512 * long.Parse(
                Run("partx", "--show", "--noheadings", "--output", "START", "--nr", "1", device).Trim(),
                CultureInfo.InvariantCulture);
            Assert.Contains($"TYPE=\"vfat\"", Run("blkid", "--probe", "--offset", $"{start}", device), StringComparison.Ordinal);
            Assert.Contains(
                $"BLOCK_SIZE=\"{sectorBytes}\"",
                Run("blkid", "--probe", "--offset", $"{start}", device),
                StringComparison.Ordinal);
            Assert.Equal(0, Tool.Rk("flash", "verify", "rpi4", device).ExitCode);
        }
        finally
        {
            Run("losetup", "--detach", device);
        }

        // The same bytes in a reader with another sector size are no card of ours.
        string other = Run("losetup", "--find", "--show", "--sector-size", $"{512 + 4096 - sectorBytes}", _folder.File("large")).Trim();
        try
        {
            ToolResult refused = Tool.Rk("flash", "verify", "rpi4", other);
            Assert.True(refused.ExitCode == 3, refused.ToString());
        }
        finally
        {
            Run("losetup", "--detach", other);
        }
    }

    [Fact]
    public void A_disk_with_large_sectors_that_is_too_small_for_FAT32_is_refused()
    {
        Run("losetup", "--detach", _device);
        string device = Run("losetup", "--find", "--show", "--sector-size", "4096", _folder.File("card")).Trim();
        try
        {
            ToolResult refused = Tool.Rk("flash", "sd", "rpi4", device, "--yes", "--force", Path.GetFileName(device));
            Assert.True(refused.ExitCode == 2, refused.ToString());
            Assert.Contains(
                "is too small: 134.2 MB, the image needs 272.6 MB (FAT32 in sectors of 4096 bytes)",
                refused.Error,
                StringComparison.Ordinal);
        }
        finally
        {
            Run("losetup", "--detach", device);
            Run("losetup", _device, _folder.File("card"));
        }
    }

    [Fact]
    public void A_mounted_card_is_refused_and_not_touched()
    {
        Run("mkfs.ext4", "-q", _device);
        string point = Directory.CreateDirectory(_folder.File("mounted here")).FullName;
        Run("mount", _device, point);
        File.WriteAllText(Path.Combine(point, "mine"), "precious");
        try
        {
            ToolResult refused = Tool.Rk("flash", "sd", "rpi4", _device, "--yes");
            Assert.True(refused.ExitCode == 2, refused.ToString());
            Assert.Contains($"is mounted at {point}: unmount it first", refused.Error, StringComparison.Ordinal);
        }
        finally
        {
            Run("umount", point);
        }

        Run("fsck.ext4", "-f", "-n", _device);
        Run("mount", _device, point);
        Assert.Equal("precious", File.ReadAllText(Path.Combine(point, "mine")));
        Run("umount", point);
    }

    [Fact]
    public void A_read_only_device_and_one_that_fails_are_clear_errors()
    {
        Run("blockdev", "--setro", _device);
        ToolResult locked = Tool.Rk("flash", "sd", "rpi4", _device, "--yes", "--force", Name);
        Assert.True(locked.ExitCode == 2, locked.ToString());
        Assert.Contains("is read-only", locked.Error, StringComparison.Ordinal);
        Run("blockdev", "--setrw", _device);

        // A medium that takes 2 MiB and then reports errors: its file is on a full file system.
        string small = Directory.CreateDirectory(_folder.File("small")).FullName;
        Run("mount", "-t", "tmpfs", "-o", "size=2m", "none", small);
        string broken = "";
        try
        {
            using (FileStream card = File.Create(Path.Combine(small, "card")))
            {
                card.SetLength(128 << 20);
            }

            broken = Run("losetup", "--find", "--show", Path.Combine(small, "card")).Trim();
            ToolResult failed = Tool.Rk("flash", "sd", "rpi4", broken, "--yes", "--force", Path.GetFileName(broken));
            Assert.True(failed.ExitCode == 3, failed.ToString());
            Assert.StartsWith($"rk: writing {broken} failed after ", failed.Error, StringComparison.Ordinal);
            Assert.Contains("write it again", failed.Error, StringComparison.Ordinal);
        }
        finally
        {
            if (broken.Length > 0)
            {
                Run("losetup", "--detach", broken);
            }

            Run("umount", small);
        }
    }

    private void Write()
    {
        ToolResult written = Tool.Rk("flash", "sd", "rpi4", _device, "--yes", "--force", Name);
        Assert.True(written.ExitCode == 0, written.ToString());
        Assert.Contains("bytes written and found right", written.Output, StringComparison.Ordinal);
    }

    private static string Run(string program, params string[] arguments)
    {
        ToolResult result = Tool.Finish(Tool.Start(program, arguments), TimeSpan.FromMinutes(1));
        Assert.True(result.ExitCode == 0, $"{program}: {result}");
        return result.Output;
    }
}
