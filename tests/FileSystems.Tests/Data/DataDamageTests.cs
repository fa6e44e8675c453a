// Damaged or failing disks: everything that is read is right, or an error says what is wrong.

using System;
using System.Collections.Generic;
using System.Linq;
using RustKernel.FileSystems.Tests.Crash;
using RustKernel.Services.FileSystems;
using RustKernel.Services.FileSystems.Blocks;
using RustKernel.Services.FileSystems.Data;
using Xunit;
using Xunit.Abstractions;

namespace RustKernel.FileSystems.Tests.Data;

public sealed class DataDamageTests(ITestOutputHelper output)
{
    private const int Sectors = 8192;

    [Fact]
    public void Every_read_of_a_damaged_volume_is_right_or_an_error()
    {
        (MemoryStore store, Dictionary<string, byte[]?>[] trees) = Made();
        Random random = new(5);
        int errors = 0;
        for (int i = 0; i < 800; i++)
        {
            OverlayStore damaged = new(store);
            // Blocks at the front are in use; the middle of the disk is empty.
            Damage(damaged, random, 1 + random.Next(4));
            errors += Errors(damaged, trees, exact: true);
        }

        output.WriteLine($"{errors} reads of damaged files were refused");
        Assert.InRange(errors, 200, 2_000_000);
    }

    [Fact]
    public void Damage_that_has_right_checksums_is_refused_too()
    {
        (MemoryStore store, Dictionary<string, byte[]?>[] trees) = Made();
        Random random = new(6);
        int errors = 0;
        for (int i = 0; i < 800; i++)
        {
            OverlayStore damaged = new(store);
            Forge(damaged, random);
            errors += Errors(damaged, trees, exact: false);
        }

        Assert.InRange(errors, 200, 2_000_000);
    }

    [Fact]
    public void A_damaged_block_is_named_and_the_rest_stays_usable()
    {
        (MemoryStore store, Dictionary<string, byte[]?>[] trees) = Made();
        DataVolumeUnderTest volume = new(DataFileSystem.Mount(store));
        string path = trees[^1].First(pair => pair.Value is { Length: > 8192 }).Key;
        Assert.True(volume.Files.Volume.TryGetExtent(volume.Node(path), 1, out Extent extent));
        ulong block = extent.Block + (1 - extent.First);
        byte[] sector = new byte[512];
        Assert.Equal(ErrorCode.None, store.Read(block * 8, sector));
        sector[3] ^= 4;
        Assert.Equal(ErrorCode.None, store.Write(block * 8, sector));
        volume = new(DataFileSystem.Mount(store));
        byte[] bytes = new byte[4096];
        Assert.Equal(ErrorCode.None, volume.Files.Read(volume.Node(path), 0, bytes, out _));
        Assert.Equal(ErrorCode.Corrupt, volume.Files.Read(volume.Node(path), 4096, bytes, out _));
        Assert.Equal($"/{path}: block {block}, byte 4096 of the file, is damaged: its checksum is wrong", volume.Files.LastProblem);
        Assert.Single(volume.Files.Check().Problems);
        volume.Create("new");
        volume.Unlink(path);
        volume.Sync();
        Assert.Empty(volume.Files.Check().Problems);
    }

    [Fact]
    public void The_commit_before_the_last_is_whole_whenever_the_last_superblock_cannot_be_read()
    {
        MemoryStore store = new DataUnderTest().Format();
        DataVolumeUnderTest volume = new(DataFileSystem.Mount(store));
        Dictionary<string, byte[]?> before = [];
        int commits = 0;
        foreach (Operation operation in Workloads.Setup.Concat(Workloads.Random(12, 300)))
        {
            ulong generation = volume.Files.Generation;
            operation.Do(volume);
            if (!operation.IsSync || volume.Files.Generation != generation + 1)
            {
                Assert.True(operation.IsSync || volume.Files.Generation == generation, "the volume is too small for this test");
                continue;
            }

            commits++;
            MemoryStore damaged = store.Copy();
            Assert.Equal(ErrorCode.None, damaged.Write(volume.Files.Generation % 2 * 512, new byte[512]));
            DataFileSystem older = DataFileSystem.Mount(damaged);
            Assert.Contains("superblock at block", Assert.Single(older.Notes), StringComparison.Ordinal);
            Assert.Equal(generation, older.Generation);
            Assert.Empty(older.Check().Problems);
            Assert.True(Same(before, DataVolumeUnderTest.ReadTree(older)), $"commit {generation} is not what it was");
            before = volume.ReadTree();
        }

        Assert.InRange(commits, 10, 100);
    }

