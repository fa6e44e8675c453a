// We read what other tools write, and they read what we write: mkfs.fat, fsck.vfat, mtools.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using RustKernel.FileSystems.Tests.Crash;
using RustKernel.Services.FileSystems;
using RustKernel.Services.FileSystems.Blocks;
using RustKernel.Services.FileSystems.Fat32;
using Xunit;

namespace RustKernel.FileSystems.Tests.Fat32;

public sealed class FatInterchangeTests
{
    private const int Clusters = 68_000;

    private static readonly DateTime s_now = new(2026, 11, 28, 13, 24, 58, 990);

    public static TheoryData<int> ClusterSizes() => [1, 2, 4, 8, 16, 32, 64, 128];

    [Theory]
    [MemberData(nameof(ClusterSizes))]
    public void Cards_of_all_cluster_sizes_are_exchanged_with_mtools(int sectorsInCluster)
    {
        using FatImage image = Formatted(sectorsInCluster);
        byte[] theirs = Bytes(200_000, 1);
        byte[] ours = Bytes(150_000, 2);
        string host = image.File + ".host";
        File.WriteAllBytes(host, theirs);
        _ = image.Mtools("mmd", "::/Some Folder");
        _ = image.Mtools("mcopy", host, "::/Some Folder/A name of theirs.data");
        _ = image.Mtools("mcopy", host, "::/SHORT.BIN");
        using (FileStore store = new(image.File))
        {
            Fat32Volume volume = Mount(store);
            Assert.Equal((uint)sectorsInCluster * 512, volume.ClusterBytes);
            Assert.Equal(["Some Folder", "Some Folder/A name of theirs.data", "SHORT.BIN"], FatTestVolume.Tree(volume).Keys);
            Assert.Equal(theirs, FatTestVolume.Contents(volume, "SOME FOLDER/a NAME of theirs.DATA"));
            FatTestVolume test = new(volume);
            test.MakeDirectory("ours");
            test.Create("ours/Ein längerer Name.bin");
            test.Append("ours/Ein längerer Name.bin", ours);
            test.Rename("SHORT.BIN", "ours/moved.bin");
            test.Unlink("Some Folder/A name of theirs.data");
            test.RemoveDirectory("some folder");
            volume.Sync();
        }

        Assert.Null(image.Check());
        File.Delete(host);
        _ = image.Mtools("mcopy", "::/ours/Ein längerer Name.bin", host);
        Assert.Equal(ours, File.ReadAllBytes(host));
        File.Delete(host);
        _ = image.Mtools("mcopy", "::/ours/moved.bin", host);
        Assert.Equal(theirs, File.ReadAllBytes(host));
        _ = image.Mtools("mdel", "::/ours/moved.bin");
        File.Delete(host);
        Assert.Null(image.Check());
        using FileStore again = new(image.File);
        Assert.Equal(["ours", "ours/Ein längerer Name.bin"], FatTestVolume.Tree(Mount(again)).Keys);
    }

