// Suite files: /tmp as a program at EL0 sees it, while its service and its clients fail.

using System;
using System.IO;
using RustKernel.SelfTests;
using RustKernel.Services.Files;

namespace RustKernel.Services.Tester;

/// <summary>The tests, by number. Frames, objects and handles are compared after each of them.</summary>
[Suite("files", 197, ByNameOnly = true, NeedsServices = true)]
internal static partial class FileTests
{
    private const string Service = "tmp";
    private const int Steps = 400;
    private const int Crashes = 6;
    private const int ManyFiles = 10_000;
    private const int MostOpen = 64;

    // A file and its expected bytes.
    [Test]
    private static void Random()
    {
        byte[] model = new byte[100_000];
        using FileStream file = new("/tmp/random", FileMode.Create);
        Work(file, model, 0, Steps, new Random(1));
    }

    // The service fails in all ways that need no watch; the file stays open, and each step continues where the last one ended.
    [Test]
    private static void CrashWithOpenFiles()
    {
        byte[] model = new byte[100_000];
        Random random = new(2);
        int length = 0;
        using FileStream file = new("/tmp/open", FileMode.Create, FileAccess.ReadWrite, FileShare.Read, 1);
        using FileStream renamed = new("/tmp/before", FileMode.Create, FileAccess.ReadWrite, FileShare.Read, 1);
        renamed.Write("name"u8);
        File.Move("/tmp/before", "/tmp/after");
        int number = World.Find(Service);
        for (int i = 0; i < Crashes && Check.ExitCode == 0; i++)
        {
            length = Work(file, model, length, Steps / Crashes, random);
            uint restarts = World.State(number).Restarts;
            Check.Ok(InitClient.Command(Service, ServiceCommand.Crash, i % 2 == 0 ? CrashKind.Null : CrashKind.Exception));
            Check.That(World.WaitForRestart(number, restarts));
        }

        _ = Work(file, model, length, Steps, random);
        renamed.Position = 0;
        Check.Equal('n', (ulong)renamed.ReadByte());
        Check.That(File.Exists("/tmp/after") && !File.Exists("/tmp/before"));
    }

    // The service remembers the last path's directory, but not longer than it exists.
    [Test]
    private static void DirectoriesThatGo()
    {
        foreach (string mount in Mounts.Names)
        {
            if (Mounts.Describe(mount, out var state) == ErrorCode.None && !state.IsReadOnly)
            {
                GoAtLast(mount);
            }
        }
    }