    [Fact]
    public void Sectors_that_cannot_be_read_cost_what_is_on_them_and_come_back()
    {
        (MemoryStore store, Dictionary<string, byte[]?>[] trees) = Made();
        Random random = new(8);
        int errors = 0;
        for (int i = 0; i < 300; i++)
        {
            HashSet<ulong> bad = [.. Enumerable.Range(0, 12).Select(_ => (ulong)random.Next(Sectors / 2))];
            FaultyStore failing = new(store) { Bad = bad };
            errors += Errors(failing, trees, exact: true);
        }

        Assert.InRange(errors, 50, 1_000_000);
        Assert.Equal(0, Errors(store, trees, exact: true));
    }

    [Fact]
    public void A_failed_write_or_flush_stops_the_volume_and_keeps_the_last_commit()
    {
        int failed = 0;
        for (int change = 1; change < 120; change++)
        {
            MemoryStore store = new DataUnderTest().Format();
            FaultyStore failing = new(store) { FailingChange = change };
            List<Dictionary<string, byte[]?>> since = Work(failing);
            if (!failing.HasFailed)
            {
                break;
            }

            failed++;
            DataFileSystem files = DataFileSystem.Mount(store);
            Assert.Empty(files.Check().Problems);
            Dictionary<string, byte[]?> tree = DataVolumeUnderTest.ReadTree(files);
            Assert.Contains(since, expected => Same(expected, tree));
        }

        Assert.InRange(failed, 20, 118);
    }

    [Fact]
    public void A_block_that_cannot_be_written_takes_no_other_with_it()
    {
        const byte Mark = 0xAB;
        byte[] bytes = [.. Enumerable.Repeat(Mark, 64 * Layout.BlockSize)];
        MemoryStore store = new DataUnderTest().Format();
        MemoryStore good = store.Copy();
        ulong free = Written(DataFileSystem.Mount(good), bytes);
        byte[] sector = new byte[512];
        ulong[] places = [.. Enumerable.Range(0, 4096).Select(i => (ulong)i).Where(
            i => good.Read(i, sector) == ErrorCode.None && !sector.AsSpan().ContainsAnyExcept(Mark))];
        Assert.Equal(512, places.Length);
        FaultyStore failing = new(store) { Stuck = [places[100], places[300]] };
        DataFileSystem files = DataFileSystem.Mount(failing);
        ulong left = Written(files, bytes);
        Assert.InRange(left, free - (8 * Layout.BlockSize), free - (2 * Layout.BlockSize));
        byte[] read = new byte[bytes.Length];
        files = DataFileSystem.Mount(store);
        Assert.Empty(files.Check().Problems);
        Assert.Equal(ErrorCode.None, files.Find(files.Root, "file", out ulong node));
        Assert.Equal(ErrorCode.None, files.Read(node, 0, read, out int count));
        Assert.Equal(bytes.Length, count);
        Assert.Equal(bytes, read);

        // A disk that is gone is given up.
        failing = new(store);
        files = DataFileSystem.Mount(failing);
        Assert.Equal(ErrorCode.None, files.Read(node, 0, read, out _));
        long writes = files.Counts.Writes;
        failing.IsPulled = true;
        Assert.Equal(ErrorCode.DeviceError, files.Write(node, 0, bytes, out _));
        Assert.InRange(files.Counts.Writes - writes, 2, 9);
    }

    private static ulong Written(DataFileSystem files, byte[] bytes)
    {
        Assert.Equal(ErrorCode.None, files.Create(files.Root, "file", false, out ulong node));
        Assert.Equal(ErrorCode.None, files.Write(node, 0, bytes, out _));
        Assert.Equal(ErrorCode.None, files.Sync(0));
        return files.FreeBytes;
    }

