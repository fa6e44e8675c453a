// /tmp: files in memory, against a model, across restarts of their service.

using System;
using System.Collections.Generic;
using System.Linq;
using RustKernel.FileSystems.Tests.Crash;
using RustKernel.FileSystems.Tests.Parity;
using RustKernel.Services.FileSystems.Memory;
using Xunit;
using Xunit.Abstractions;

namespace RustKernel.FileSystems.Tests.Temporary;

public sealed class MemoryFileSystemTests(ITestOutputHelper output)
{
    private const int ArenaBytes = 256 * 1024;
    private const int Nodes = 64;
    private const int RecordBytes = 320;
    private const int HeaderBytes = 4096;

    // Small enough to be sometimes full, of blocks and of names.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Random_operations_do_what_the_model_says_over_restarts(int seed)
    {
        Random random = new(seed);
        ArrayArena arena = new(ArenaBytes);
        FilesByPath files = new(new MemoryFileSystem(arena, Nodes));
        Model model = new();
        int full = 0;
        for (int i = 0; i < 20_000; i++)
        {
            Operation operation = Draw(random);
            Dictionary<string, Model.Entry> before = model.Snapshot();
            bool isDone = model.Apply(operation);
            ErrorCode error = files.Do(operation);
            if (isDone && error == ErrorCode.NoSpace)
            {
                full++;
                model.Restore(before);
                Refused(operation, files, model);
            }
            else if (isDone)
            {
                Assert.True(error == ErrorCode.None, $"{i}: {operation}: {error}");
            }

            if (i % 500 == 499)
            {
                files = new(new MemoryFileSystem(arena, Nodes));
                Assert.Null(Difference(files, model.Entries));
            }
        }

        output.WriteLine($"{full} times full, {model.Entries.Count} names");
        Assert.InRange(full, 200, 10_000);
    }

    // A file as long as the memory allows: the last append looks at no more than the first ones did.
    [Fact]
    public void An_append_costs_the_same_whatever_the_length()
    {
        const int steps = 2_000;
        EndingArena arena = new(new byte[(steps + 100) * 1100]);
        MemoryFileSystem files = new(arena, Nodes);
        Assert.Equal(ErrorCode.None, files.Create(files.Root, "long", isDirectory: false, out ulong node));
        byte[] piece = new byte[1024];
        int most = 0;
        for (int i = 0; i < steps; i++)
        {
            int before = arena.Looks;
            Assert.Equal(ErrorCode.None, files.Write(node, (ulong)i * 1024, piece, out _));
            most = Math.Max(most, arena.Looks - before);
        }

        Assert.InRange(most, 1, 50);
    }

    // Wherever a writer ends, its successor finds everything as before the operation, or as after it; a write may be there up to a block.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_writer_that_ends_anywhere_leaves_old_or_new(int seed)
    {
        Random random = new(seed);
        byte[] bytes = new byte[ArenaBytes];
        Model model = new();
        _ = new MemoryFileSystem(new EndingArena(bytes), Nodes);
        int ends = 0;
        for (int i = 0; i < 200; i++)
        {
            Operation operation = Draw(random);
            Dictionary<string, Model.Entry> before = model.Snapshot();
            if (!model.Apply(operation))
            {
                continue;
            }

            byte[] start = [.. bytes];
            EndingArena arena = new(bytes);
            if (Do(arena, operation, -1, out int looks) != ErrorCode.None)
            {
                start.CopyTo(bytes, 0);
                model.Restore(before);
                continue;
            }

            for (int look = 0; look < looks; look++, ends++)
            {
                byte[] cut = [.. start];
                Assert.Null(Do(new EndingArena(cut), operation, look, out _));
                FilesByPath successor = new(new MemoryFileSystem(new EndingArena(cut), Nodes));
                string? asNew = Difference(successor, model.Entries, operation, before);
                Assert.True(
                    asNew is null || Difference(successor, before) is null,
                    $"seed {seed}, {operation}, ended at look {look} of {looks}: {asNew}");
                Assert.Equal(ErrorCode.None, Usable(successor));
            }
        }

        output.WriteLine($"{ends} ends");
        Assert.InRange(ends, 1_000, 100_000);
    }

