using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Threading;
using Xunit;

namespace RustKernel.Flash.Images.Tests;

public sealed class ImageTests : IDisposable
{
    private readonly NoProgress _progress = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("rk-images-").FullName;

    public ImageTests()
    {
        Add("boot/kernel8.img", 135_168);
        Add("boot/config.txt", 163);
        Add("boot/overlays/pl011-header.dtbo", 900);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_same_files_give_the_same_image()
    {
        ImageManifest first = Make("first.img");
        // The times of files and of the making must not matter: FAT's clock ticks every two seconds.
        File.SetLastWriteTimeUtc(PathOf("boot/config.txt"), new DateTime(2020, 2, 2, 2, 2, 2, DateTimeKind.Utc));
        DateTime made = File.GetLastWriteTimeUtc(PathOf("first.img"));
        Assert.True(SpinWait.SpinUntil(() => DateTime.UtcNow - made > TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(30)));
        ImageManifest second = Make("second.img");
        Assert.Equal(first.Sha256, second.Sha256);
        Add("boot/config.txt", 164);
        Assert.NotEqual(first.Sha256, Make("third.img").Sha256);
    }

    [Fact]
    public void The_image_is_sound_and_holds_the_files()
    {
        ImageManifest manifest = Make("sd.img");
        Assert.True(BitOperations.IsPow2(manifest.Size));
        Assert.Equal(manifest.Size, new FileInfo(PathOf("sd.img")).Length);
        string partition = PathOf("partition");
        using (FileStream image = File.OpenRead(PathOf("sd.img")))
        using (FileStream copy = File.Create(partition))
        {
            byte[] record = new byte[512];
            image.ReadExactly(record);
            Assert.Equal([0x0c, 0x55, 0xaa], new[] { record[450], record[510], record[511] });
            Assert.Equal(2048u, BitConverter.ToUInt32(record, 454));
            Assert.Equal((manifest.Size / 512) - 2048, BitConverter.ToUInt32(record, 458));
            Assert.NotEqual(0u, BitConverter.ToUInt32(record, 440));
            image.Position = 1 << 20;
            image.CopyTo(copy);
        }

        Run("fsck.vfat", "-n", partition);
        string listing = Run("mdir", "-/", "-b", "-i", partition);
        Assert.Equal(
            ["::/config.txt", "::/kernel8.img", "::/overlays/", "::/overlays/pl011-header.dtbo"],
            listing.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
        Run("mcopy", "-i", partition, "::/kernel8.img", PathOf("back"));
        Assert.Equal(File.ReadAllBytes(PathOf("boot/kernel8.img")), File.ReadAllBytes(PathOf("back")));
    }

    [Fact]
    public void The_manifest_names_every_file()
    {
        ImageManifest made = Make("sd.img");
        ImageManifest read = ImageManifest.Load(ImageManifest.PathFor(PathOf("sd.img")));
        Assert.Equal(["config.txt", "kernel8.img", "overlays/pl011-header.dtbo"], read.Files.Select(file => file.Path));
        Assert.Equal((made.Sha256, made.Size, "rpi4", "abc"), (read.Sha256, read.Size, read.Board, read.Build));
        Assert.Equal(163, read.Files[0].Size);
    }

    [Fact]
    public void A_written_file_is_equal_and_a_flipped_byte_is_found()
    {
        ImageManifest manifest = Make("sd.img");
        string target = PathOf("card");
        File.WriteAllBytes(target, [.. Enumerable.Repeat((byte)0xff, 1 << 20)]);
        long written = ImageWriter.WriteFile(PathOf("sd.img"), manifest, target, _progress);
        Assert.InRange(written, 135_168, 8 << 20);
        Assert.Equal(manifest.Sha256, DiskHash(target));
        ImageWriter.VerifyFile(target, manifest, _progress);
        using (FileStream card = File.OpenWrite(target))
        {
            card.Position = 50_000_001;
            card.WriteByte(1);
        }

        Assert.Contains("free space: SHA-256", Verify(target, manifest), StringComparison.Ordinal);
        using (FileStream card = File.OpenWrite(target))
        {
            card.Position = (1 << 20) + 100;
            card.WriteByte(1);
        }

        Assert.Contains("differs from the image in the file system's tables", Verify(target, manifest), StringComparison.Ordinal);
    }

    [Fact]
    public void Targets_that_cannot_be_written_are_clear_errors()
    {
        ImageManifest manifest = Make("sd.img");
        Assert.Contains("it does not exist", Write("sd.img", manifest, "no/such/folder/card"), StringComparison.Ordinal);
        Assert.Contains("no space left", Write("sd.img", manifest, "/dev/full"), StringComparison.Ordinal);
        Assert.Contains("itself", Write("sd.img", manifest, "sd.img"), StringComparison.Ordinal);
        Assert.Contains(
            "does not exist",
            Assert.Throws<ImageException>(() => ImageManifest.Load(PathOf("none.json"))).Message,
            StringComparison.Ordinal);
    }

    // These numbers distinguish two disks in one machine (/dev/disk/by-uuid, PARTUUID).
    [Fact]
    public void Images_of_other_content_other_boards_other_kinds_and_other_sectors_have_other_identities()
    {
        ImageFile[] files = [.. DiskImage.FilesOf(PathOf("boot"))];
        Make("one.img");
        DiskImage.Make(PathOf("board.img"), "rpi3", "abc", DiskLayout.FirmwarePartition, files);
        DiskImage.Make(PathOf("kind.img"), "rpi4", "abc", DiskLayout.EfiSystemPartition, files);
        DiskImage.Make(PathOf("sectors.img"), "rpi4", "abc", DiskLayout.FirmwarePartition, files, null, 1024);
        Add("boot/config.txt", 164);
        Make("content.img");
        Add("boot/config.txt", 163);
        Make("again.img");
        (uint Disk, uint Volume)[] all =
            [.. new[] { "one", "board", "kind", "sectors", "content" }.Select(name => IdentityOf(PathOf(name + ".img")))];
        Assert.Equal(all.Length, all.Select(identity => identity.Volume).Distinct().Count());
        Assert.Equal(all.Length, all.Select(identity => identity.Disk).Distinct().Count());
        Assert.DoesNotContain(all, identity => identity.Volume is 0x1234abcd or 0);
        Assert.Equal(all[0], IdentityOf(PathOf("again.img")));
    }

    [Theory]
    [InlineData(512)]
    [InlineData(1024)]
    [InlineData(4096)]
    public void An_image_counts_in_the_sectors_of_its_disk(int sectorBytes)
    {
        string path = PathOf("sd.img");
        ImageManifest manifest = DiskImage.Make(
            path,
            "rpi4",
            "abc",
            DiskLayout.FirmwarePartition,
            DiskImage.FilesOf(PathOf("boot")),
            null,
            sectorBytes);
        byte[] record = new byte[512];
        using FileStream image = File.OpenRead(path);
        image.ReadExactly(record);
        Assert.Equal((1u << 20) / (uint)sectorBytes, BitConverter.ToUInt32(record, 454));
        Assert.Equal(manifest.Size, (1L << 20) + ((long)BitConverter.ToUInt32(record, 458) * sectorBytes));
        FatVolume volume = new(image, 1 << 20);
        Assert.Equal((sectorBytes, (1u << 20) / (uint)sectorBytes), (volume.SectorBytes, volume.HiddenSectors));
        Assert.InRange(volume.Clusters, FatVolume.FewestClusters, long.MaxValue);
        Assert.Equal(3, volume.Files.Count);

        // The copy of the boot sector says the same.
        byte[] copy = new byte[512];
        image.Position = (1 << 20) + (6 * sectorBytes);
        image.ReadExactly(copy);
        Assert.Equal(volume.HiddenSectors, BitConverter.ToUInt32(copy, 28));
        ImageWriter.VerifyFile(path, ImageManifest.Load(ImageManifest.PathFor(path)), _progress);
        string partition = PathOf("partition");
        using (FileStream part = File.Create(partition))
        {
            image.Position = 1 << 20;
            image.CopyTo(part);
        }

        Run("fsck.vfat", "-n", partition);
        Run("mcopy", "-i", partition, "::/overlays/pl011-header.dtbo", PathOf("back"));
        Assert.Equal(File.ReadAllBytes(PathOf("boot/overlays/pl011-header.dtbo")), File.ReadAllBytes(PathOf("back")));
    }

    [Fact]
    public void Sectors_that_FAT32_does_not_have_are_refused()
    {
        ImageException refused = Assert.Throws<ImageException>(
            () => DiskImage.Make(
                PathOf("sd.img"),
                "rpi4",
                "abc",
                DiskLayout.FirmwarePartition,
                DiskImage.FilesOf(PathOf("boot")),
                null,
                8192));
        Assert.Contains("sectors of 8192 bytes", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_uefi_disk_has_an_efi_system_partition()
    {
        ImageManifest manifest = DiskImage.Make(
            PathOf("efi.img"),
            "qemu-virt",
            "abc",
            DiskLayout.EfiSystemPartition,
            [new ImageFile("EFI/BOOT/BOOTAA64.EFI", PathOf("boot/kernel8.img"))]);
        Assert.Equal("EFI/BOOT/BOOTAA64.EFI", manifest.Files.Single().Path);
        Assert.Equal(0xef, File.ReadAllBytes(PathOf("efi.img"))[450]);
    }

    private static (uint Disk, uint Volume) IdentityOf(string path)
    {
        using FileStream image = File.OpenRead(path);
        byte[] bytes = new byte[4];
        image.Position = 440;
        image.ReadExactly(bytes);
        uint disk = BitConverter.ToUInt32(bytes);
        image.Position = (1 << 20) + 67;
        image.ReadExactly(bytes);
        return (disk, BitConverter.ToUInt32(bytes));
    }

    private static string DiskHash(string path)
    {
        using FileStream file = File.OpenRead(path);
        return Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file));
    }

    private string Verify(string target, ImageManifest manifest) =>
        Assert.Throws<ImageException>(() => ImageWriter.VerifyFile(target, manifest, _progress)).Message;

    private string Write(string image, ImageManifest manifest, string target)
        => Assert.Throws<ImageException>(() => ImageWriter.WriteFile(PathOf(image), manifest, PathOf(target), _progress)).Message;

    private static string Run(string program, params string[] arguments)
    {
        using Process process =
            Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        string output = process.StandardOutput.ReadToEnd();
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program}: {output}{error}");
        return output;
    }

    private ImageManifest Make(string name) =>
        DiskImage.Make(PathOf(name), "rpi4", "abc", DiskLayout.FirmwarePartition, DiskImage.FilesOf(PathOf("boot")));

    private string PathOf(string name) => Path.Combine(_folder, name);

    private void Add(string name, int size)
    {
        byte[] bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllBytes(PathOf(name), bytes);
    }
}
