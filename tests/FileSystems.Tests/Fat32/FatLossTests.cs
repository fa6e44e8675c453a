// Contents that the disk refuses: who gets the error, and what of others reaches the disk.

using System;
using System.Linq;
using RustKernel.FileSystems.Tests.Crash;
using RustKernel.Services.FileSystems.Blocks;
using RustKernel.Services.FileSystems.Fat32;
using Xunit;

namespace RustKernel.FileSystems.Tests.Fat32;

public sealed class FatLossTests
{
    private const int SectorsInLine = 8;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_bad_sector_is_a_loss_of_its_own_file_alone(int sectorsInCluster)
    {
        int bytes = sectorsInCluster * BlockStore.SectorSize;
        for (int bad = 0; bad < 2 * sectorsInCluster; bad++)
        {
            (FaultyStore store, Fat32FileSystem files) = Mounted(sectorsInCluster);
            ulong[] nodes = [.. Enumerable.Range(0, SectorsInLine).Select(i => Written(files, $"F{i}", new byte[bytes]))];
            Assert.Equal(ErrorCode.None, files.Sync(0));
            ulong[] places = [.. nodes.Select((_, i) => SectorOf(store, $"F{i}         "))];
            int one = Enumerable.Range(0, SectorsInLine - 1).First(i => places[i] / SectorsInLine == places[i + 1] / SectorsInLine);
            Assert.Equal(places[one] + (ulong)sectorsInCluster, places[one + 1]);
            byte[] first = [.. Enumerable.Repeat((byte)1, bytes)];
            byte[] second = [.. Enumerable.Repeat((byte)2, bytes)];
            Write(files, nodes[one], first);
            Write(files, nodes[one + 1], second);
            _ = store.Stuck.Add(places[one] + (ulong)bad);
            bool isFirst = bad < sectorsInCluster;
            Assert.Equal(isFirst ? ErrorCode.DeviceError : ErrorCode.None, files.Sync(nodes[one]));
            Assert.Equal(isFirst ? ErrorCode.None : ErrorCode.DeviceError, files.Sync(nodes[one + 1]));
            Assert.Contains($"'F{(isFirst ? one : one + 1)}': Writing sector {places[one] + (ulong)bad} failed", files.LastProblem);
            Fat32FileSystem again = Fat32FileSystem.Mount(store.Inner, isReadOnly: true);
            byte[] found = [.. Contents(again, $"F{one}"), .. Contents(again, $"F{one + 1}")];
            byte[] expected = [.. first, .. second];
            expected.AsSpan(bad * BlockStore.SectorSize, BlockStore.SectorSize).Clear();
            Assert.Equal(expected, found);
            // Pages that could be written stay in memory, the others are read from the disk.
            found = [.. Contents(files, $"F{one}"), .. Contents(files, $"F{one + 1}")];
            Assert.Equal(expected, found);
        }
    }