    [Fact]
    public void A_listing_of_mtools_shows_names_sizes_and_times_of_ours()
    {
        using FatImage image = Formatted(1);
        using (FileStore store = new(image.File))
        {
            Fat32Volume volume = Mount(store);
            FatTestVolume test = new(volume);
            foreach (string name in new[]
            {
                "lower.txt",
                "UPPER.TXT",
                "Mixed.txt",
                "other.TXT",
                "with two  spaces.x",
                "ünïcode.txt",
                "a.b.c"
            })
            {
                test.Create(name);
                test.Append(name, new byte[name.Length]);
            }

            volume.SetTimes("lower.txt", null, new DateTime(2001, 2, 3, 4, 5, 6));
            volume.SetLabel("our card");
            Assert.Equal("OUR CARD", volume.GetLabel());
            Assert.Equal(s_now, volume.GetInfo("Mixed.txt").Created);
            Assert.Equal(s_now.AddMilliseconds(-990), volume.GetInfo("mixed.TXT").Written);
            volume.Sync();
        }

        Assert.Null(image.Check());
        string listing = image.Mtools("mdir", "::/");
        Assert.Contains("OUR CARD", listing, StringComparison.Ordinal);
        Assert.Matches(@"lower *txt +9 2001-02-03 +4:05", listing);
        Assert.Matches(@"UPPER *TXT +9 2026-11-28 +13:24", listing);
        Assert.Matches(@"MIXED *TXT +9 2026-11-28 +13:24 +Mixed\.txt", listing);
        Assert.Matches(@"WITHTW~1 *X .* with two  spaces\.x", listing);
        Assert.Matches(@"ünïcode\.txt", listing);
        Assert.Matches(@"ABC~1 *C .* a\.b\.c|AB~1 *C .* a\.b\.c", listing);
        Assert.DoesNotContain("RKINTENT", listing, StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_card_of_another_tool_is_read_and_files_can_be_removed_from_it()
    {
        using FatImage image = Formatted(1);
        string host = image.File + ".host";
        File.WriteAllBytes(host, Bytes(3_000_000, 3));
        int count = 0;
        while (FatImage.Execute("mcopy", ["-i", image.File, host, $"::/file {count}"]).Status == 0)
        {
            count++;
        }

        File.WriteAllBytes(host, Bytes(10_000, 4));
        while (FatImage.Execute("mcopy", ["-i", image.File, host, $"::/file {count}"]).Status == 0)
        {
            count++;
        }

        File.Delete(host);
        using FileStore store = new(image.File);
        Fat32Volume volume = Mount(store);
        string[] names = [.. FatTestVolume.Tree(volume).Keys];
        FatTestVolume test = new(volume);
        test.Create("empty");
        FileSystemException e = Assert.Throws<FileSystemException>(() => test.Append("empty", new byte[100_000]));
        Assert.Equal(ErrorCode.NoSpace, e.Error);
        Assert.Equal(0u, volume.GetInfo("empty").Size);
        test.Unlink(names[0]);
        test.Append("empty", new byte[100_000]);
        volume.Sync();
        Assert.Null(image.Check());
    }

    [Theory]
    [InlineData("12", "FAT12", 1)]
    [InlineData("16", "FAT16", 16)]
    public void Smaller_kinds_are_refused_in_words(string kind, string word, int megabytes)
    {
        FileSystemException e = Assert.Throws<FileSystemException>(() => Fat32Volume.Mount(FatImage.Format(megabytes << 20, "-F", kind)));
        Assert.Equal(ErrorCode.NotSupported, e.Error);
        Assert.Contains($"is {word}: format it as FAT32", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("EXFAT   ", "exFAT", ErrorCode.NotSupported)]
    [InlineData("NTFS    ", "NTFS", ErrorCode.NotSupported)]
    [InlineData("        ", "no FAT boot sector", ErrorCode.NotFound)]
    public void Other_volumes_are_refused_in_words(string name, string word, ErrorCode error)
    {
        MemoryStore store = new(1000);
        byte[] sector = new byte[512];
        _ = Encoding.ASCII.GetBytes(name, sector.AsSpan(3));
        _ = store.Write(0, sector);
        FileSystemException e = Assert.Throws<FileSystemException>(() => Fat32Volume.Mount(store));
        Assert.Equal(error, e.Error);
        Assert.Contains(word, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sectors_of_4096_bytes_are_refused_in_words()
    {
        FileSystemException e = Assert.Throws<FileSystemException>(
            () => Fat32Volume.Mount(FatImage.Format(512 << 20, "-F", "32", "-S", "4096")));
        Assert.Equal(ErrorCode.NotSupported, e.Error);
        Assert.Contains("4096", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_volume_with_one_active_fat_is_written_there_alone()
    {
        MemoryStore store = FatImage.Format(40 << 20, "-F", "32", "-s", "1");
        byte[] boot = new byte[512];
        _ = store.Read(0, boot);
        boot[40] = 0x81;
        _ = store.Write(0, boot);
        Fat32Volume volume = Fat32Volume.Mount(store);
        new FatTestVolume(volume).MakeDirectory("x");
        volume.Sync();
        Assert.Equal(["x"], FatTestVolume.Tree(Fat32Volume.Mount(store)).Keys);
        FatLayoutProbe probe = new(store);
        Assert.Equal(0u, probe.Follow(probe.StartOf("X          "), 1));
    }

    [Fact]
    public void A_log_is_replayed_when_nobody_else_has_written_and_dropped_when_somebody_has()
    {
        using FatImage image = Formatted(8);
        Interrupted(image);
        using (FileStore store = new(image.File))
        {
            Fat32Volume volume = Mount(store);
            Assert.Contains("replayed", volume.MountNote, StringComparison.Ordinal);
            Assert.Equal(["synced"], FatTestVolume.Tree(volume).Keys);
            volume.Unlink("synced");
            volume.Sync();
        }

        Assert.Null(image.Check());
        Interrupted(image);
        string host = image.File + ".host";
        File.WriteAllBytes(host, Bytes(20_000, 5));
        _ = image.Mtools("mcopy", host, "::/theirs");
        File.Delete(host);
        using FileStore changed = new(image.File);
        Fat32Volume after = Mount(changed);
        Assert.Contains("dropped: another system", after.MountNote, StringComparison.Ordinal);
        Assert.Equal(["theirs"], FatTestVolume.Tree(after).Keys);
        Assert.Equal(Bytes(20_000, 5), FatTestVolume.Contents(after, "theirs"));
        after.Sync();

        // The mark stays, because nothing has checked the volume since; nothing else is wrong.
        string finding = image.Check()!;
        Assert.Contains("Dirty bit", finding, StringComparison.Ordinal);
        Assert.DoesNotContain("luster chain", finding, StringComparison.Ordinal);
        Assert.DoesNotContain("Reclaim", finding, StringComparison.Ordinal);
    }

    [Fact]
    public void Attributes_are_kept_and_read_only_files_are_not_written()
    {
        using FatImage image = Formatted(1);
        string host = image.File + ".host";
        File.WriteAllBytes(host, Bytes(1000, 6));
        _ = image.Mtools("mcopy", host, "::/fixed");
        File.Delete(host);
        _ = image.Mtools("mattrib", "+r", "+h", "::/fixed");
        using FileStore store = new(image.File);
        Fat32Volume volume = Mount(store);
        Assert.Equal(FatAttributes.ReadOnly | FatAttributes.Hidden | FatAttributes.Archive, volume.GetInfo("fixed").Attributes);
        FatTestVolume test = new(volume);
        Assert.Equal(ErrorCode.AccessDenied, Assert.Throws<FileSystemException>(() => test.Append("fixed", [1])).Error);
        Assert.Equal(ErrorCode.AccessDenied, Assert.Throws<FileSystemException>(() => test.Unlink("fixed")).Error);
        volume.SetAttributes("fixed", FatAttributes.None);
        test.Unlink("fixed");
        volume.Sync();
        Assert.Null(image.Check());
    }

    [Fact]
    public void Open_files_are_found_again_by_path_and_by_identity()
    {
        using FatImage image = Formatted(1);
        ulong identity;
        using (FileStore store = new(image.File))
        {
            Fat32Volume volume = Mount(store);
            FatTestVolume test = new(volume);
            test.MakeDirectory("d");
            test.Create("d/file");
            test.Append("d/file", Bytes(5000, 7));
            FatNode node = volume.Open("d/file");
            FatNode other = volume.Open("D/FILE");
            Assert.Same(node, other);
            test.Rename("d/file", "d/another long name");
            Assert.Equal("d/another long name", node.Path);
            volume.Write(node, 0, [42]);
            identity = node.Identity;
            volume.SyncFile(node);
        }

        using FileStore again = new(image.File);
        Fat32Volume mounted = Mount(again);
        FatNode found = mounted.Open(identity, "d/another long name");
        byte[] first = new byte[1];
        Assert.Equal(1, mounted.Read(found, 0, first));
        Assert.Equal(42, first[0]);
        Assert.Same(found, mounted.Open("d/another long name"));
        mounted.Unlink("d/another long name");
        Assert.Equal(["d"], FatTestVolume.Tree(mounted).Keys);
        Assert.Equal(1, mounted.Read(found, 0, first));
        mounted.Write(found, 5000, Bytes(2000, 8));
        mounted.Close(found);
        mounted.Close(found);
        Assert.Equal(ErrorCode.NotFound, Assert.Throws<FileSystemException>(() => mounted.Open(identity, "gone")).Error);
        mounted.Sync();
        Assert.Null(image.Check());
    }

    [Fact]
    public void A_directory_of_ten_thousand_files_is_right_and_found_without_reading_it_again()
    {
        MemoryStore store = FatImage.Format(64 << 20, "-F", "32", "-s", "1");
        RecordingStore counted = new(store);
        Fat32Volume volume = Fat32Volume.Mount(counted, new Fat32Options { MetadataSectors = 256 });
        volume.MakeDirectory("many");
        for (int i = 0; i < 10_000; i++)
        {
            volume.Close(volume.Create($"many/file number {i}"));
        }

        volume.Sync();
        Assert.True(counted.Reads < 30_000, $"{counted.Reads} reads");
        Assert.Null(FatImage.Check(store));
        Fat32Volume again = Fat32Volume.Mount(store);
        HashSet<string> names = [.. FatTestVolume.Tree(again).Keys];
        Assert.Equal(10_001, names.Count);
        Assert.All(Enumerable.Range(0, 10_000), i => Assert.Contains($"many/file number {i}", names));
    }

    [Fact]
    public void The_largest_file_is_refused_one_byte_more()
    {
        using FatImage image = Formatted(128);
        using FileStore store = new(image.File);
        Fat32Volume volume = Mount(store);
        FatNode node = volume.Create("large");
        Assert.Equal(ErrorCode.InvalidArgument, Assert.Throws<FileSystemException>(() => volume.Write(node, uint.MaxValue, [1])).Error);
    }

    // A file whose creation is in the log and not yet in place.
    private static void Interrupted(FatImage image)
    {
        using FileStore store = new(image.File);
        Fat32Volume volume = Mount(store);
        FatNode node = volume.Create("synced");
        volume.Write(node, 0, new byte[10_000]);
        volume.SyncFile(node);
    }

    private static Fat32Volume Mount(BlockStore store) => Fat32Volume.Mount(store, new Fat32Options { Clock = () => s_now });

    private static FatImage Formatted(int sectorsInCluster)
    {
        FatImage image = new();
        using (FileStream file = File.Create(image.File))
        {
            file.SetLength((long)Clusters * sectorsInCluster * 512);
        }

        (int status, string output) = FatImage.Execute("mkfs.fat", ["-F", "32", "-s", $"{sectorsInCluster}", image.File]);
        Assert.True(status == 0, output);
        return image;
    }

    private static byte[] Bytes(int count, int seed) => new Operation(OperationKind.Append, "", Length: count, Seed: seed).Bytes();
}
