// Cards that hold every byte of the image but show a reader something else.

using System;
using System.Buffers.Binary;
using System.IO;
using RustKernel.Flash.Images.Cards;
using Xunit;

namespace RustKernel.Flash.Images.Tests;

public sealed class ReaderTests : IClassFixture<SampleImage>
{
    private const int Volume = 1 << 20;
    private readonly SampleImage _sample;

    public ReaderTests(SampleImage sample) => _sample = sample;

    [Fact]
    public void A_sound_card_shows_its_files()
    {
        using MemoryTarget card = new(96 << 20);
        ImageWriter.Write(_sample.Path, _sample.Manifest, card);
        ImageWriter.VerifyCard(card, _sample.Manifest);
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(4096)]
    public void A_disk_with_other_sectors_is_refused_before_it_is_touched(int sectorBytes)
    {
        using MemoryTarget card = new(96 << 20) { SectorBytes = sectorBytes };
        ImageException refused = Assert.Throws<ImageException>(() => ImageWriter.Write(_sample.Path, _sample.Manifest, card));
        Assert.Contains(
            $"/dev/card has sectors of {sectorBytes} bytes, and the image is made for sectors of 512",
            refused.Message,
            StringComparison.Ordinal);
        Assert.Empty(card.Calls);
        Assert.Equal(-1, card.Bytes.AsSpan().IndexOfAnyExcept((byte)0xa5));
        Assert.Contains(
            "no reader would find",
            Assert.Throws<ImageException>(() => ImageWriter.VerifyCard(card, _sample.Manifest)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("there is no partition table", 510, 0)]
    [InlineData("the first partition is of type 0x83, which is no FAT32", 450, 0x83)]
    [InlineData("there is no FAT32 file system", 455, 0x09)]
    [InlineData("is not inside the disk", 461, 0x7f)]
    [InlineData("the boot sector says 2304 sectors before the partition, the partition table 2048", Volume + 29, 9)]
    [InlineData("the file system has sectors of 1024 bytes and the disk of 512", Volume + 12, 4)]
    [InlineData("the file system has 66060288 bytes, its partition 32505856", 460, 0)]
    [InlineData("clusters, so some readers take it for FAT16", Volume + 13, 8)]
    public void What_a_reader_would_see_is_compared(string expected, int offset, byte value)
    {
        byte[] image = File.ReadAllBytes(_sample.Path);
        image[offset] = value;
        string message = Assert.Throws<ImageException>(() => Check(image, 96 << 20, _sample.Manifest)).Message;
        Assert.StartsWith(
            "/dev/card holds the bytes of the image, and yet a reader does not find its files: ",
            message,
            StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_are_missing_or_more_than_the_manifest_says_are_named()
    {
        byte[] image = File.ReadAllBytes(_sample.Path);
        ManifestFile[] files = [.. _sample.Manifest.Files];
        Check(image, image.Length, _sample.Manifest);
        ImageManifest more = _sample.Manifest with { Files = [.. files, new ManifestFile("start4.elf", 3, "")] };
        Assert.Contains(
            "start4.elf (3 bytes) is not there",
            Assert.Throws<ImageException>(() => Check(image, image.Length, more)).Message,
            StringComparison.Ordinal);
        ImageManifest fewer = _sample.Manifest with { Files = files[1..] };
        Assert.Contains(
            $"{files[0].Path} ({files[0].Size} bytes) is there, too",
            Assert.Throws<ImageException>(() => Check(image, image.Length, fewer)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_disk_that_ends_inside_the_partition_is_found()
    {
        byte[] image = File.ReadAllBytes(_sample.Path);
        Assert.Contains(
            "is not inside the disk",
            Assert.Throws<ImageException>(() => Check(image, image.Length - 512, _sample.Manifest)).Message,
            StringComparison.Ordinal);
    }

    // The table of a card that was written through a reader with another sector size: the bytes are right, but every number means
    // another place.
    [Fact]
    public void The_table_is_read_in_the_disks_own_sectors()
    {
        byte[] image = File.ReadAllBytes(_sample.Path);
        ImageManifest manifest = _sample.Manifest with { SectorBytes = 4096 };
        ImageException refused = Assert.Throws<ImageException>(
            () => PartitionReader.Check("/dev/card", new MemoryStream(image), 4096, 1L << 40, manifest));
        Assert.Contains(
            "where the partition table says, byte 8388608: there is no FAT32 file system",
            refused.Message,
            StringComparison.Ordinal);
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(454), 256);
        refused = Assert.Throws<ImageException>(
            () => PartitionReader.Check("/dev/card", new MemoryStream(image), 4096, 1L << 40, manifest));
        Assert.Contains("the file system has sectors of 512 bytes and the disk of 4096", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(96 << 20)]
    [InlineData(64 << 20)] // the image's own size
    [InlineData((96 << 20) + 512)]
    public void A_partition_table_of_an_earlier_layout_is_gone_from_both_ends(int bytes)
    {
        using MemoryTarget card = new(bytes);
        foreach (int at in new[] { 512, bytes - 512 })
        {
            "EFI PART"u8.CopyTo(card.Bytes.AsSpan(at));
        }

        ImageWriter.Write(_sample.Path, _sample.Manifest, card);
        Assert.Equal(-1, card.Bytes.AsSpan().IndexOf("EFI PART"u8));
        ImageWriter.VerifyCard(card, _sample.Manifest);
        "EFI PART"u8.CopyTo(card.Bytes.AsSpan(bytes - 512));
        string message = Assert.Throws<ImageException>(() => ImageWriter.VerifyCard(card, _sample.Manifest)).Message;
        Assert.Contains($"its last sector, byte {bytes - 512}, has the copy of an earlier", message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_systems_own_view_of_a_card_is_read()
    {
        using FakeSystem system = new();
        system.Disk("sdb", "pci/usb1/host0", "8:16", 1L << 30, removable: true, ("queue/logical_block_size", "4096"));
        system.Disk("sdc", "pci/usb2/host0", "8:32", 1L << 30, removable: true);
        Card card = system.List().Find(Path.Combine(system.Dev, "sdb"));
        Assert.Equal((4096, 512), (card.SectorBytes, system.List().Find(Path.Combine(system.Dev, "sdc")).SectorBytes));
        Assert.Null(system.List().FirstPartition(card));
        system.Partition("sdb", "sdb1", "8:17");
        system.Geometry("sdb", "sdb1", 2048, 8192);
        Assert.Equal((1L << 20, 4L << 20), system.List().FirstPartition(card));
        Assert.Contains(
            CardRules.Check(card with { Size = 1 << 20 }, 1 << 28),
            objection => objection.Text.EndsWith("(FAT32 in sectors of 4096 bytes)", StringComparison.Ordinal));
    }

    private static void Check(byte[] image, long capacity, ImageManifest manifest)
        => PartitionReader.Check("/dev/card", new MemoryStream(image), 512, capacity, manifest);
}
