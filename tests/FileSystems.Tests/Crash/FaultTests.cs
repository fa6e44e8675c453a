// Disks that fail under both file systems: unreadable or unwritable sectors, a failing flush, a card that is pulled.

using System;
using System.Collections.Generic;
using System.Linq;
using RustKernel.FileSystems.Tests.Data;
using RustKernel.FileSystems.Tests.Fat32;
using RustKernel.Services.FileSystems;
using RustKernel.Services.FileSystems.Blocks;
using RustKernel.Services.FileSystems.Data;
using RustKernel.Services.FileSystems.Fat32;
using Xunit;
using Xunit.Abstractions;

namespace RustKernel.FileSystems.Tests.Crash;

public sealed class FaultTests(ITestOutputHelper output)
{
    private const int Sectors = 8192;

    [Theory]
    [InlineData("fat32")]
    [InlineData("data")]
    public void Sectors_that_cannot_be_read_are_named_and_harm_nothing_else(string kind)
    {
        (MemoryStore store, Dictionary<string, byte[]?> tree) = Made(kind);
        Random random = new(21);
        int refused = 0;
        for (int round = 0; round < 60; round++)
        {
            OverlayStore written = new(store);
            FaultyStore faulty = new(written) { Bad = [.. Enumerable.Range(0, 12).Select(_ => (ulong)random.Next(Sectors / 2))] };
            if (TryMount(kind, faulty) is FilesByPath files)
            {
                refused += tree.Count(pair => pair.Value is not null && !IsRead(files, pair.Key, pair.Value));
                _ = files.Do(new(OperationKind.Create, "new"));
                _ = files.Do(new(OperationKind.Append, "new", Length: 9000, Seed: 1));
                _ = files.Sync();
            }

            faulty.Bad.Clear();
            Same(tree, RightAfter(kind, faulty), $"round {round}");
        }

        output.WriteLine($"{refused} files could not be read");
        Assert.InRange(refused, 50, 60 * tree.Count);
    }

    [Theory]
    [InlineData("fat32")]
    [InlineData("data")]
    public void Sectors_that_cannot_be_written_cost_at_most_what_was_not_synced(string kind)
    {
        (MemoryStore store, _) = Made(kind);
        Random random = new(22);
        int stopped = 0;
        int lost = 0;
        for (int round = 0; round < 80; round++)
        {
            FaultyStore faulty = new(new OverlayStore(store))
            {
                Stuck = [.. Enumerable.Range(0, 20).Select(_ => (ulong)random.Next(Sectors))]
            };
            FaultRun run = new(Mount(kind, faulty));
            run.Do(Workloads.Random(round, 60), _ => { });
            faulty.Stuck.Clear();
            Same(run.Kept(), RightAfter(kind, faulty), $"round {round}: {run.Problem}");
            stopped += run.HasStopped ? 1 : 0;
            lost += run.Named;
        }

        output.WriteLine($"{stopped} of 80 volumes stopped, {lost} times a file was named");
        Assert.InRange(stopped, 1, 79);
        Assert.True(kind == "data" || lost > 5, $"{lost} losses were named");
    }

    [Theory]
    [InlineData("fat32")]
    [InlineData("data")]
    public void A_card_that_is_pulled_costs_at_most_what_was_not_synced(string kind)
    {
        (MemoryStore store, _) = Made(kind);
        for (int round = 0; round < 60; round++)
        {
            FaultyStore faulty = new(new OverlayStore(store));
            FilesByPath files = Mount(kind, faulty);
            FaultRun run = new(files);
            run.Do(Workloads.Random(round, 60), done => faulty.IsPulled = done >= round);
            files.Files.Rest();
            Assert.True(files.Files.HasStopped, $"round {round}: the volume goes on without its card");
            Assert.Equal(ErrorCode.InvalidState, files.Sync());
            Assert.Contains("mount it again", files.Problem, StringComparison.Ordinal);
            faulty.IsPulled = false;
            Same(run.Kept(), RightAfter(kind, faulty), $"round {round}: {run.Problem}");
        }
    }

    // The contents of a disk after a failed flush are unknown, and the next flush, which succeeds, does not change that.
    [Theory]
    [InlineData("fat32")]
    [InlineData("data")]
    public void A_failed_flush_stops_the_volume(string kind)
    {
        (MemoryStore store, _) = Made(kind);
        int failed = 0;
        for (int flushes = 0; flushes < 40; flushes++)
        {
            FaultyStore faulty = new(new OverlayStore(store));
            FilesByPath files = Mount(kind, faulty);
            faulty.FlushesLeft = flushes;
            FaultRun run = new(files);
            run.Do(Workloads.Random(3, 40), _ => files.Files.Rest());
            if (faulty.FlushesLeft < 0)
            {
                failed++;
                Assert.True(run.HasStopped, $"flush {flushes} failed, and the volume goes on");
                Assert.Equal(ErrorCode.InvalidState, files.Do(new(OperationKind.Create, "more")));
                Assert.Matches("mount it again.*(Flushing|durable)", files.Problem);
                Assert.Equal(ErrorCode.InvalidState, files.Sync());
            }

            Same(run.Kept(), RightAfter(kind, faulty), $"flush {flushes}");
        }

        Assert.InRange(failed, 15, 40);
    }

