// Limits, large things, open files without a name, and what operations cost the disk.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using RustKernel.Services.FileSystems;
using RustKernel.Services.FileSystems.Blocks;
using RustKernel.Services.FileSystems.Data;
using Xunit;
using Xunit.Abstractions;

namespace RustKernel.FileSystems.Tests.Data;

public sealed class DataLimitTests(ITestOutputHelper output)
{
    [Fact]
    public void The_checksum_is_the_known_one()
    {
        Assert.Equal(0xE3069283u, Crc32C.Of("123456789"u8));
        Assert.Equal(0u, Crc32C.Of([]));
        Assert.Equal(0x8A9136AAu, Crc32C.Of(new byte[32]));
    }

    [Fact]
    public void Ten_thousand_files_in_a_directory_are_found_listed_once_and_deleted()
    {
        MemoryStore store = new DataUnderTest(sectors: 64 * 1024).Format();
        DataFileSystem files = DataFileSystem.Mount(store);
        ulong free = files.FreeBytes;
        for (int i = 0; i < 10_000; i++)
        {
            Assert.Equal(ErrorCode.None, files.Create(files.Root, $"file number {i}", false, out _));
        }

        Assert.Equal(ErrorCode.None, files.Sync(0));
        files = DataFileSystem.Mount(store);
        Assert.True(files.Counts.BlocksRead < 10, $"a mount read {files.Counts.BlocksRead} blocks");
        Assert.Equal(10_000u, files.FileCount);
        List<string> names = [];
        ulong place = 0;
        while (files.List(files.Root, ref place, out DirectoryEntry entry) == ErrorCode.None)
        {
            names.Add(entry.Name);
        }

        Assert.Equal(10_000, names.Count);
        Assert.Equal(10_000, names.Distinct().Count());
        Assert.Empty(files.Check().Problems);
        Assert.All(Enumerable.Range(0, 10_000), i => Assert.Equal(ErrorCode.None, files.Remove(files.Root, $"file number {i}")));
        Assert.Equal(ErrorCode.None, files.Sync(0));
        files = DataFileSystem.Mount(store);
        Assert.Equal(free, files.FreeBytes);
        Assert.Empty(files.Check().Problems);
    }

    [Fact]
    public void A_file_of_many_gigabytes_has_holes_an_end_and_its_bytes()
    {
        DataFileSystem files = DataFileSystem.Mount(new DataUnderTest(sectors: 64 * 1024).Format());
        Assert.Equal(ErrorCode.None, files.Create(files.Root, "large", false, out ulong node));
        ulong far = (40UL << 30) + 123;
        byte[] bytes = Encoding.UTF8.GetBytes("far away");
        Assert.Equal(ErrorCode.None, files.Write(node, far, bytes, out _));
        Assert.Equal(ErrorCode.None, files.Sync(node));
        byte[] read = new byte[100];
        Assert.Equal(ErrorCode.None, files.Read(node, far - 20, read, out int count));
        Assert.Equal(20 + bytes.Length, count);
        Assert.Equal([.. new byte[20], .. bytes], read.Take(count));
        Assert.Equal(ErrorCode.None, files.Describe(node, out FileStatus status));
        Assert.Equal(far + (ulong)bytes.Length, status.SizeBytes);
        Assert.Equal(ErrorCode.InvalidArgument, files.Write(node, Layout.MaximumFileSize, bytes, out _));
        Assert.Equal(ErrorCode.InvalidArgument, files.SetSize(node, Layout.MaximumFileSize + 1));
        Assert.Equal(ErrorCode.None, files.SetSize(node, Layout.MaximumFileSize));
        Assert.Equal(ErrorCode.None, files.SetSize(node, 5));
        Assert.Empty(files.Check().Problems);
    }