    // If a slow card keeps the service from answering, Init ends it, which costs an attempt; real failures repeat.
    private static void GoAtLast(string mount)
    {
        const int most = 3;
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                Go($"/{mount}/going{attempt}");
                return;
            }
            catch (IOException) when (attempt < most)
            {
            }
        }
    }

    private static void Go(string root)
    {
        string name = root + "/in/name";
        _ = Directory.CreateDirectory(root + "/in");
        File.WriteAllText(name, "first");
        Directory.Move(root, root + "-other");
        Check.That(!File.Exists(name) && File.Exists(root + "-other/in/name"));
        _ = Directory.CreateDirectory(root + "/in");
        Check.That(!File.Exists(name));
        Directory.Delete(root + "/in");
        Check.That(!File.Exists(name));

        // A file, then a directory of the same name.
        File.WriteAllText(root + "/in", "file");
        Check.That(!File.Exists(name));
        File.Delete(root + "/in");
        _ = Directory.CreateDirectory(root + "/in");
        File.WriteAllText(name, "second");
        Check.That(File.ReadAllText(name) == "second" && File.ReadAllText(root + "-other/in/name") == "first");
        Directory.Delete(root, recursive: true);

        // Another one gets its old resources before one of its name is made again.
        File.WriteAllText(root + "-file", "between");
        Check.That(!File.Exists(root + "/name"));
        _ = Directory.CreateDirectory(root);
        File.WriteAllText(root + "/name", "third");
        Check.That(File.ReadAllText(root + "/name") == "third" && Directory.GetFiles(root).Length == 1);
        Directory.Delete(root, recursive: true);
        File.Delete(root + "-file");
        Directory.Delete(root + "-other", recursive: true);
    }

    // As in memory, if the machine has a disk: synced data outlives the service.
    [Test]
    private static void OpenOnDisks()
    {
        int found = 0;
        foreach (string mount in new[] { "boot", "data" })
        {
            if (Mounts.Describe(mount, out _) == ErrorCode.None)
            {
                found++;
                CrashOnDisk(mount);
            }
        }

        if (found == 0)
        {
            Check.Skip(TestSkip.NoDisk);
        }
    }

    // As suite filecrash, which does it a thousand times.
    [Test]
    private static void CrashInFlight() => FileCrashTests.Fail(Service, Crashes, keepsAll: true);

    [Test]
    private static void CrashInFlightOnData() => FileCrashTests.RunOnDisk("data", Crashes);

    [Test]
    private static void CrashInFlightOnBoot() => FileCrashTests.RunOnDisk("boot", Crashes);

    [Test("ten_thousand_files")]
    private static void TenThousandFiles()
    {
        _ = Directory.CreateDirectory("/tmp/many");
        for (int i = 0; i < ManyFiles; i++)
        {
            new FileStream("/tmp/many/" + i, FileMode.CreateNew).Dispose();
        }

        // A slow host takes long for each part, and silence ends a run.
        Console.WriteLine($"  # files: {ManyFiles} made");
        Check.Equal(ManyFiles, (ulong)Directory.GetFiles("/tmp/many").Length);
        Check.That(File.Exists("/tmp/many/" + (ManyFiles - 1)) && !File.Exists("/tmp/many/" + ManyFiles));
        Directory.Delete("/tmp/many", recursive: true);
        Check.That(!Directory.Exists("/tmp/many"));
    }

    [Test]
    private static void Limits()
    {
        FileStream[] files = new FileStream[MostOpen];
        for (int i = 0; i < files.Length; i++)
        {
            files[i] = new FileStream("/tmp/" + i, FileMode.Create);
        }

        Check.Equal(MostOpen, OpenFiles());
        Check.That(Fails(() => new FileStream("/tmp/more", FileMode.Create).Dispose(), "Too many open files : '/tmp/more'"));
        foreach (FileStream file in files)
        {
            file.Dispose();
        }

        Check.Equal(0, OpenFiles());
        Check.Ok(Mounts.Describe(Service, out FileSystemState before));
        byte[] piece = new byte[64 * 1024];
        Check.That(Fails(
            () =>
            {
                using FileStream full = new("/tmp/full", FileMode.Create, FileAccess.Write, FileShare.Read, 1);
                for (int i = 0; i < 1000; i++)
                {
                    full.Write(piece);
                }
            },
            "No space left on device : '/tmp/full'"));
        File.Delete("/tmp/full");
        Check.Ok(Mounts.Describe(Service, out FileSystemState after));
        Check.Equal(before.FreeBytes, after.FreeBytes);
    }

    // Another process with open files is killed.
    [Test]
    private static void ClientEnds()
    {
        PeerClient peer = new(InitClient.PortOf("peer")) { TimeoutTicks = Own.Ticks(World.LongestMilliseconds) };
        for (int i = 0; i < Crashes && Check.ExitCode == 0; i++)
        {
            Check.Ok(peer.OpenFile("/tmp/of-peer"));
            Check.Equal(1, OpenFiles());
            Check.That(Fails(() => File.ReadAllText("/tmp/of-peer"), null));
            World.End("peer");
            ulong end = Own.Milliseconds + World.LongestMilliseconds;
            while (OpenFiles() != 0 && Own.Milliseconds < end)
            {
                Own.Sleep(1);
            }

            Check.Equal(0, OpenFiles());
            Check.Equal(0, (ulong)File.ReadAllText("/tmp/of-peer").Length);
            Check.Ok(InitClient.Command("peer", ServiceCommand.Start));
        }
    }

    // Errors name what is missing, or not this program's.
    [Test]
    private static void NoSuchPlace()
    {
        Check.That(Fails(
            () => File.ReadAllText("/calculator/x"),
            "Could not find a part of the path '/calculator/x': no file system is mounted at /calculator, or uses= does not name it."));
        Check.That(Fails(
            () => File.WriteAllText("/shell/x", ""),
            "Could not find a part of the path '/shell/x': no file system is mounted at /shell, or uses= does not name it."));
    }

    private static void CrashOnDisk(string mount)
    {
        byte[] model = new byte[100_000];
        Random random = new(3);
        int length = 0;
        using FileStream file = new($"/{mount}/open", FileMode.Create, FileAccess.ReadWrite, FileShare.Read, 1);
        int number = World.Find(mount);
        for (int i = 0; i < Crashes && Check.ExitCode == 0; i++)
        {
            length = Work(file, model, length, Steps / Crashes, random);
            file.Flush(flushToDisk: true);
            uint restarts = World.State(number).Restarts;
            Check.Ok(InitClient.Command(mount, ServiceCommand.Crash, i % 2 == 0 ? CrashKind.Null : CrashKind.Exception));
            Check.That(World.WaitForRestart(number, restarts));
        }

        _ = Work(file, model, length, Steps, random);
    }

    private static ulong OpenFiles()
    {
        Check.Ok(Mounts.Describe(Service, out FileSystemState state));
        return state.OpenFiles;
    }

    private static bool Fails(Action action, string? message)
    {
        try
        {
            action();
            return false;
        }
        catch (IOException error)
        {
            return message is null || error.Message == message;
        }
    }

    // Random writes, reads and lengths; returns the final length.
    private static int Work(FileStream file, byte[] model, int length, int steps, Random random)
    {
        byte[] bytes = new byte[5000];
        for (int i = 0; i < steps && Check.ExitCode == 0; i++)
        {
            int at = random.Next(length + 1);
            int count = random.Next(bytes.Length);
            file.Position = at;
            switch (random.Next(4))
            {
                case 0:
                    int cut = random.Next(length + 1);
                    file.SetLength(cut);
                    model.AsSpan(cut).Clear();
                    length = cut;
                    break;
                case 1 when at + count <= model.Length:
                    random.NextBytes(bytes);
                    file.Write(bytes, 0, count);
                    bytes.AsSpan(0, count).CopyTo(model.AsSpan(at));
                    length = Math.Max(length, at + count);
                    break;
                default:
                    int read = file.ReadAtLeast(bytes.AsSpan(0, count), count, throwOnEndOfStream: false);
                    Check.Equal((ulong)Math.Min(count, length - at), (ulong)read);
                    Check.That(bytes.AsSpan(0, read).SequenceEqual(model.AsSpan(at, read)));
                    break;
            }

            Check.Equal((ulong)length, (ulong)file.Length);
        }

        return length;
    }
}