    [Fact]
    public void A_loss_follows_its_file_to_a_new_name()
    {
        (FaultyStore store, Fat32FileSystem files) = Mounted(1);
        _ = Written(files, "A", [1]);
        ulong made = Written(files, "B", [2]);
        Assert.Equal(ErrorCode.None, files.Sync(0));
        _ = store.Stuck.Add(SectorOf(store, "B          "));
        Write(files, made, [3]);
        Assert.Equal(ErrorCode.None, files.Rename(files.Root, "B", files.Root, "A", true));
        Assert.Equal(ErrorCode.None, files.Find(files.Root, "A", out ulong node));
        Assert.Equal(ErrorCode.DeviceError, files.Sync(node));
        Assert.StartsWith("'A': ", files.LastProblem);
        Assert.Equal(ErrorCode.None, files.Sync(node));
        Assert.Equal(ErrorCode.None, files.Rename(files.Root, "A", files.Root, "a much longer name", false));
        Write(files, node, [4]);
        Assert.Equal(ErrorCode.None, files.Rename(files.Root, "a much longer name", files.Root, "another long name", false));
        Assert.Equal(ErrorCode.DeviceError, files.Sync(node));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_loss_ends_with_its_file(bool isReplaced)
    {
        (FaultyStore store, Fat32FileSystem files) = Mounted(1);
        ulong lost = Written(files, "A", [1]);
        _ = Written(files, "B", [2]);
        Assert.Equal(ErrorCode.None, files.Sync(0));
        _ = store.Stuck.Add(SectorOf(store, "A          "));
        Write(files, lost, [3]);
        Assert.Equal(ErrorCode.DeviceError, files.Sync(0));
        ulong place = files.Volume.GetInfo("A").Identity;
        if (isReplaced)
        {
            Assert.Equal(ErrorCode.None, files.Rename(files.Root, "B", files.Root, "A", true));
        }
        else
        {
            Assert.Equal(ErrorCode.None, files.Remove(files.Root, "A"));
            Assert.Equal(ErrorCode.None, files.Create(files.Root, "A", false, out _));
        }

        Assert.Equal(place, files.Volume.GetInfo("A").Identity);
        Assert.Equal(ErrorCode.None, files.Find(files.Root, "A", out ulong node));
        Assert.Equal(ErrorCode.None, files.Sync(node));
        Assert.Equal(ErrorCode.None, files.Sync(0));
    }

    [Fact]
    public void A_sync_of_everything_reports_a_loss_once_and_leaves_it_to_its_file()
    {
        (FaultyStore store, Fat32FileSystem files) = Mounted(1);
        ulong lost = Written(files, "A", [1]);
        Assert.Equal(ErrorCode.None, files.Sync(0));
        _ = store.Stuck.Add(SectorOf(store, "A          "));
        Write(files, lost, [3]);
        Assert.Equal(ErrorCode.None, files.Sync(files.Root));
        Assert.Equal(ErrorCode.DeviceError, files.Sync(0));
        Assert.StartsWith("'A': ", files.LastProblem);
        Assert.Equal(ErrorCode.None, files.Sync(0));
        Assert.Equal(ErrorCode.DeviceError, files.Sync(lost));
        Assert.Equal(ErrorCode.None, files.Sync(lost));
    }

    // A broken card, and programs that never ask: the losses of some files are kept, and all are counted.
    [Fact]
    public void Losses_of_any_number_of_files_take_little_memory_and_are_all_counted()
    {
        int files = DataCache.MostLosers + 100;
        (FaultyStore store, Fat32FileSystem volume) = Mounted(1);
        byte[] mark = [.. Enumerable.Repeat((byte)0xA5, BlockStore.SectorSize)];
        ulong[] nodes = [.. Enumerable.Range(0, files).Select(i => Written(volume, $"{i:d8}", mark))];
        Assert.Equal(ErrorCode.None, volume.Sync(0));
        byte[] sector = new byte[BlockStore.SectorSize];
        for (ulong i = 0; i < store.SectorCount; i++)
        {
            Assert.Equal(ErrorCode.None, store.Inner.Read(i, sector));
            _ = sector.AsSpan().SequenceEqual(mark) && store.Stuck.Add(i);
        }

        Assert.Equal(files, store.Stuck.Count);
        Array.ForEach(nodes, node => Write(volume, node, [2]));

        Assert.Equal(ErrorCode.DeviceError, volume.Sync(0));
        Assert.EndsWith($"Files that lost something: {files}.", volume.LastProblem);
        Assert.Equal(ErrorCode.None, volume.Sync(0));
        Assert.Equal(DataCache.MostLosers, nodes.Count(node => volume.Sync(node) == ErrorCode.DeviceError));
        Assert.Equal(ErrorCode.None, volume.Sync(0));
        store.Stuck.Clear();
        Array.ForEach(nodes, node => Write(volume, node, [3]));
        Assert.Equal(ErrorCode.None, volume.Sync(0));
    }

    private static (FaultyStore Store, Fat32FileSystem Files) Mounted(int sectorsInCluster)
    {
        FaultyStore store = new(FatImage.Format(3L << 20 << sectorsInCluster, "-F", "32", "-s", $"{sectorsInCluster}"));
        return (store, Fat32FileSystem.Mount(store));
    }

    private static ulong SectorOf(FaultyStore store, string name)
    {
        FatLayoutProbe probe = new((MemoryStore)store.Inner);
        return probe.SectorOf(probe.StartOf(name[..11]));
    }

    private static ulong Written(Fat32FileSystem files, string name, byte[] bytes)
    {
        Assert.Equal(ErrorCode.None, files.Create(files.Root, name, false, out ulong node));
        Write(files, node, bytes);
        return node;
    }

    private static void Write(Fat32FileSystem files, ulong node, byte[] bytes)
    {
        Assert.Equal(ErrorCode.None, files.Write(node, 0, bytes, out int count));
        Assert.Equal(bytes.Length, count);
    }

    private static byte[] Contents(Fat32FileSystem files, string name)
    {
        Assert.Equal(ErrorCode.None, files.Find(files.Root, name, out ulong node));
        byte[] bytes = new byte[2 * BlockStore.SectorSize];
        Assert.Equal(ErrorCode.None, files.Read(node, 0, bytes, out int count));
        return bytes[..count];
    }
}