    [Fact]
    public void Names_that_cannot_be_are_refused_and_others_come_back_as_they_are()
    {
        DataFileSystem files = DataFileSystem.Mount(new DataUnderTest().Format());
        foreach (string name in new[] { "", ".", "..", "a/b", "a\0b", new string('n', 256), new string('ä', 128) })
        {
            Assert.Equal(ErrorCode.InvalidArgument, files.Create(files.Root, name, false, out _));
        }

        foreach (string name in new[] { new string('n', 255), "Grüße", "grüße", "a:b*c?", " ", "...", "\u0001" })
        {
            Assert.Equal(ErrorCode.None, files.Create(files.Root, name, false, out ulong node));
            Assert.Equal(ErrorCode.AlreadyExists, files.Create(files.Root, name, false, out _));
            Assert.Equal(ErrorCode.None, files.Find(files.Root, name, out ulong found));
            Assert.Equal(node, found);
        }
    }

    [Fact]
    public void What_makes_no_sense_is_refused_by_kind()
    {
        DataFileSystem files = DataFileSystem.Mount(new DataUnderTest().Format());
        Assert.Equal(ErrorCode.None, files.Create(files.Root, "d", true, out ulong directory));
        Assert.Equal(ErrorCode.None, files.Create(directory, "e", true, out ulong inner));
        Assert.Equal(ErrorCode.None, files.Create(files.Root, "f", false, out ulong file));
        Assert.Equal(ErrorCode.NotDirectory, files.Find(file, "x", out _));
        Assert.Equal(ErrorCode.NotFound, files.Find(directory, "x", out _));
        Assert.Equal(ErrorCode.NotEmpty, files.Remove(files.Root, "d"));
        Assert.Equal(ErrorCode.IsDirectory, files.Read(directory, 0, new byte[1], out _));
        Assert.Equal(ErrorCode.InvalidArgument, files.Rename(files.Root, "d", inner, "d", true));
        Assert.Equal(ErrorCode.AlreadyExists, files.Rename(files.Root, "f", files.Root, "d", false));
        Assert.Equal(ErrorCode.IsDirectory, files.Rename(files.Root, "f", files.Root, "d", true));
        Assert.Equal(ErrorCode.NotDirectory, files.Rename(files.Root, "d", files.Root, "f", true));
        Assert.Equal(ErrorCode.NotOwned, files.Describe(999, out _));
        Assert.Equal(ErrorCode.None, files.Rename(files.Root, "d", files.Root, "d", true));
        Assert.Equal(ErrorCode.None, files.SetStatus(file, 5, 0, 7, FileFlags.Hidden | FileFlags.Directory));
        Assert.Equal(ErrorCode.None, files.Describe(file, out FileStatus status));
        Assert.Equal((5, 7, FileFlags.Hidden), (status.Created, status.Modified, status.Flags));
        Assert.Empty(files.Check().Problems);
    }

    [Fact]
    public void A_deleted_file_that_is_open_stays_readable_and_is_gone_after_the_next_mount()
    {
        MemoryStore store = new DataUnderTest().Format();
        DataFileSystem files = DataFileSystem.Mount(store);
        ulong free = files.FreeBytes;
        Assert.Equal(ErrorCode.None, files.Create(files.Root, "f", false, out ulong node));
        Assert.Equal(ErrorCode.None, files.Write(node, 0, new byte[20_000], out _));
        Assert.Equal(ErrorCode.None, files.Hold(node));
        Assert.Equal(ErrorCode.None, files.Remove(files.Root, "f"));
        Assert.Equal(ErrorCode.None, files.Sync(0));
        MemoryStore cut = store.Copy();
        Assert.Equal(ErrorCode.None, files.Write(node, 4, "still here"u8, out _));
        byte[] read = new byte[14];
        Assert.Equal(ErrorCode.None, files.Read(node, 0, read, out _));
        Assert.Equal("still here", Encoding.UTF8.GetString(read, 4, 10));
        Assert.Empty(files.Check().Problems);
        files.Release(node);
        Assert.Equal(ErrorCode.NotOwned, files.Describe(node, out _));
        Assert.Equal(ErrorCode.None, files.Sync(0));
        Assert.Equal(free, files.FreeBytes);

        files = DataFileSystem.Mount(cut);
        Assert.Equal(ErrorCode.None, files.Sync(0));
        Assert.Equal(ErrorCode.NotOwned, files.Describe(node, out _));
        Assert.Equal(0u, files.FileCount);
        Assert.Empty(files.Check().Problems);
        Assert.Equal(free, files.FreeBytes);
    }

