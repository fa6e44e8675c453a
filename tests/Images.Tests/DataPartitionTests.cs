// The second partition: made with the image, kept when a card is written again.

using System;
using System.IO;
using System.Linq;
using RustKernel.Hil.FileSystems;
using Xunit;

namespace RustKernel.Flash.Images.Tests;

public sealed class DataPartitionTests : IDisposable
{
    private const long MiB = 1L << 20;
    private static readonly PartitionSizes s_usual = new(0, 64 * MiB);
    private readonly TargetVolumes _volumes = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("rk-data-").FullName;

    public DataPartitionTests()
    {
        Add("boot/kernel8.img", 135_168);
        Add("boot/config.txt", 163);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(DiskLayout.FirmwarePartition, 0x0c)]
    [InlineData(DiskLayout.EfiSystemPartition, 0xef)]
    public void An_image_has_both_partitions(DiskLayout layout, byte type)
    {
        ImageManifest manifest = Make("sd.img", s_usual, layout);
        Assert.Equal((128 * MiB, 63 * MiB, 64 * MiB, 64 * MiB), (manifest.Size, manifest.BootSize, manifest.DataStart, manifest.DataSize));
        byte[] table = new byte[512];
        using (FileStream image = File.OpenRead(PathOf("sd.img")))
        {
            image.ReadExactly(table);
            Assert.Equal((64 * MiB, 64 * MiB), DataVolumes.Find(image, image.Length));
        }

        Assert.Equal((type, 2048u, 63u * 2048), Entry(table, 446));
        Assert.Equal(((byte)0x83, 64u * 2048, 64u * 2048), Entry(table, 462));
        using StringWriter output = new();
        Assert.Equal(0, new FsCommands(output, output).Check(PathOf("sd.img")));
        Assert.EndsWith("good\n", output.ToString(), StringComparison.Ordinal);
        ImageWriter.VerifyFile(PathOf("sd.img"), manifest);
    }

    [Fact]
    public void The_same_files_and_sizes_give_the_same_image()
    {
        string first = Make("first.img", s_usual).Sha256;
        Assert.Equal(first, Make("second.img", s_usual).Sha256);
        Assert.NotEqual(first, Make("third.img", new(0, 32 * MiB)).Sha256);
    }

    [Fact]
    public void The_boot_partition_is_the_one_of_an_image_without_data()
    {
        ImageManifest with = Make("with.img", s_usual), without = Make("without.img", PartitionSizes.BootOnly);
        Assert.Equal(
            without.OfBootPartition().Ranges.Select(range => (range.Offset, range.Sha256)),
            with.OfBootPartition().Ranges.Select(range => (range.Offset, range.Sha256)));
        Assert.DoesNotContain(with.OfBootPartition().Ranges, range => range.Content is "the partition table" or "the data file system");
    }

    [Theory]
    [InlineData(100, 32, 256, 104)] // the data partition begins at whole 4 MiB
    [InlineData(34, 1, 64, 36)]
    public void Sizes_are_what_was_asked_for(long boot, long data, long size, long start)
    {
        ImageManifest manifest = Make("sd.img", new(boot * MiB, data * MiB));
        Assert.Equal(
            (size * MiB, boot * MiB, start * MiB, data * MiB),
            (manifest.Size, manifest.BootSize, manifest.DataStart, manifest.DataSize));
        Assert.Equal(((start + data) * MiB, (boot + 1) * MiB), (manifest.EndOf(keepsData: false), manifest.EndOf(keepsData: true)));
        ImageWriter.VerifyFile(PathOf("sd.img"), manifest);
    }

