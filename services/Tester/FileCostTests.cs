// Suite filecost: the cost of files, in instructions of the whole machine. By name only, on a machine that counts instructions and has a
// disk with both partitions; docs/PERFORMANCE.md has the command and Linux's figures.

using System;
using System.IO;
using System.Threading;
using RustKernel.SelfTests;
using RustKernel.Services.Files;

namespace RustKernel.Services.Tester;

/// <summary>
/// Each operation once, the short ones after as many uncounted ones; the same as in tests/LinuxFileCost/init.c: run.sh there starts both
/// several times, in turns.
/// </summary>
[Suite("filecost", 212, ByNameOnly = true, NeedsServices = true, Seconds = 3600)]
internal static partial class FileCostTests
{
    private const int Opens = 100;
    private const int Creations = 20;
    private const int Chunk = 64 * 1024;
    private const int Chunks = 1024;
    private const int PageBytes = 4096;
    private const int Many = 10_000;
    private const int EachSample = 100;
    private const int SendingMilliseconds = 50;
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
        Create(mount, root);
        Directories(mount, root + "/many");
    }

    private static void Small(string mount, string path)
    {
        using (FileStream file = Open(path, FileMode.Create))
        {
            file.Write(s_buffer, 0, PageBytes);
            file.Flush(true);
        }

        OpenAndRead(path);
        Meter meter = new();
        OpenAndRead(path);
        Say(mount, "open_read_4k", meter, Opens);
    }

    private static void OpenAndRead(string path)
    {
        for (int i = 0; i < Opens; i++)
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
            Check.Equal(PageBytes, (ulong)file.Read(s_buffer, 0, PageBytes));
        }
    }

    // More than our caches hold: so the next reads come from the disk.
    private static void Big(string mount, string path)
    {
        Meter meter = new();
        using (FileStream file = Open(path, FileMode.Create))
        {
            for (int i = 0; i < Chunks; i++)
            {
                file.Write(s_buffer, 0, Chunk);
                _ = meter.Look();
            }

            file.Flush(true);
        }

        Say(mount, "write_64m", meter, 1);
        meter = new Meter();
        using (FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1))
        {
            for (int i = 0; i < Chunks; i++)
            {
                Check.Equal(Chunk, (ulong)file.Read(s_buffer, 0, Chunk));
                _ = meter.Look();
            }
        }

        Say(mount, "read_64m", meter, 1);
        File.Delete(path);
    }

    private static void Create(string mount, string root)
    {
        Create(root + "/first");
        Meter meter = new();
        Create(root + "/new");
        Say(mount, "create_write_fsync", meter, Creations);
        for (int i = 0; i < Creations; i++)
        {
            File.Delete($"{root}/first-{i}");
            File.Delete($"{root}/new-{i}");
        }
    }

    private static void Create(string start)
    {
        for (int i = 0; i < Creations; i++)
        {
            using FileStream file = Open($"{start}-{i}", FileMode.CreateNew);
            file.Write(s_buffer, 0, PageBytes);
            file.Flush(true);
        }
    }

    private static void Directories(string mount, string path)
    {
        _ = Directory.CreateDirectory(path);
        Check.Ok(Mounts.Sync(mount));
        Meter meter = new();
        for (int i = 0; i < Many; i++)
        {
            Open($"{path}/file-{i:D5}", FileMode.CreateNew).Dispose();
            _ = meter.Look();
        }

        Check.Ok(Mounts.Sync(mount));
        Say(mount, "make_10000", meter, 1);
        meter = new Meter();
        Check.Equal(Many, (ulong)Directory.GetFiles(path).Length);
        Say(mount, "list_10000", meter, 1);
        meter = new Meter();
        for (int i = 0; i < Many; i += Many / EachSample)
        {
            Check.Equal(0, (ulong)new FileInfo($"{path}/file-{i:D5}").Length);
        }

        Say(mount, "stat_of_10000", meter, EachSample);
        meter = new Meter();
        for (int i = 0; i < Many; i++)
        {
            File.Delete($"{path}/file-{i:D5}");
            _ = meter.Look();
        }

        Directory.Delete(path);
        Check.Ok(Mounts.Sync(mount));
        Say(mount, "remove_10000", meter, 1);
    }

    private static FileStream Open(string path, FileMode mode) => new(path, mode, FileAccess.ReadWrite, FileShare.Read, 1);

    // The line is out before the next operation begins: sending it must not be counted.
    private static void Say(string mount, string what, Meter meter, ulong operations)
    {
        ulong spent = meter.Look();
        Console.WriteLine($"  # filecost: {mount}.{what} {spent / operations}");
        Thread.Sleep(SendingMilliseconds);
    }

    // The CPU's counter has 32 bits: it is read more often than it wraps around.
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
