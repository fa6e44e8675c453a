// Suite filecost: what files cost, in instructions of the whole machine. By name only, on a machine that counts instructions and has a
// disk with both partitions; docs/PERFORMANCE.md has the commands and Linux's figures.

using System;
using System.IO;
using RustKernel.SelfTests;
using RustKernel.Services.Files;

namespace RustKernel.Services.Tester;

/// <summary>Five runs of each operation, of which the median counts. The same operations as tests/LinuxFileCost/init.c.</summary>
[Suite("filecost", 212, ByNameOnly = true, NeedsServices = true, Seconds = 3600)]
internal static partial class FileCostTests
{
    private const int Runs = 5;
    private const int Opens = 100;
    private const int Creations = 20;
    private const int Chunk = 64 * 1024;
    private const int Chunks = 1024;
    private const int PageBytes = 4096;
    private const int Many = 10_000;
    private const int EachSample = 100;
    private static readonly byte[] s_buffer = new byte[Chunk];

    [Test]
    private static void Boot() => Measure("boot");

    [Test]
    private static void Data() => Measure("data");

    private static void Measure(string mount)
    {
        if (Mounts.Describe(mount, out _) != ErrorCode.None)
        {
            Check.Skip(TestSkip.NoDisk);
            return;
        }

        for (int i = 0; i < Chunk; i++)
        {
            s_buffer[i] = (byte)((i * 7) + (i >> 9));
        }

        string root = "/" + mount;
        Small(mount, root + "/small");
        Big(mount, root + "/big");
        Median(mount, "create_write_fsync", run => Create(root, run), Creations);
        for (int run = 0; run < Runs; run++)
        {
            for (int i = 0; i < Creations; i++)
            {
                File.Delete($"{root}/new-{run}-{i}");
            }
        }

        Directories(mount, root + "/many");
    }

    private static void Small(string mount, string path)
    {
        using (FileStream file = Open(path, FileMode.Create))
        {
            file.Write(s_buffer, 0, PageBytes);
            file.Flush(true);
        }

        Median(mount, "open_read_4k", _ => OpenAndRead(path), Opens);
    }

    private static void OpenAndRead(string path)
    {
        for (int i = 0; i < Opens; i++)
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
            Check.Equal(PageBytes, (ulong)file.Read(s_buffer, 0, PageBytes));
        }
    }

    // More than any cache of ours holds: what is read next was not kept.
    private static void Big(string mount, string path)
    {
        ulong[] written = new ulong[Runs];
        ulong[] read = new ulong[Runs];
        for (int run = 0; run < Runs; run++)
        {
            File.Delete(path);
            Meter meter = new();
            using (FileStream file = Open(path, FileMode.Create))
            {
                for (int i = 0; i < Chunks; i++)
                {
                    file.Write(s_buffer, 0, Chunk);
                    meter.Look();
                }

                file.Flush(true);
            }

            written[run] = meter.Look();
            meter = new Meter();
            using (FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1))
            {
                for (int i = 0; i < Chunks; i++)
                {
                    Check.Equal(Chunk, (ulong)file.Read(s_buffer, 0, Chunk));
                    meter.Look();
                }
            }

            read[run] = meter.Look();
        }

        Say(mount, "write_64m", written, 1);
        Say(mount, "read_64m", read, 1);
        File.Delete(path);
    }

    private static void Create(string root, int run)
    {
        for (int i = 0; i < Creations; i++)
        {
            using FileStream file = Open($"{root}/new-{run}-{i}", FileMode.CreateNew);
            file.Write(s_buffer, 0, PageBytes);
            file.Flush(true);
        }
    }

    private static void Directories(string mount, string path)
    {
        ulong[] made = new ulong[Runs];
        ulong[] listed = new ulong[Runs];
        ulong[] found = new ulong[Runs];
        ulong[] removed = new ulong[Runs];
        for (int run = 0; run < Runs && Check.ExitCode == 0; run++)
        {
            Meter meter = new();
            _ = Directory.CreateDirectory(path);
            for (int i = 0; i < Many; i++)
            {
                Open($"{path}/file-{i:D5}", FileMode.CreateNew).Dispose();
                meter.Look();
            }

            Check.Ok(Mounts.Sync(mount));
            made[run] = meter.Look();
            meter = new Meter();
            Check.Equal(Many, (ulong)Directory.GetFiles(path).Length);
            listed[run] = meter.Look();
            meter = new Meter();
            for (int i = 0; i < Many; i += Many / EachSample)
            {
                Check.That(File.Exists($"{path}/file-{i:D5}"));
            }

            found[run] = meter.Look();
            meter = new Meter();
            for (int i = 0; i < Many; i++)
            {
                File.Delete($"{path}/file-{i:D5}");
                meter.Look();
            }

            Directory.Delete(path);
            Check.Ok(Mounts.Sync(mount));
            removed[run] = meter.Look();
        }

        Say(mount, "make_10000", made, 1);
        Say(mount, "list_10000", listed, 1);
        Say(mount, "stat_of_10000", found, EachSample);
        Say(mount, "remove_10000", removed, 1);
    }

    private static FileStream Open(string path, FileMode mode) => new(path, mode, FileAccess.ReadWrite, FileShare.Read, 1);

    private static void Median(string mount, string what, Action<int> work, ulong operations)
    {
        ulong[] samples = new ulong[Runs];
        for (int run = 0; run < Runs; run++)
        {
            Meter meter = new();
            work(run);
            samples[run] = meter.Look();
        }

        Say(mount, what, samples, operations);
    }

    private static void Say(string mount, string what, ulong[] samples, ulong operations)
    {
        Array.Sort(samples);
        Console.WriteLine($"  # filecost: {mount}.{what} {samples[Runs / 2] / operations} "
            + $"({samples[0] / operations} to {samples[Runs - 1] / operations})");
    }

    // The CPU's counter has 32 bits: it is looked at more often than it comes around.
    private sealed class Meter
    {
        private uint _last = (uint)Runtime.Measure.Instructions();
        private ulong _sum;

        internal ulong Look()
        {
            uint now = (uint)Runtime.Measure.Instructions();
            _sum += now - _last;
            _last = now;
            return _sum;
        }
    }
}
