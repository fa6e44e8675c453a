// Volumes that lie under correct checksums: each call ends, in an error with words or in a result.

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using RustKernel.FileSystems.Tests.Crash;
using RustKernel.Services.FileSystems;
using RustKernel.Services.FileSystems.Blocks;
using RustKernel.Services.FileSystems.Data;
using Xunit;
using Xunit.Abstractions;

namespace RustKernel.FileSystems.Tests.Data;

public sealed class DataFuzzTests(ITestOutputHelper output)
{
    private const long MostReads = 20_000;
    private const long MostBytes = 200 << 20;

    [Theory]
    [InlineData(1, 5000)]
    public void A_forged_volume_is_refused_in_words_or_used(int seed, int volumes) => Forge(seed, volumes);

    [Theory]
    [Trait("Run", "soak")]
    [InlineData(1000, 200_000)]
    public void Many_forged_volumes(int seed, int volumes) => Forge(seed, volumes);

    private void Forge(int seed, int volumes)
    {
        MemoryStore whole = Made();
        Dictionary<ErrorCode, int> ends = [];
        int problems = 0;
        for (int i = 0; i < volumes; i++)
        {
            Random random = new((seed * 1_000_000) + i);
            OverlayStore store = new(whole);
            DataForger forger = new(store);
            for (int count = random.Next(1, 4); count > 0; count--)
            {
                Mutate(forger, random);
            }

            forger.Seal();
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                problems += Use(new FaultyStore(store) { MostReads = MostReads }, random, ends);
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}, volume {i}: {e}");
            }

            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated < MostBytes, $"seed {seed}, volume {i}: {allocated} bytes of memory");
        }

        output.WriteLine($"{string.Join(", ", ends.Select(pair => $"{pair.Key}: {pair.Value}"))}; a check found something in {problems}");
        Assert.InRange(ends.GetValueOrDefault(ErrorCode.Corrupt), volumes / 20, int.MaxValue);
        Assert.InRange(problems, volumes / 4, volumes);
    }

    // Two levels, a snapshot, an open deleted file, a hole.
    private static MemoryStore Made()
    {
        MemoryStore store = new DataUnderTest(sectors: 2048).Format();
        DataVolumeUnderTest volume = new(DataFileSystem.Mount(store));
        foreach (Operation operation in Workloads.Setup)
        {
            operation.Do(volume);
        }

        volume.MakeDirectory("A/d");
        volume.MakeDirectory("A/d/e");
        for (int i = 0; i < 40; i++)
        {
            volume.Create($"A/d/a rather long name so that leaves are full, number {i}");
            volume.Append($"A/d/a rather long name so that leaves are full, number {i}", new byte[100 * i]);
        }

        Assert.Equal(ErrorCode.None, volume.Files.MakeSnapshot("past"));
        volume.Write("B/y", 300_000, new byte[9000]);
        volume.Create("gone");
        Assert.Equal(ErrorCode.None, volume.Files.Hold(volume.Node("gone")));
        volume.Unlink("gone");
        volume.Sync();
        return store;
    }

    private static void Mutate(DataForger forger, Random random)
    {
        switch (random.Next(10))
        {
            case 0:
                Set(forger.Superblock, random.Next(5, 21) * 8, Number(forger, random));
                break;
            case 1:
                Set(forger.Superblock, 160, (ulong)random.Next(4));
                Set(forger.Superblock, 256 + (random.Next(10) * 8), Number(forger, random));
                break;
            case 2:
                byte[] index = Any(forger.Indexes.Values, random);
                Set(index, random.Next(3) * 16, Number(forger, random));
                break;
            case 3:
                byte[] group = Any(forger.Groups.Values, random);
                group[random.Next(64)] ^= (byte)(1 << random.Next(8));
                break;
            case 4:
                byte[] any = Any(forger.Nodes.Values, random);
                any[random.Next(random.Next(2) == 0 ? 64 : 4096)] = (byte)random.Next(256);
                break;
            case 5:
                byte[] inner = Any(forger.Nodes.Values.Where(node => node[4] != 0), random);
                int count = DataForger.CountOf(inner);
                inner.AsSpan(DataForger.EntryAt(random.Next(count)) + 16, 16)
                    .CopyTo(inner.AsSpan(DataForger.EntryAt(random.Next(count)) + 16));
                break;
            default:
                MutateItem(forger, Any(forger.Leaves, random), random);
                break;
        }
    }

    private static void MutateItem(DataForger forger, byte[] leaf, Random random)
    {
        int items = Math.Min(DataForger.CountOf(leaf), 200);
        if (items == 0)
        {
            return;
        }

        int item = random.Next(items);
        int slot = DataForger.SlotAt(item);
        Span<byte> value = DataForger.ValueAt(leaf, item);
        switch (random.Next(6))
        {
            case 0:
                Set(leaf, slot + (random.Next(2) * 8), Number(forger, random));
                break;
            case 1:
                leaf[slot] = (byte)random.Next(6);
                break;
            case 2:
                BinaryPrimitives.WriteUInt16LittleEndian(leaf.AsSpan(slot + 16 + (random.Next(2) * 2)), (ushort)random.Next(4200));
                break;
            case 3 when value.Length >= 16:
                BinaryPrimitives.WriteUInt32LittleEndian(value.Slice(random.Next(value.Length / 4) * 4), (uint)Number(forger, random));
                break;
            default:
                if (value.Length >= 8)
                {
                    BinaryPrimitives.WriteUInt64LittleEndian(value.Slice(random.Next(value.Length / 8) * 8), Number(forger, random));
                }

                break;
        }
    }

    // Numbers that mean something, or almost do.
    private static ulong Number(DataForger forger, Random random) => random.Next(12) switch
    {
        0 => 0,
        1 => 1,
        2 => 63,
        3 => 64,
        4 => (ulong)random.Next(70),
        5 => (ulong)random.Next(300),
        6 => forger.Nodes.Keys.ElementAt(random.Next(forger.Nodes.Count)),
        7 => forger.Groups.Keys.ElementAt(random.Next(forger.Groups.Count)),
        8 => ulong.MaxValue - (ulong)random.Next(3),
        9 => 1UL << random.Next(64),
        10 => (1UL << random.Next(64)) - 1,
        _ => (ulong)random.NextInt64(),
    };

    private static T Any<T>(IEnumerable<T> all, Random random) => all.ElementAt(random.Next(all.Count()));

    private static void Set(byte[] bytes, int at, ulong number) => BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(at), number);

    // Mounts twice, and does everything possible. 1 when a check found something.
    private static int Use(FaultyStore store, Random random, Dictionary<ErrorCode, int> ends)
    {
        int found = 0;
        for (int mount = 0; mount < 2; mount++)
        {
            DataFileSystem files;
            try
            {
                files = DataFileSystem.Mount(store);
            }
            catch (FileSystemException e)
            {
                Assert.True(e.Message.Length > 20, e.Message);
                Count(e.Error);
                return 1;
            }

            found |= files.Check().Problems.Count != 0 ? 1 : 0;
            List<(ulong Directory, string Name, ulong Node)> names = [];
            Walk(files, names, Must);
            Change(files, names, random, Must);
            foreach ((string name, _) in mount == 0 ? files.Snapshots : [])
            {
                if (files.OpenSnapshot(name, out DataFileSystem? past) == ErrorCode.None)
                {
                    Walk(past!, [], _ => { });
                }
            }

            Must(files.Sync(0));

            void Must(ErrorCode error)
            {
                Count(error);
                Assert.True(error == ErrorCode.None || files.LastProblem.Length > 5, $"{error} without words");
                Assert.False(error == ErrorCode.DeviceError, $"the disk works, but: {files.LastProblem}");
            }
        }

        return found;

        void Count(ErrorCode error) => ends[error] = ends.GetValueOrDefault(error) + 1;
    }

    private static void Walk(DataFileSystem files, List<(ulong Directory, string Name, ulong Node)> names, Action<ErrorCode> must)
    {
        HashSet<ulong> seen = [];
        Queue<ulong> left = new([files.Root]);
        byte[] bytes = new byte[9000];
        while (left.TryDequeue(out ulong directory))
        {
            ulong place = 0;
            ErrorCode error = ErrorCode.None;
            for (int i = 0; error == ErrorCode.None && seen.Add(directory) | i > 0; i++)
            {
                Assert.True(i < 1000, $"directory {directory} has no end");
                error = files.List(directory, ref place, out DirectoryEntry entry);
                if (error != ErrorCode.None)
                {
                    must(error == ErrorCode.NotFound ? ErrorCode.None : error);
                }
                else if (entry.Status.IsDirectory)
                {
                    names.Add((directory, entry.Name, entry.Status.Node));
                    left.Enqueue(entry.Status.Node);
                }
                else
                {
                    names.Add((directory, entry.Name, entry.Status.Node));
                    Assert.InRange(entry.Status.Modified, 0, DateTime.MaxValue.Ticks);
                    must(files.Read(entry.Status.Node, 0, bytes, out _));
                    must(files.Read(entry.Status.Node, entry.Status.SizeBytes / 2, bytes, out _));
                }
            }
        }
    }

    private static void Change(
        DataFileSystem files, List<(ulong Directory, string Name, ulong Node)> names, Random random, Action<ErrorCode> must)
    {
        for (int i = 0; i < 10; i++)
        {
            (ulong directory, string name, ulong node) = names.Count == 0 ? (files.Root, "x", files.Root) : names[random.Next(names.Count)];
            (ulong Directory, string Name, ulong Node) other = names.Count == 0
                ? (files.Root, "y", files.Root)
                : names[random.Next(names.Count)];
            must(random.Next(8) switch
            {
                0 => files.Create(files.Root, $"new {random.Next(100)}", random.Next(2) == 0, out _),
                1 => files.Remove(directory, name),
                2 => files.Rename(directory, name, other.Directory, $"moved {random.Next(100)}", true),
                3 => files.Rename(directory, name, other.Node, other.Name, true),
                4 => files.Write(node, (ulong)random.Next(50_000), new byte[random.Next(1, 9000)], out _),
                5 => files.SetSize(node, (ulong)random.Next(50_000)),
                6 => random.Next(2) == 0 ? files.MakeSnapshot("new") : files.DeleteSnapshot("past"),
                _ => files.Sync(0),
            });
        }
    }
}
