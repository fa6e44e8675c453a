// FAT32 by nodes and numbers, as services use it.

using System;
using System.Collections.Generic;
using RustKernel.Services.FileSystems;
using RustKernel.Services.FileSystems.Blocks;
using RustKernel.Services.FileSystems.Fat32;
using Xunit;

namespace RustKernel.FileSystems.Tests.Fat32;

public sealed class FatFileSystemTests
{
    private readonly MemoryStore _store = FatImage.Format(40 << 20, "-F", "32", "-s", "1", "-n", "NODES");
    private readonly Fat32FileSystem _files;

    public FatFileSystemTests()
    {
        _files = Fat32FileSystem.Mount(_store);
        _files.Now = new DateTime(2026, 11, 28, 12, 0, 0).Ticks;
    }

    [Fact]
    public void A_renamed_node_keeps_its_number_and_its_place_gets_another()
    {
        ulong folder = Made(_files.Root, "folder", true);
        ulong file = Made(_files.Root, "first", false);
        Write(file, [1, 2, 3]);
        Assert.Equal(ErrorCode.None, _files.Rename(_files.Root, "first", folder, "a longer name", false));
        ulong second = Made(_files.Root, "second", false);
        ulong third = Made(_files.Root, "third", false);
        Assert.Equal(4, new HashSet<ulong> { folder, file, second, third }.Count);
        Write(second, [4]);
        Assert.Equal([1, 2, 3], Contents(file));
        Assert.Equal([4], Contents(second));
        Assert.Equal(file, Found(folder, "A LONGER NAME"));
        Assert.Equal(second, Found(_files.Root, "second"));
        Assert.Equal(ErrorCode.None, _files.Rename(folder, "a longer name", _files.Root, "second", true));
        Assert.Equal(file, Found(_files.Root, "second"));
        Assert.Equal([1, 2, 3], Contents(file));
        Assert.Equal(ErrorCode.None, _files.Remove(_files.Root, "folder"));
        Assert.Equal(ErrorCode.NotOwned, _files.Describe(folder, out _));
        Clean();
    }

    [Fact]
    public void A_removed_file_lasts_while_it_is_held()
    {
        ulong file = Made(_files.Root, "held", false);
        ulong other = Made(_files.Root, "other", false);
        Write(file, [1, 2, 3]);
        Assert.Equal(ErrorCode.None, _files.Hold(file));
        Assert.Equal(ErrorCode.None, _files.Hold(file));
        Assert.Equal(ErrorCode.None, _files.Rename(_files.Root, "other", _files.Root, "held", true));
        Assert.Equal([1, 2, 3], Contents(file));
        Write(file, new byte[9000]);
        Assert.Equal(9000, Contents(file).Length);
        Assert.Equal(["held"], Names(_files.Root));
        Assert.Equal(other, Found(_files.Root, "held"));
        _files.Release(file);
        Assert.Equal(9000, Contents(file).Length);
        _files.Release(file);
        Assert.Equal(ErrorCode.NotOwned, _files.Read(file, 0, new byte[1], out _));
        Clean();
    }

    [Fact]
    public void A_held_file_that_a_restart_left_without_a_name_is_freed_at_the_next_mount()
    {
        ulong file = Made(_files.Root, "held", false);
        Write(file, new byte[100_000]);
        ulong free = _files.FreeBytes;
        Assert.Equal(ErrorCode.None, _files.Hold(file));
        Assert.Equal(ErrorCode.None, _files.Remove(_files.Root, "held"));
        Assert.Equal(ErrorCode.None, _files.Sync(0));
        Fat32FileSystem again = Fat32FileSystem.Mount(_store);
        Assert.Equal(free + 100_352, again.FreeBytes);
        Assert.Equal(ErrorCode.None, again.Sync(0));
        Assert.Null(FatImage.Check(_store));
    }