    [Theory]
    [InlineData(33, 64, 512, "a boot partition of 33 MiB is too small: its files and FAT32 need at least 34 MiB")]
    [InlineData(1L << 21, 64, 512, "is larger than")]
    [InlineData(0, 1L << 21, 512, "lies beyond 2 TiB")]
    [InlineData(0, 64, 4096, "a disk with sectors of 4096 bytes gets no data partition")]
    public void Sizes_that_are_none_are_refused_in_words(long boot, long data, int sectorBytes, string words)
    {
        ImageSizeException refused = Assert.Throws<ImageSizeException>(
            () => Make("sd.img", new(boot * MiB, data * MiB), DiskLayout.FirmwarePartition, sectorBytes));
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(PathOf("sd.img")));
    }

    [Fact]
    public void A_card_that_is_written_again_keeps_all_but_its_boot_partition()
    {
        using MemoryTarget card = new(192 << 20);
        ImageWriter.Write(PathOf("old.img"), Make("old.img", s_usual), card);
        new Random(1).NextBytes(card.Bytes.AsSpan((int)(70 * MiB), 1 << 20));
        byte[] before = [.. card.Bytes];
        Add("boot/kernel8.img", 140_000);
        ImageManifest manifest = Make("new.img", s_usual);
        KeptData kept = KeptData.On(card, _volumes)!;
        Assert.Equal((64 * MiB, 64 * MiB), (kept.Start, kept.Length));
        Assert.Equal("", kept.Objection(manifest));
        ImageWriter.WriteBootPartition(PathOf("new.img"), manifest, card);
        Assert.True(before.AsSpan(0, (int)MiB).SequenceEqual(card.Bytes.AsSpan(0, (int)MiB)));
        Assert.True(before.AsSpan((int)(64 * MiB)).SequenceEqual(card.Bytes.AsSpan((int)(64 * MiB))));
        ImageWriter.VerifyCard(card, manifest.OfBootPartition());
        Assert.Contains(
            "differs from the image in the partition table",
            Assert.Throws<ImageException>(() => ImageWriter.VerifyCard(card, manifest)).Message,
            StringComparison.Ordinal);
        card.Bytes[MiB + 3] ^= 1;
        Assert.Contains(
            "the file system's tables",
            Assert.Throws<ImageException>(() => ImageWriter.VerifyCard(card, manifest.OfBootPartition())).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_written_again_keeps_its_data_and_its_length()
    {
        string card = PathOf("card"), note = PathOf("note");
        ImageManifest manifest = Make("sd.img", s_usual);
        ImageWriter.WriteFile(PathOf("sd.img"), manifest, card);
        using (FileStream longer = File.OpenWrite(card))
        {
            longer.SetLength(200 * MiB);
        }

        File.WriteAllText(note, "a person's");
        using StringWriter output = new();
        FsCommands commands = new(output, output);
        Assert.Equal(0, commands.Put(card, note, "/kept"));
        Add("boot/kernel8.img", 140_000);
        manifest = Make("new.img", s_usual);
        Assert.Equal("", KeptData.In(card, _volumes)!.Objection(manifest));
        ImageWriter.WriteBootPartitionOfFile(PathOf("new.img"), manifest, card);
        ImageWriter.VerifyBootPartitionOfFile(card, manifest);
        using MemoryStream read = new();
        Assert.Equal(0, commands.Get(card, "/kept", null, null, read));
        Assert.Equal("a person's"u8.ToArray(), read.ToArray());
        Assert.Equal(200 * MiB, new FileInfo(card).Length);
        Assert.Equal(0, commands.Check(card));
    }

    [Fact]
    public void Another_layout_is_refused_with_the_way_out()
    {
        ImageManifest manifest = Make("sd.img", s_usual);
        using MemoryTarget card = new(256 << 20);
        ImageWriter.Write(PathOf("large.img"), Make("large.img", new(100 * MiB, 32 * MiB)), card);
        string objection = KeptData.On(card, _volumes)!.Objection(manifest);
        Assert.Contains(
            "a boot partition of 100 MiB, the image one of 63 MiB: --boot-size 100M makes one that fits",
            objection,
            StringComparison.Ordinal);
        Assert.Contains("--erase-data", objection, StringComparison.Ordinal);

        // A card from another tool: the data volume is the third partition.
        card.Bytes.AsSpan(462, 16).CopyTo(card.Bytes.AsSpan(478, 16));
        card.Bytes.AsSpan(462, 16).Clear();
        objection = KeptData.On(card, _volumes)!.Objection(manifest);
        Assert.Contains("its partitions lie elsewhere than the image's: --erase-data", objection, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_kept_where_there_is_no_data_volume()
    {
        using MemoryTarget card = new(192 << 20);
        Assert.Null(KeptData.On(card, _volumes));
        ImageWriter.Write(PathOf("sd.img"), Make("sd.img", s_usual), card);

        // The same table with a foreign file system in the second partition.
        card.Bytes.AsSpan((int)(64 * MiB), 1 << 20).Clear();
        Assert.Null(KeptData.On(card, _volumes));
        Assert.Null(KeptData.In(PathOf("none"), _volumes));
        File.WriteAllBytes(PathOf("short"), [1, 2, 3]);
        Assert.Null(KeptData.In(PathOf("short"), _volumes));
    }

    [Theory]
    [InlineData(462 + 15, 0x7f, "its partition table contradicts itself")]
    [InlineData(0, 0, "it ends before the length that it gives")]
    public void A_card_whose_data_cannot_be_seen_is_not_taken_for_one_without(int at, byte value, string words)
    {
        using MemoryTarget card = new(192 << 20);
        ImageWriter.Write(PathOf("sd.img"), Make("sd.img", s_usual), card);
        if (at == 0)
        {
            using MemoryStream cut = new(card.Bytes, 0, 512);
            InvalidDataException unknown = Assert.Throws<InvalidDataException>(() => DataVolumes.Find(cut, 192 * MiB));
            Assert.Contains(words, unknown.Message, StringComparison.Ordinal);
            return;
        }

        card.Bytes[at] = value;
        ImageException refused = Assert.Throws<UnknownDataException>(() => KeptData.On(card, _volumes));
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
        Assert.Contains("--erase-data", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_that_cannot_be_written_is_not_called_too_small()
    {
        IOException full = Assert.Throws<IOException>(() => DataVolumes.Make("/dev/full", 0, 64 * MiB, 1));
        Assert.Contains("its disk may be full", full.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => DataVolumes.Make("/dev/full", 0, MiB / 2, 1));
    }

    // A superblock of an earlier volume with more commits would be the newer one.
    [Fact]
    public void No_superblock_of_an_earlier_volume_is_left()
    {
        ImageManifest manifest = Make("sd.img", s_usual);
        using MemoryTarget card = new(192 << 20);
        ImageWriter.Write(PathOf("sd.img"), manifest, card);
        foreach (int block in new[] { 0, 64 })
        {
            Span<byte> superblock = card.Bytes.AsSpan((int)(64 * MiB) + (block * 4096), 4096);
            byte[] wanted = new byte[4096];
            using FileStream image = File.OpenRead(PathOf("sd.img"));
            image.Position = (64 * MiB) + (block * 4096);
            image.ReadExactly(wanted);
            Assert.True(superblock.SequenceEqual(wanted));
        }
    }

    [Theory]
    [InlineData("the second partition is of type 0x07, not 0x83", 466, 0x07)]
    [InlineData("is not inside the disk", 477, 0x7f)]
    public void A_reader_that_finds_no_data_partition_is_heard(string expected, int offset, byte value)
    {
        ImageManifest manifest = Make("sd.img", s_usual);
        using MemoryTarget card = new(192 << 20);
        ImageWriter.Write(PathOf("sd.img"), manifest, card);
        card.Bytes[offset] = value;
        Assert.Contains(
            expected,
            Assert.Throws<ImageException>(() => ImageWriter.VerifyCard(card, manifest.OfBootPartition())).Message,
            StringComparison.Ordinal);
    }

    private static (byte Type, uint First, uint Count) Entry(byte[] table, int at)
        => (table[at + 4], BitConverter.ToUInt32(table, at + 8), BitConverter.ToUInt32(table, at + 12));

    private ImageManifest Make(
        string name,
        PartitionSizes sizes,
        DiskLayout layout = DiskLayout.FirmwarePartition,
        int sectorBytes = 512)
        => DiskImage.Make(
            PathOf(name),
            "rpi4",
            "abc",
            layout,
            DiskImage.FilesOf(PathOf("boot")),
            null,
            sectorBytes,
            sizes,
            _volumes);

    private string PathOf(string name) => Path.Combine(_folder, name);

    private void Add(string name, int size)
    {
        byte[] bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllBytes(PathOf(name), bytes);
    }
}
