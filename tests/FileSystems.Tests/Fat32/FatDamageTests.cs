// Damaged volumes: a clear error, no crash, no endless loop, bounded memory.

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using RustKernel.FileSystems.Tests.Crash;
using RustKernel.Services.FileSystems;
using RustKernel.Services.FileSystems.Blocks;
using RustKernel.Services.FileSystems.Fat32;
using Xunit;
using Xunit.Abstractions;

namespace RustKernel.FileSystems.Tests.Fat32;

public sealed class FatDamageTests(ITestOutputHelper output)
{
    private const int MostReads = 200_000;

    [Theory]
    [InlineData(1, 700)]
    [InlineData(2, 650)]
    [InlineData(3, 650)]
    public void A_damaged_volume_is_refused_in_words_or_used(int seed, int images) => Damage(seed, images);

    [Theory]
    [Trait("Run", "soak")]
    [InlineData(77, 100_000)]
    public void Many_damaged_volumes(int seed, int images) => Damage(seed, images);

    [Theory]
    [MemberData(nameof(Kinds))]
    [SuppressMessage("Usage", "xUnit1042", Justification = "Rows of words and actions.")]
    public void The_error_names_the_thing_and_the_place(string kind, string words)
    {
        MemoryStore store = Volume();
        FatLayoutProbe probe = new(store);
        switch (kind)
        {
            case "free link":
                probe.SetLink(probe.Follow(probe.StartOf("LONG    BIN"), 2), 0);
                break;
            case "link past the end":
                probe.SetLink(probe.Follow(probe.StartOf("LONG    BIN"), 2), 0x0abcdef0);
                break;
            case "bad cluster":
                probe.SetLink(probe.Follow(probe.StartOf("LONG    BIN"), 2), 0x0ffffff7);
                break;
            case "short chain":
                probe.SetLink(probe.Follow(probe.StartOf("LONG    BIN"), 2), 0x0fffffff);
                break;
            default:
                probe.SetStart("LONG    BIN", 0x00fffff0);
                break;
        }

        Fat32Volume volume = Fat32Volume.Mount(store, new Fat32Options { ReadOnly = true });
        FileSystemException e = Assert.Throws<FileSystemException>(() => FatTestVolume.Contents(volume, "long.bin"));
        Assert.Equal(ErrorCode.Corrupt, e.Error);
        Assert.Contains("long.bin", e.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(words, e.Message, StringComparison.Ordinal);
        Assert.Equal(3000, FatTestVolume.Contents(volume, "dir/inner.txt").Length);
    }

    public static TheoryData<string, string> Kinds() => new()
    {
        { "free link", "to a free cluster (FAT entry" },
        { "link past the end", "past the end (FAT entry" },
        { "bad cluster", "to a bad cluster (FAT entry" },
        { "short chain", "has 3 clusters, too few for 9000 bytes" },
        { "start", "leads to cluster 16777200, which is none" },
    };

    [Fact]
    public void A_directory_in_a_circle_ends()
    {
        MemoryStore store = Volume();
        FatLayoutProbe probe = new(store);
        uint start = probe.StartOf("DIR        ");
        probe.SetLink(start, start);
        Fat32Volume volume = Fat32Volume.Mount(store);
        FileSystemException e = Assert.Throws<FileSystemException>(() => volume.GetInfo("dir/inner.txt"));
        Assert.Equal(ErrorCode.Corrupt, e.Error);
        Assert.Contains($"the directory's chain from cluster {start}", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_in_a_circle_ends_and_takes_no_more_memory_than_the_volume_has_clusters()
    {
        MemoryStore store = Volume();
        FatLayoutProbe probe = new(store);
        uint start = probe.StartOf("LONG    BIN");
        probe.SetLink(probe.Follow(start, 2), start);
        probe.SetSize("LONG    BIN", uint.MaxValue);
        Fat32Volume volume = Fat32Volume.Mount(store, new Fat32Options { ReadOnly = true });
        FatNode node = volume.Open("long.bin");
        FileSystemException e = Assert.Throws<FileSystemException>(() => volume.Read(node, uint.MaxValue - 10, new byte[5]));
        Assert.Equal(ErrorCode.Corrupt, e.Error);
        Assert.Contains($"the chain from cluster {start} leads in a circle", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_read_error_names_file_and_sector_and_harms_nothing_else()
    {
        FaultyStore store = new(Volume());
        FatLayoutProbe probe = new(store);
        ulong sector = probe.SectorOf(probe.StartOf("LONG    BIN"));
        Fat32Volume volume = Fat32Volume.Mount(store, new Fat32Options { DataLines = 4 });
        _ = store.Bad.Add(sector);
        FileSystemException e = Assert.Throws<FileSystemException>(() => FatTestVolume.Contents(volume, "long.bin"));
        Assert.Equal(ErrorCode.DeviceError, e.Error);
        Assert.Contains("long.bin", e.Message, StringComparison.Ordinal);
        Assert.Contains($"sector {sector}", e.Message, StringComparison.Ordinal);
        Assert.Equal(3000, FatTestVolume.Contents(volume, "dir/inner.txt").Length);
        volume.Close(volume.Create("new"));
        volume.Sync();
        store.Bad.Clear();
        Assert.Null(FatImage.Check(store));
        Assert.Contains("new", FatTestVolume.Tree(Fat32Volume.Mount(store)).Keys);
    }

    [Fact]
    public void The_second_fat_stands_in_for_a_sector_of_the_first_that_cannot_be_read()
    {
        FaultyStore store = new(Volume());
        FatLayoutProbe probe = new(store);
        _ = store.Bad.Add(probe.FatStart);
        Fat32Volume volume = Fat32Volume.Mount(store, new Fat32Options { ReadOnly = true });
        Assert.Equal(9000, FatTestVolume.Contents(volume, "long.bin").Length);
    }

    [Fact]
    public void After_a_failed_write_nothing_more_is_changed_and_the_next_mount_is_right()
    {
        FaultyStore store = new(Volume());
        for (int allowed = 0; allowed < 60; allowed++)
        {
            MemoryStore before = ((MemoryStore)store.Inner).Copy();
            Fat32Volume volume = Fat32Volume.Mount(store);
            store.WritesLeft = allowed;
            bool failed = false;
            try
            {
                volume.Rename("long.bin", "dir/longer name than before");
                volume.Sync();
            }
            catch (FileSystemException e)
            {
                failed = true;
                Assert.True(e.Error is ErrorCode.DeviceError, e.Message);
            }

            store.WritesLeft = int.MaxValue;
            Fat32Volume again = Fat32Volume.Mount(store);
            string[] names = [.. FatTestVolume.Tree(again).Keys.Where(name => name is "LONG.BIN" or "DIR/longer name than before")];
            string name = Assert.Single(names);
            Assert.Equal(9000, FatTestVolume.Contents(again, name).Length);
            again.Sync();
            Assert.Null(FatImage.Check(store));
            if (!failed)
            {
                Assert.InRange(allowed, 5, 59);
                return;
            }

            store.Inner = before;
        }

        Assert.Fail("It never went well.");
    }

    private static MemoryStore Volume()
    {
        MemoryStore store = FatImage.Format(3 << 20, "-F", "32", "-s", "2", "-n", "DAMAGE");
        Fat32Volume volume = Fat32Volume.Mount(store);
        FatTestVolume test = new(volume);
        test.Create("LONG.BIN");
        test.Append("LONG.BIN", new Operation(OperationKind.Append, "", Length: 9000, Seed: 5).Bytes());
        test.MakeDirectory("DIR");
        test.Create("DIR/inner.txt");
        test.Append("DIR/inner.txt", new byte[3000]);
        for (int i = 0; i < 60; i++)
        {
            test.Create($"DIR/a rather long name, number {i}");
            test.Append($"DIR/a rather long name, number {i}", [1, 2, 3]);
        }

        test.MakeDirectory("DIR/deeper");
        test.MakeDirectory("DIR/deeper/still");
        volume.Sync();
        return store;
    }

    private void Damage(int seed, int images)
    {
        Random random = new(seed);
        MemoryStore whole = Volume();
        MemoryStore logged = WithLog(whole);
        Dictionary<string, int> ends = [];
        for (int i = 0; i < images; i++)
        {
            MemoryStore store = (i % 4 == 0 ? logged : whole).Copy();
            if (i % 4 == 0)
            {
                ForgeLog(store, random);
            }
            else
            {
                Mutate(store, random);
            }

            RecordingStore counted = new(store);
            string end = Use(counted, random);
            Assert.True(counted.Reads < MostReads, $"image {i} of seed {seed}: {counted.Reads} reads");
            ends[end] = ends.GetValueOrDefault(end) + 1;
        }

        output.WriteLine(string.Join(", ", ends.Select(pair => $"{pair.Key}: {pair.Value}")));
        Assert.True(ends.ContainsKey(nameof(ErrorCode.Corrupt)));
        Assert.True(ends.ContainsKey("used"));
    }

    // The synced data is in the log, and not in place.
    private static MemoryStore WithLog(MemoryStore whole)
    {
        MemoryStore store = whole.Copy();
        Fat32Volume volume = Fat32Volume.Mount(store);
        FatTestVolume test = new(volume);
        test.Append("DIR/inner.txt", new byte[30_000]);
        test.Create("DIR/deeper/in the log");
        test.Unlink("LONG.BIN");
        test.SyncFile("DIR/inner.txt");
        return store;
    }

    // The log has other contents, with correct checksums.
    private static void ForgeLog(MemoryStore store, Random random)
    {
        const int HalfSectors = 128;
        FatLayoutProbe probe = new(store);
        ulong place = probe.SectorOf(probe.StartOf("RKINTENTLOG"));
        byte[] log = new byte[HalfSectors * 512];
        for (ulong half = 0; half < 2; half++)
        {
            _ = store.Read(place + (half * HalfSectors), log);
            for (int times = random.Next(1, 4); times > 0; times--)
            {
                ForgeRecord(store, log, random);
            }

            int body = Math.Min(
                BitConverter.ToInt32(log, 28) is int count and >= 0 ? ((count + 9) / 10) + count : 0,
                HalfSectors - 1) * 512;
            BinaryPrimitives.WriteUInt64LittleEndian(log.AsSpan(56), SectorHash.Of(log.AsSpan(512, body)));
            BinaryPrimitives.WriteUInt64LittleEndian(log.AsSpan(64), SectorHash.Of(log.AsSpan(0, 64)));
            _ = store.Write(place + (half * HalfSectors), log);
        }
    }

    private static void ForgeRecord(MemoryStore store, byte[] log, Random random)
    {
        int record = 512 + (random.Next(5) * 48);
        switch (random.Next(6))
        {
            case 0:
                BinaryPrimitives.WriteUInt32LittleEndian(log.AsSpan(32), (uint)random.Next(8000));
                break;
            case 1:
                BinaryPrimitives.WriteUInt32LittleEndian(log.AsSpan(28), (uint)random.Next(130));
                break;
            case 2:
                byte[] sector = new byte[512];
                ulong number = (ulong)random.Next(600);
                _ = store.Read(number, sector);
                BinaryPrimitives.WriteUInt32LittleEndian(log.AsSpan(record), (uint)number);
                BinaryPrimitives.WriteUInt64LittleEndian(log.AsSpan(record + 8), SectorHash.Of(sector));
                break;
            case 3:
                log[record + 4 + random.Next(4)] = (byte)random.Next(8);
                break;
            case 4:
                log[8 + random.Next(48)] = (byte)random.Next(8);
                break;
            default:
                random.NextBytes(log.AsSpan(random.Next(1024, 8192), 16));
                break;
        }
    }

    // Metadata is hit far more often than by chance.
    private static void Mutate(MemoryStore store, Random random)
    {
        FatLayoutProbe probe = new(store);
        byte[] sector = new byte[512];
        for (int count = random.Next(1, 12); count > 0; count--)
        {
            ulong number = random.Next(8) switch
            {
                0 => 0,
                1 => 1,
                2 or 3 => probe.FatStart + (ulong)random.Next(3),
                4 => probe.SectorOf(2) + (ulong)random.Next(2),
                _ => probe.SectorOf(2) + (ulong)random.Next(400),
            };
            _ = store.Read(number, sector);
            switch (random.Next(4))
            {
                case 0:
                    sector[random.Next(512)] = (byte)random.Next(256);
                    break;
                case 1:
                    BinaryPrimitives.WriteUInt32LittleEndian(
                        sector.AsSpan(random.Next(128) * 4),
                        (uint)random.Next(1 << random.Next(1, 31)));
                    break;
                case 2:
                    sector.AsSpan(random.Next(16) * 32, 32).CopyTo(sector.AsSpan(random.Next(16) * 32));
                    break;
                default:
                    random.NextBytes(sector.AsSpan(random.Next(480), 32));
                    break;
            }

            _ = store.Write(number, sector);
        }
    }

    private static string Use(BlockStore store, Random random)
    {
        try
        {
            Fat32Volume volume = Fat32Volume.Mount(store);
            List<string> paths = [];
            string end = Walk(volume, "", paths, 0);
            for (int i = 0; i < 6; i++)
            {
                string change = Try(() => Change(volume, paths, random));
                end = end == "used" ? change : end;
            }

            string sync = Try(volume.Sync);
            return end == "used" ? sync : end;
        }
        catch (FileSystemException e)
        {
            Assert.True(e.Message.Length > 20, e.Message);
            return e.Error.ToString();
        }
    }

    private static void Change(Fat32Volume volume, List<string> paths, Random random)
    {
        string path = paths.Count == 0 ? "x" : paths[random.Next(paths.Count)];
        switch (random.Next(6))
        {
            case 0: volume.Close(volume.Create($"new {random.Next(100)}")); break;
            case 1: volume.Unlink(path); break;
            case 2: volume.Rename(path, $"dir/moved {random.Next(100)}"); break;
            case 3: new FatTestVolume(volume).Append(path, new byte[5000]); break;
            case 4: new FatTestVolume(volume).Truncate(path, 100); break;
            default: volume.MakeDirectory($"folder {random.Next(100)}"); break;
        }
    }

    private static string Walk(Fat32Volume volume, string path, List<string> paths, int depth)
    {
        string end = Try(() =>
        {
            FatNode directory = volume.Open(path);
            int cursor = 0;
            while (volume.ReadDirectory(directory, ref cursor) is FatFileInfo info && paths.Count < 2000)
            {
                string child = path.Length == 0 ? info.Name : $"{path}/{info.Name}";
                paths.Add(child);
            }

            volume.Close(directory);
        });
        foreach (string child in paths.Where(child => child.StartsWith(path, StringComparison.Ordinal)).ToArray())
        {
            string found = Try(() =>
            {
                FatFileInfo info = volume.GetInfo(child);
                if (!info.IsDirectory && info.Size < 1 << 20)
                {
                    _ = FatTestVolume.Contents(volume, child);
                }
                else if (info.IsDirectory && depth < 3 && paths.Count < 1000)
                {
                    _ = Walk(volume, child, paths, depth + 1);
                }
            });
            end = end == "used" ? found : end;
        }

        return end;
    }

    private static string Try(Action action)
    {
        try
        {
            action();
            return "used";
        }
        catch (FileSystemException e)
        {
            Assert.False(e.Error == ErrorCode.DeviceError, $"the store works, but: {e}");
            return e.Error.ToString();
        }
    }
}