    [Fact]
    public void A_disk_without_a_volume_of_a_later_version_or_cut_short_is_refused_in_words()
    {
        Assert.Contains("no superblock of a data volume", Refusal(new MemoryStore(4096)), StringComparison.Ordinal);
        Assert.Contains("too few", Refusal(new MemoryStore(16)), StringComparison.Ordinal);
        Assert.False(DataFileSystem.IsOn(new MemoryStore(4096)));

        MemoryStore later = new DataUnderTest().Format();
        Reseal(later, block => block[8] = 2);
        Assert.Contains("version 2", Refusal(later), StringComparison.Ordinal);
        Assert.True(DataFileSystem.IsOn(later));
        MemoryStore featured = new DataUnderTest().Format();
        Reseal(featured, block => block[24] = 4);
        Assert.Contains("unknown features 4", Refusal(featured), StringComparison.Ordinal);
        MemoryStore readable = new DataUnderTest().Format();
        Reseal(readable, block => block[32] = 8);
        DataFileSystem files = DataFileSystem.Mount(readable);
        Assert.True(files.IsReadOnly);
        Assert.Contains("features 8", Assert.Single(files.Notes), StringComparison.Ordinal);

        MemoryStore whole = new DataUnderTest().Format();
        MemoryStore cut = new(2048);
        byte[] half = new byte[2048 * 512];
        Assert.Equal(ErrorCode.None, whole.Read(0, half));
        Assert.Equal(ErrorCode.None, cut.Write(0, half));
        Assert.Contains("the disk was cut", Refusal(cut), StringComparison.Ordinal);
    }

    // Does operations until one fails; returns the trees since the last sync, any of which may be there.
    private static List<Dictionary<string, byte[]?>> Work(FaultyStore store)
    {
        DataVolumeUnderTest volume = new(DataFileSystem.Mount(store));
        List<Dictionary<string, byte[]?>> since = [[]];
        Model model = new();
        foreach (Operation operation in Workloads.Setup.Concat(Workloads.Random(9, 60)))
        {
            Assert.True(model.Apply(operation));
            since.Add(model.Entries.ToDictionary(pair => pair.Key, pair => pair.Value.Contents));
            try
            {
                operation.Do(volume);
            }
            catch (Xunit.Sdk.TrueException e)
            {
                Assert.True(store.HasFailed && e.Message.StartsWith("DeviceError", StringComparison.Ordinal), e.Message);
                Assert.Equal(ErrorCode.InvalidState, volume.Files.Create(1, "more", false, out _));
                Assert.Contains("mount it again", volume.Files.LastProblem, StringComparison.Ordinal);
                return since;
            }

            if (operation.IsSync)
            {
                since.RemoveRange(0, since.Count - 1);
            }
        }

        return since;
    }

    private static bool Same(Dictionary<string, byte[]?> expected, Dictionary<string, byte[]?> found)
        => expected.Count == found.Count
            && expected.All(pair => found.TryGetValue(pair.Key, out byte[]? bytes)
                && (pair.Value is null ? bytes is null : bytes is not null && bytes.AsSpan().SequenceEqual(pair.Value)));

    private static (MemoryStore Store, Dictionary<string, byte[]?>[] Trees) Made()
    {
        MemoryStore store = new DataUnderTest(sectors: Sectors).Format();
        DataVolumeUnderTest volume = new(DataFileSystem.Mount(store));
        List<Dictionary<string, byte[]?>> trees = [volume.ReadTree()];
        foreach (Operation operation in Workloads.Setup.Concat(Workloads.Random(4, 150)))
        {
            operation.Do(volume);
        }

        for (int i = 0; i < 150; i++)
        {
            volume.Create($"B/file {i}");
            volume.Append($"B/file {i}", new Operation(OperationKind.Append, "", Length: 37 * i, Seed: i).Bytes());
        }

        volume.Sync();
        trees.Add(volume.ReadTree());
        volume.Create("last");
        volume.Sync();
        trees.Add(volume.ReadTree());
        return (store, [.. trees]);
    }

    private static void Damage(OverlayStore store, Random random, int times)
    {
        byte[] sector = new byte[512];
        for (int i = 0; i < times; i++)
        {
            ulong at = random.Next(8) == 0 ? (ulong)random.Next(16) / 8 * 512 + (ulong)random.Next(8) : (ulong)random.Next(Sectors / 2);
            _ = store.Read(at, sector);
            for (int flips = random.Next(1, 20); flips > 0; flips--)
            {
                sector[random.Next(512)] ^= (byte)random.Next(1, 256);
            }

            _ = store.Write(at, sector);
        }
    }