    [Theory]
    [InlineData("fat32")]
    [InlineData("data")]
    public void A_mount_that_cannot_finish_what_a_cut_left_is_there_to_read(string kind)
    {
        (MemoryStore store, Dictionary<string, byte[]?> tree) = Made(kind);
        FilesByPath files = Mount(kind, store);
        Assert.Equal(ErrorCode.None, files.Do(new(OperationKind.Create, "held")));
        Assert.Equal(ErrorCode.None, files.Do(new(OperationKind.Append, "held", Length: 9000, Seed: 1)));
        Assert.Equal(ErrorCode.None, files.Find("held", out ulong held));
        Assert.Equal(ErrorCode.None, files.Files.Hold(held));
        Assert.Equal(ErrorCode.None, files.Do(new(OperationKind.Unlink, "held")));
        Assert.Equal(ErrorCode.None, files.Files.Sync(files.Files.Root));
        FaultyStore faulty = new(new OverlayStore(store)) { WritesLeft = 0 };
        FilesByPath again = Mount(kind, faulty);
        if (kind == "fat32")
        {
            Assert.True(again.Files.IsReadOnly);
            Assert.Contains("can only be read", ((Fat32FileSystem)again.Files).MountNote, StringComparison.Ordinal);
        }

        Same(tree, again.ReadTree(), "without writes");
        faulty.WritesLeft = int.MaxValue;
        Same(tree, RightAfter(kind, faulty), "after it");
    }

    private static (MemoryStore Store, Dictionary<string, byte[]?> Tree) Made(string kind)
    {
        MemoryStore store = kind == "data"
            ? new DataUnderTest(sectors: Sectors).Format()
            : FatImage.Format(Sectors * 512, "-F", "32", "-s", "2", "-n", "FAULTS");
        FilesByPath files = Mount(kind, store);
        foreach (Operation operation in Workloads.Setup)
        {
            Assert.Equal(ErrorCode.None, files.Do(operation));
        }

        for (int i = 0; i < 50; i++)
        {
            Assert.Equal(ErrorCode.None, files.Do(new(OperationKind.Create, $"B/file {i}")));
            Assert.Equal(ErrorCode.None, files.Do(new(OperationKind.Append, $"B/file {i}", Length: 400 * i, Seed: i)));
        }

        Assert.Equal(ErrorCode.None, files.Sync());
        return (store, files.ReadTree());
    }

    private static FilesByPath Mount(string kind, BlockStore store)
        => new(kind == "data" ? DataFileSystem.Mount(store) : Fat32FileSystem.Mount(store));

    private static FilesByPath? TryMount(string kind, BlockStore store)
    {
        try
        {
            return Mount(kind, store);
        }
        catch (FileSystemException e)
        {
            Assert.Matches("(sector|block) [0-9]+", e.Message);
            return null;
        }
    }

    private static bool IsRead(FilesByPath files, string path, byte[] expected)
    {
        ErrorCode error = files.Find(path, out ulong node);
        bool isFound = error == ErrorCode.None;
        error = isFound ? files.Read(node, out byte[] bytes) : error;
        bytes = error == ErrorCode.None ? files.Last : [];
        // If the last commit is unreadable, the previous one is shown, and nothing can be changed there.
        bool isOlder = error == ErrorCode.NotFound && files.Files is DataFileSystem { IsReadOnly: true };
        Assert.True(isOlder || error is ErrorCode.None or ErrorCode.DeviceError or ErrorCode.Corrupt, $"{path}: {error}");
        Assert.True(error != ErrorCode.None || bytes.AsSpan().SequenceEqual(expected), $"{path} reads otherwise");
        if (error == ErrorCode.DeviceError)
        {
            Assert.Matches("(sector|block) [0-9]+", files.Problem);
        }

        return error == ErrorCode.None;
    }

    // Mounts a disk that works again, asks the judges, and reads everything.
    private static Dictionary<string, byte[]?> RightAfter(string kind, BlockStore store)
    {
        FilesByPath files = Mount(kind, store);
        Dictionary<string, byte[]?> tree = files.ReadTree();
        Assert.Equal(ErrorCode.None, files.Sync());
        string? finding = files.Files is DataFileSystem data
            ? string.Join('\n', data.Check().Problems.Take(5)) is { Length: > 0 } problems ? problems : null
            : FatImage.Check(store);
        Assert.True(finding is null, finding);
        return tree;
    }

    private static void Same(Dictionary<string, byte[]?> expected, Dictionary<string, byte[]?> found, string where)
    {
        foreach ((string path, byte[]? contents) in expected)
        {
            Assert.True(found.TryGetValue(path, out byte[]? there), $"{where}: {path} is missing");
            Assert.True(
                contents is null ? there is null : there is not null && contents.AsSpan().SequenceEqual(there),
                $"{where}: {path} differs");
        }
    }
}