    [Fact]
    public void A_file_that_was_removed_while_it_was_open_is_there_until_it_is_closed_or_the_service_ends()
    {
        ArrayArena arena = new(ArenaBytes);
        MemoryFileSystem files = new(arena, Nodes);
        ulong free = files.FreeBytes;
        foreach (bool ends in new[] { false, true })
        {
            Assert.Equal(ErrorCode.None, files.Create(files.Root, "open", false, out ulong node));
            Assert.Equal(ErrorCode.None, files.Hold(node));
            Assert.Equal(ErrorCode.None, files.Remove(files.Root, "open"));
            Assert.Equal(ErrorCode.None, files.Write(node, 5000, [1, 2, 3], out int count));
            Assert.Equal((3, ErrorCode.NotFound), (count, files.Find(files.Root, "open", out _)));
            if (ends)
            {
                files = new(arena, Nodes);
            }
            else
            {
                files.Release(node);
            }

            Assert.Equal(free, files.FreeBytes);
            Assert.Equal(ErrorCode.NotOwned, files.Describe(node, out _));
        }
    }

    [Fact]
    public void A_number_is_never_anothers()
    {
        MemoryFileSystem files = new(new ArrayArena(ArenaBytes), Nodes);
        HashSet<ulong> seen = [files.Root];
        for (int i = 0; i < 500; i++)
        {
            Assert.Equal(ErrorCode.None, files.Create(files.Root, "x", i % 2 == 0, out ulong node));
            Assert.True(seen.Add(node));
            Assert.Equal(ErrorCode.None, files.Remove(files.Root, "x"));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("a\0")]
    public void What_can_be_no_name_is_refused(string name)
    {
        MemoryFileSystem files = new(new ArrayArena(ArenaBytes), Nodes);
        Assert.Equal(ErrorCode.InvalidArgument, files.Create(files.Root, name, false, out _));
        Assert.Equal(ErrorCode.InvalidArgument, files.Create(files.Root, new string('\u00fc', 128), false, out _));
        Assert.Equal(ErrorCode.None, files.Create(files.Root, new string('\u00fc', 127) + "x", false, out _));
    }

    // Another arena's bytes, and numbers of nodes that lead nowhere.
    [Fact]
    public void What_is_no_file_system_is_refused_and_no_number_of_a_clients_leads_out_of_the_memory()
    {
        byte[] bytes = new byte[ArenaBytes];
        bytes[0] = 1;
        Assert.Throws<ArgumentException>(() => new MemoryFileSystem(new EndingArena(bytes), Nodes));
        Assert.Throws<ArgumentException>(() => new MemoryFileSystem(new ArrayArena(HeaderBytes + (Nodes * RecordBytes)), Nodes));
        MemoryFileSystem files = new(new ArrayArena(ArenaBytes), Nodes);
        Random random = new(1);
        for (int i = 0; i < 1000; i++)
        {
            ulong node = i == 0 ? 0 : i == 1 ? ulong.MaxValue : (ulong)random.NextInt64() & (i % 2 == 0 ? 0xFFFFF : ulong.MaxValue);
            if (node != files.Root)
            {
                Assert.Equal(ErrorCode.NotOwned, files.Describe(node, out _));
                Assert.Equal(ErrorCode.NotOwned, files.Read(node, 0, new byte[1], out _));
                Assert.Equal(ErrorCode.NotOwned, files.Create(node, "x", false, out _));
            }
        }
    }

    private static ErrorCode? Do(EndingArena arena, Operation operation, int endAfter, out int looks)
    {
        FilesByPath files = new(new MemoryFileSystem(arena, Nodes));
        arena.EndAfter = endAfter;
        try
        {
            ErrorCode error = files.Do(operation);
            looks = arena.Looks;
            return error;
        }
        catch (WriterEndedException)
        {
            looks = arena.Looks;
            return null;
        }
    }

    // The free space is all that was not lost: all of it can be used, once.
    private static ErrorCode Usable(FilesByPath files)
    {
        ErrorCode error = files.Files.Create(files.Files.Root, "all that is free", false, out ulong node);
        if (error == ErrorCode.NoSpace)
        {
            return ErrorCode.None;
        }

        ulong free = files.Files.FreeBytes;
        error = error == ErrorCode.None ? files.Files.SetSize(node, free) : error;
        return error != ErrorCode.None ? error
            : files.Files.FreeBytes != 0 ? ErrorCode.Corrupt
            : files.Files.Remove(files.Files.Root, "all that is free");
    }

    // A write with room for only a part is there in part, and reports how much; everything else is as before.
    private static void Refused(Operation operation, FilesByPath files, Model model)
    {
        if (operation.Kind is not (OperationKind.Write or OperationKind.Append))
        {
            return;
        }

        Model.Entry entry = model.Entries[operation.Path];
        Assert.Equal(ErrorCode.None, files.Find(operation.Path, out ulong node));
        Assert.Equal(ErrorCode.None, files.Read(node, out byte[] now));
        int from = operation.Kind == OperationKind.Append ? entry.Contents!.Length : operation.Offset;
        Assert.True(IsPart(now, entry.Contents!, from, operation.Bytes()), $"{operation}");
        model.Entries[operation.Path] = entry with { Contents = now };
    }

    // Up to some place the new contents, from there on the old ones.
    private static bool IsPart(byte[] now, byte[] before, int from, byte[] written)
    {
        byte[] padded = new byte[Math.Max(now.Length, Math.Max(before.Length, from))];
        before.CopyTo(padded, 0);
        int same = 0;
        while (same < written.Length && from + same < now.Length && now[from + same] == written[same])
        {
            same++;
        }

        return now.Length >= before.Length
            && now.AsSpan(0, Math.Min(from, now.Length)).SequenceEqual(padded.AsSpan(0, Math.Min(from, now.Length)))
            && (now.Length <= from + same || now.AsSpan(from + same).SequenceEqual(padded.AsSpan(from + same, now.Length - from - same)));
    }

    // Null: the tree is that one, except for a write that was cut, and a change of size on its way.
    private static string? Difference(
        FilesByPath files,
        Dictionary<string, Model.Entry> expected,
        Operation? operation = null,
        Dictionary<string, Model.Entry>? before = null)
    {
        Dictionary<string, byte[]?> tree = files.ReadTree();
        string[] names = [.. tree.Keys.Order(StringComparer.Ordinal)];
        if (!names.SequenceEqual(expected.Keys.Order(StringComparer.Ordinal)))
        {
            return "names: " + string.Join(" ", names);
        }

        foreach ((string path, byte[]? contents) in tree)
        {
            byte[]? wanted = expected[path].Contents;
            bool isSame = contents is null ? wanted is null : wanted is not null && contents.AsSpan().SequenceEqual(wanted);
            bool isWrite = operation is { Kind: OperationKind.Write or OperationKind.Append } && path == operation.Path;
            if (!isSame && !(isWrite && contents is not null && IsCut(contents, before![path].Contents!, operation!)))
            {
                return path;
            }
        }

        return null;
    }

    private static bool IsCut(byte[] now, byte[] before, Operation operation) =>
        IsPart(now, before, operation.Kind == OperationKind.Append ? before.Length : operation.Offset, operation.Bytes());

    private static Operation Draw(Random random)
    {
        string Directory() => "d" + random.Next(4);
        string Name() => (random.Next(3) == 0 ? "" : Directory() + "/") + "f" + random.Next(24);
        return random.Next(20) switch
        {
            < 5 => new(OperationKind.Create, Name()),
            < 7 => new(OperationKind.MakeDirectory, Directory()),
            < 9 => new(OperationKind.Write, Name(), Offset: random.Next(12_000), Length: random.Next(1, 6_000), Seed: random.Next()),
            < 12 => new(OperationKind.Append, Name(), Length: random.Next(1, random.Next(2) == 0 ? 300 : 9_000), Seed: random.Next()),
            < 14 => new(OperationKind.Truncate, Name(), Offset: random.Next(9_000)),
            < 16 => new(OperationKind.Rename, Name(), Name()),
            < 17 => new(OperationKind.Rename, Directory(), Directory()),
            < 19 => new(OperationKind.Unlink, Name()),
            _ => new(OperationKind.RemoveDirectory, Directory()),
        };
    }
}