    // Flips bits in the superblock, the root or the space map's index and corrects the checksums, like a forger.
    private static void Forge(OverlayStore store, Random random)
    {
        byte[] block = new byte[4096];
        byte[] node = new byte[4096];
        foreach (ulong place in new ulong[] { 0, 64 })
        {
            _ = store.Read(place * 8, block);
            if (random.Next(3) == 0)
            {
                block[40 + random.Next(120)] ^= (byte)(1 << random.Next(8));
            }
            else
            {
                int pointer = random.Next(2) == 0 ? 96 : 112;
                ulong at = BitConverter.ToUInt64(block, pointer) * 8;
                _ = store.Read(at, node);
                for (int flips = random.Next(1, 6); flips > 0; flips--)
                {
                    node[random.Next(pointer == 112 || random.Next(2) == 0 ? 64 : 4096)] ^= (byte)random.Next(1, 256);
                }

                _ = store.Write(at, node);
                BitConverter.TryWriteBytes(block.AsSpan(pointer + 8), Crc32C.Of(node));
            }

            BitConverter.TryWriteBytes(block.AsSpan(4092), Crc32C.Of(block.AsSpan(0, 4092)));
            _ = store.Write(place * 8, block);
        }
    }

    private static void Reseal(MemoryStore store, Action<byte[]> change)
    {
        byte[] block = new byte[4096];
        foreach (ulong place in new ulong[] { 0, 64 })
        {
            _ = store.Read(place * 8, block);
            change(block);
            BitConverter.TryWriteBytes(block.AsSpan(4092), Crc32C.Of(block.AsSpan(0, 4092)));
            _ = store.Write(place * 8, block);
        }
    }

    private static string Refusal(BlockStore store) => Assert.Throws<FileSystemException>(() => DataFileSystem.Mount(store)).Message;

    // Mounts, reads everything, changes something, checks; returns how many calls were refused. Anything but an error or the right
    // bytes fails.
    private static int Errors(BlockStore store, Dictionary<string, byte[]?>[] trees, bool exact)
    {
        DataFileSystem files;
        try
        {
            files = DataFileSystem.Mount(store, isReadOnly: store is MemoryStore or FaultyStore);
        }
        catch (FileSystemException)
        {
            return 1;
        }

        int errors = 0;
        foreach (string path in trees[^1].Keys)
        {
            errors += IsRead(files, path, trees, exact) ? 0 : 1;
        }

        ulong place = 0;
        for (int i = 0; i < 1000 && files.List(files.Root, ref place, out _) == ErrorCode.None; i++)
        {
        }

        _ = files.Check();
        if (!files.IsReadOnly)
        {
            _ = files.Create(files.Root, "after", false, out ulong node);
            _ = files.Write(node, 0, new byte[5000], out _);
            _ = files.Rename(files.Root, "A", files.Root, "Z", true);
            _ = files.Remove(files.Root, "B");
            _ = files.Sync(0);
        }

        return errors;
    }

    private static bool IsRead(DataFileSystem files, string path, Dictionary<string, byte[]?>[] trees, bool exact)
    {
        ulong node = files.Root;
        ErrorCode error = ErrorCode.None;
        foreach (string name in path.Split('/'))
        {
            error = error == ErrorCode.None ? files.Find(node, name, out node) : error;
        }

        FileStatus status = default;
        error = error == ErrorCode.None ? files.Describe(node, out status) : error;
        if (error != ErrorCode.None || status.IsDirectory)
        {
            // A missing file is right only when the previous commit was mounted.
            bool mayBeGone = trees.Any(tree => !tree.ContainsKey(path));
            Assert.True(
                !exact
                    || error is ErrorCode.None or ErrorCode.Corrupt or ErrorCode.DeviceError
                    || (error == ErrorCode.NotFound && mayBeGone),
                $"{path}: {error}");
            return error == ErrorCode.None;
        }

        byte[] bytes = new byte[Math.Min(status.SizeBytes, 1 << 20)];
        error = files.Read(node, 0, bytes, out int count);
        Assert.True(!exact || error is ErrorCode.None or ErrorCode.Corrupt or ErrorCode.DeviceError, $"{path}: {error}");
        if (error == ErrorCode.None && exact)
        {
            Assert.Contains(
                trees,
                tree => tree.TryGetValue(path, out byte[]? right) && right.AsSpan().SequenceEqual(bytes.AsSpan(0, count)));
        }

        return error == ErrorCode.None;
    }
}
