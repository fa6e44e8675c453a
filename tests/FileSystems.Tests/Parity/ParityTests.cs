// The same random operations of System.IO under .NET in a folder of the host, and through the target's library, client and service on each
// of its file systems: all results and exceptions must be the same.

extern alias target;

using System;
using System.Collections.Generic;
using System.IO;
using RustKernel.FileSystems.Tests.Data;
using RustKernel.FileSystems.Tests.Fat32;
using RustKernel.FileSystems.Tests.Serving;
using RustKernel.Services.FileSystems;
using RustKernel.Services.FileSystems.Blocks;
using RustKernel.Services.FileSystems.Data;
using RustKernel.Services.FileSystems.Fat32;
using RustKernel.Services.FileSystems.Memory;
using RustKernel.Services.Tester;
using target::RustKernel.TargetFiles;
using Xunit;
using Xunit.Abstractions;

namespace RustKernel.FileSystems.Tests.Parity;

[Collection(TargetFilesCollection.Name)]
public sealed class ParityTests(ITestOutputHelper output) : IDisposable
{
    private const int Turn = 61;
    private const int RestartAt = 7;
    private const int RestartAgainAt = 13;
    private const int AskAt = 31;
    private const int MostShown = 20;
    private const int ArenaBytes = 18 << 20;
    private const int MostNodes = 16_384;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rk-parity-");

    public void Dispose() => _folder.Delete(true);

    [Theory]
    [InlineData("boot", 1)]
    [InlineData("data", 2)]
    [InlineData("tmp", 3)]
    public void The_same_as_NET_for_thousands_of_steps(string mount, ulong seed) => Compare(mount, seed, 20_000);

    // Ten million in all.
    [Theory]
    [Trait("Run", "soak")]
    [InlineData("boot")]
    [InlineData("data")]
    [InlineData("tmp")]
    public void The_same_as_NET_for_millions_of_steps(string mount)
    {
        for (ulong seed = 1; seed <= 34; seed++)
        {
            Compare(mount, seed * 1000, 100_000);
        }
    }

    private void Compare(string mount, ulong seed, int count)
    {
        string root = Path.Combine(_folder.FullName, $"{mount}-{seed}");
        FileSteps known = new(root, seed);
        MemoryStore store = Format(mount);
        ArrayArena arena = new(mount == "tmp" ? ArenaBytes : 0);
        TargetWork work = new(mount, () => Mount(mount, store, arena), seed);
        List<string> differences = [];
        known.Begin();
        work.Begin();
        for (int i = 0; i < count; i++)
        {
            string expected = known.Next();
            string found = work.Next();
            if (expected != found && !differences.Exists(one => one.EndsWith(found, StringComparison.Ordinal)))
            {
                differences.Add($"step {i}:\n  .NET:   {expected}\n  target: {found}");
            }

            if (differences.Count > MostShown)
            {
                break;
            }

            switch (i % Turn)
            {
                case 0:
                    known.CloseAll();
                    work.CloseAll();
                    break;
                case AskAt:
                    work.Ask();
                    break;
                case RestartAt or RestartAgainAt:
                    work.Restart();
                    break;
            }
        }

        Assert.True(differences.Count == 0, $"/{mount}, seed {seed}: {string.Join('\n', differences)}");
        known.End();
        work.End();
        Assert.Equal(ErrorCode.None, work.Files.Sync(0));
        Judge(mount, store);
        output.WriteLine($"/{mount}, seed {seed}: {count} steps, {known.Failed} ended with an exception, {work.Restarts} restarts");
        Assert.InRange(known.Failed, count / 10, count / 2);
        Assert.InRange(work.Restarts, count / 2000, count);
    }

    private static MemoryStore Format(string mount) => mount switch
    {
        "boot" => FatImage.Format(16 << 20, "-F", "32", "-s", "1"),
        "data" => new DataUnderTest(sectors: 64 * 1024).Format(),
        _ => new MemoryStore(1),
    };

    private static FileSystem Mount(string mount, MemoryStore store, Arena arena) => mount switch
    {
        "boot" => Fat32FileSystem.Mount(store),
        "data" => DataFileSystem.Mount(store),
        _ => new MemoryFileSystem(arena, MostNodes),
    };

    private static void Judge(string mount, MemoryStore store)
    {
        if (mount == "boot")
        {
            Assert.Null(FatImage.Check(store));
        }
        else if (mount == "data")
        {
            Assert.Empty(DataFileSystem.Mount(store).Check().Problems);
        }
    }
}