    [Fact]
    public void Costs_of_operations_in_calls_of_the_disk()
    {
        DataFileSystem files = DataFileSystem.Mount(new DataUnderTest(sectors: 1024 * 1024).Format());
        ulong node = 0;
        for (int i = 0; i < 1000; i++)
        {
            Good(files.Create(files.Root, $"old {i}", false, out node));
            Good(files.Write(node, 0, new byte[100], out _));
        }

        Good(files.Sync(0));
        Cost create = Measure(files, () =>
        {
            Good(files.Create(files.Root, "new", false, out node));
            Good(files.Write(node, 0, new byte[4096], out _));
            Good(files.Sync(node));
        });
        Cost overwrite = Measure(files, () =>
        {
            Good(files.Write(node, 0, new byte[4096], out _));
            Good(files.Sync(node));
        });
        Cost rename = Measure(files, () =>
        {
            Good(files.Rename(files.Root, "new", files.Root, "old 7", true));
            Good(files.Sync(node));
        });
        Cost snapshot = Measure(files, () => Good(files.MakeSnapshot("s")));
        byte[] large = new byte[64 << 20];
        Cost write = Measure(files, () =>
        {
            Good(files.Write(node, 0, large, out _));
            Good(files.Sync(node));
        });
        Cost read = Measure(files, () => Good(files.Read(node, 0, large, out _)));
        foreach ((string name, Cost cost) in new[]
        {
            ("create + write 4 KiB + sync", create), ("overwrite 4 KiB + sync", overwrite), ("rename over + sync", rename),
            ("snapshot", snapshot), ("write 64 MiB + sync", write), ("read 64 MiB", read),
        })
        {
            output.WriteLine($"{name,-30} {cost}");
        }

        // Two flushes a commit; adjacent data goes in one write.
        Assert.Equal((2, 2), (create.Flushes, overwrite.Flushes));
        Assert.InRange(create.BlocksWritten, 4, 12);
        Assert.InRange(create.Writes, 2, 4);
        Assert.InRange(overwrite.BlocksWritten, 4, 8);
        Assert.InRange(rename.BlocksWritten, 4, 14);
        Assert.InRange(snapshot.BlocksWritten, 1, 2);
        Assert.InRange(write.BlocksWritten, 16384, 16384 * 102 / 100);
        Assert.InRange(write.Writes, 256, 300);
        Assert.InRange(read.BlocksRead, 16384, 16384 * 102 / 100);
        Assert.InRange(read.Reads, 256, 600);
    }

    private static Cost Measure(DataFileSystem files, Action work)
    {
        DeviceCounts counts = files.Counts;
        Cost before = new(counts.Reads, counts.BlocksRead, counts.Writes, counts.BlocksWritten, counts.Flushes);
        work();
        return new(
            counts.Reads - before.Reads,
            counts.BlocksRead - before.BlocksRead,
            counts.Writes - before.Writes,
            counts.BlocksWritten - before.BlocksWritten,
            counts.Flushes - before.Flushes);
    }

    private static void Good(ErrorCode error) => Assert.Equal(ErrorCode.None, error);

    private sealed record Cost(long Reads, long BlocksRead, long Writes, long BlocksWritten, long Flushes)
    {
        public override string ToString()
            => $"{Writes,5} writes of {BlocksWritten,6} blocks, {Flushes} flushes, {Reads,5} reads of {BlocksRead,6} blocks";
    }
}