    [Fact]
    public void Refusals_are_numbers_and_words()
    {
        ulong folder = Made(_files.Root, "folder", true);
        ulong file = Made(folder, "file", false);
        Assert.Equal(ErrorCode.NotFound, _files.Find(_files.Root, "none", out _));
        Assert.Contains("'none' does not exist", _files.LastProblem, StringComparison.Ordinal);
        Assert.Equal(ErrorCode.NotDirectory, _files.Find(file, "x", out _));
        Assert.Equal(ErrorCode.AlreadyExists, _files.Create(folder, "FILE", true, out _));
        Assert.Equal(ErrorCode.InvalidArgument, _files.Create(folder, "a:b", true, out _));
        Assert.Equal(ErrorCode.NotEmpty, _files.Remove(_files.Root, "folder"));
        Assert.Equal(ErrorCode.IsDirectory, _files.Read(folder, 0, new byte[1], out _));
        Assert.Equal(ErrorCode.InvalidArgument, _files.Write(file, 1UL << 32, [1], out _));
        Assert.Equal(ErrorCode.NoSpace, _files.SetSize(file, 1 << 30));
        Assert.Equal(ErrorCode.InvalidArgument, _files.Rename(_files.Root, "folder", folder, "inside", true));
        Assert.Equal(ErrorCode.NotDirectory, _files.Rename(_files.Root, "folder", folder, "file", true));
        Assert.Equal(ErrorCode.NotOwned, _files.Describe(99_999_999, out _));
        Assert.Equal(ErrorCode.NotOwned, _files.Hold(0));
        Clean();
    }

    [Fact]
    public void Status_is_what_the_entry_has()
    {
        ulong file = Made(_files.Root, "file", false);
        Write(file, new byte[1234]);
        long created = new DateTime(2020, 2, 29, 1, 2, 3, 450).Ticks;
        Assert.Equal(ErrorCode.None, _files.SetStatus(file, created, 0, 0, FileFlags.Hidden));
        Assert.Equal(ErrorCode.None, _files.Describe(file, out FileStatus status));
        Assert.Equal(1234u, status.SizeBytes);
        Assert.Equal(created, status.Created);
        Assert.Equal(_files.Now, status.Modified);
        Assert.Equal(FileFlags.Hidden, status.Flags);
        Assert.Equal("NODES", _files.Label);
        Clean();
    }

    [Fact]
    public void What_is_made_at_the_place_of_a_removed_file_has_another_number_for_the_next_mount()
    {
        ulong file = Made(_files.Root, "file", false);
        ulong number = _files.NextNumber(file);
        Assert.Equal(ErrorCode.None, _files.Sync(0));
        Fat32FileSystem again = Fat32FileSystem.Mount(_store);
        Assert.Equal(number, again.NextNumber(file));
        _files.Now += 10 * TimeSpan.TicksPerMillisecond;
        Assert.Equal(ErrorCode.None, _files.Remove(_files.Root, "file"));
        Assert.Equal(file, Made(_files.Root, "file", false));
        Assert.NotEqual(number, _files.NextNumber(file));
        Clean();
    }

    private ulong Made(ulong directory, string name, bool isDirectory)
    {
        Assert.Equal(ErrorCode.None, _files.Create(directory, name, isDirectory, out ulong node));
        return node;
    }

    private ulong Found(ulong directory, string name)
    {
        Assert.Equal(ErrorCode.None, _files.Find(directory, name, out ulong node));
        return node;
    }

    private void Write(ulong node, byte[] bytes)
    {
        Assert.Equal(ErrorCode.None, _files.Write(node, 0, bytes, out int count));
        Assert.Equal(bytes.Length, count);
    }

    private byte[] Contents(ulong node)
    {
        byte[] bytes = new byte[20_000];
        Assert.Equal(ErrorCode.None, _files.Read(node, 0, bytes, out int count));
        return bytes[..count];
    }

    private List<string> Names(ulong directory)
    {
        List<string> names = [];
        ulong place = 0;
        while (_files.List(directory, ref place, out Services.FileSystems.DirectoryEntry entry) == ErrorCode.None)
        {
            names.Add(entry.Name);
        }

        return names;
    }

    private void Clean()
    {
        Assert.Equal(ErrorCode.None, _files.Sync(0));
        string? finding = FatImage.Check(_store);
        Assert.True(finding is null, finding);
    }
}
