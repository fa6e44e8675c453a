// Snapshots: what they show, what they keep from being freed, and power cuts while they are made and deleted.

using System;
using System.Collections.Generic;
using System.Linq;
using RustKernel.FileSystems.Tests.Crash;
using RustKernel.Services.FileSystems.Blocks;
using RustKernel.Services.FileSystems.Data;
using Xunit;

namespace RustKernel.FileSystems.Tests.Data;

public sealed class DataSnapshotTests
{
    [Fact]
    public void A_snapshot_shows_what_was_there_and_its_blocks_come_back_when_it_is_deleted()
    {
        MemoryStore store = new DataUnderTest(sectors: 16 * 1024).Format();
        DataVolumeUnderTest volume = new(DataFileSystem.Mount(store));
        ulong free = volume.Files.FreeBytes;
        foreach (Operation operation in Workloads.Setup)
        {
            operation.Do(volume);
        }

        Dictionary<string, byte[]?> before = volume.ReadTree();
        Assert.Equal(ErrorCode.None, volume.Files.MakeSnapshot("first"));
        volume.Unlink("A/x");
        volume.Write("B/y", 0, new byte[14000]);
        volume.Sync();
        volume = new(DataFileSystem.Mount(store));
        Assert.Equal(["first"], volume.Files.Snapshots.Select(snapshot => snapshot.Name));
        Assert.Equal(ErrorCode.None, volume.Files.OpenSnapshot("first", out DataFileSystem? snapshot));
        Same(before, DataVolumeUnderTest.ReadTree(snapshot!));
        Assert.Equal(ErrorCode.AccessDenied, snapshot!.Create(snapshot.Root, "new", false, out _));
        Assert.Empty(volume.Files.Check().Problems);

        foreach (string path in new[] { "B/y", "A", "B" })
        {
            volume.Unlink(path);
        }

        Assert.Equal(ErrorCode.None, volume.Files.DeleteSnapshot("first"));
        Assert.Equal(ErrorCode.InvalidState, snapshot.Find(snapshot.Root, "A", out _));
        volume.Sync();
        volume = new(DataFileSystem.Mount(store));
        Assert.Equal(free, volume.Files.FreeBytes);
        Assert.Empty(volume.Files.Check().Problems);
    }

    [Fact]
    public void Names_and_number_of_snapshots_are_limited()
    {
        DataFileSystem files = DataFileSystem.Mount(new DataUnderTest().Format());
        Assert.Equal(ErrorCode.InvalidArgument, files.MakeSnapshot(""));
        Assert.Equal(ErrorCode.InvalidArgument, files.MakeSnapshot(new string('s', 32)));
        Assert.Equal(ErrorCode.NotFound, files.DeleteSnapshot("none"));
        Assert.Contains("no snapshot none", files.LastProblem, StringComparison.Ordinal);
        for (int i = 0; i < Layout.MaximumSnapshots; i++)
        {
            Assert.Equal(ErrorCode.None, files.MakeSnapshot($"s{i}"));
        }

        Assert.Equal(ErrorCode.AlreadyExists, files.MakeSnapshot("s3"));
        Assert.Equal(ErrorCode.NoSpace, files.MakeSnapshot("one more"));
    }

    [Fact]
    public void A_full_volume_whose_space_snapshots_hold_is_freed_by_deleting_them()
    {
        DataVolumeUnderTest volume = new(DataFileSystem.Mount(new DataUnderTest(sectors: 2048).Format()));
        volume.Create("f");
        int written = Fill(volume.Files, volume.Node("f"));
        Assert.Equal(ErrorCode.None, volume.Files.MakeSnapshot("s"));
        volume.Unlink("f");
        volume.Sync();
        volume.Create("g");
        Assert.True(Fill(volume.Files, volume.Node("g")) < written / 4);
        Assert.Contains("one of the snapshots", volume.Files.LastProblem, StringComparison.Ordinal);
        Assert.Equal(ErrorCode.None, volume.Files.DeleteSnapshot("s"));
        Assert.True(Fill(volume.Files, volume.Node("g")) > written / 2);
        Assert.Empty(volume.Files.Check().Problems);
    }

    [Fact]
    public void A_cut_while_snapshots_come_and_go_leaves_whole_ones()
    {
        MemoryStore store = new DataUnderTest().Format();
        MemoryStore start = store.Copy();
        RecordingStore recording = new(store);
        DataVolumeUnderTest volume = new(DataFileSystem.Mount(recording));
        Dictionary<string, Dictionary<string, byte[]?>> trees = [];
        foreach ((Operation operation, int i) in Workloads.Setup.Concat(Workloads.Random(3, 40)).Select((operation, i) => (operation, i)))
        {
            operation.Do(volume);
            if (i % 9 == 8)
            {
                trees[$"s{i}"] = volume.ReadTree();
                Assert.Equal(ErrorCode.None, volume.Files.MakeSnapshot($"s{i}"));
            }

            if (i % 18 == 17)
            {
                Assert.Equal(ErrorCode.None, volume.Files.DeleteSnapshot($"s{i - 9}"));
            }
        }

        int states = 0;
        foreach (CrashState state in new CrashStates(start, recording.Log, new Random(1)) { RandomSubsets = 4 }.All())
        {
            states++;
            DataFileSystem files = DataFileSystem.Mount(state.Store);
            Assert.True(files.Check().Problems.Count == 0, state.What);
            foreach ((string name, _) in files.Snapshots)
            {
                Assert.Equal(ErrorCode.None, files.OpenSnapshot(name, out DataFileSystem? snapshot));
                Same(trees[name], DataVolumeUnderTest.ReadTree(snapshot!));
            }
        }

        Assert.InRange(states, 100, 10_000);
    }

    private static int Fill(DataFileSystem files, ulong node)
    {
        int written = 0;
        while (files.Write(node, (ulong)written, new byte[10_000], out _) == ErrorCode.None)
        {
            written += 10_000;
        }

        return written;
    }

    private static void Same(Dictionary<string, byte[]?> expected, Dictionary<string, byte[]?> found)
    {
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), found.Keys.Order(StringComparer.Ordinal));
        Assert.All(expected, pair => Assert.Equal(pair.Value, found[pair.Key]));
    }
}
