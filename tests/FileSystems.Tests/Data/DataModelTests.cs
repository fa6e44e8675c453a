// Random operations against the model, with mounts between.

using System;
using System.Collections.Generic;
using System.Linq;
using RustKernel.FileSystems.Tests.Crash;
using RustKernel.Services.FileSystems.Blocks;
using RustKernel.Services.FileSystems.Data;
using Xunit;
using Xunit.Abstractions;

namespace RustKernel.FileSystems.Tests.Data;

public sealed class DataModelTests(ITestOutputHelper output)
{
    private const int FirstSeed = 100;
    private const int SoakRuns = 100;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(FirstSeed, SoakRuns)];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Random_operations_do_what_the_model_says(int seed) => Run(seed, 10_000, 1_000);

    // Ten million in all; each part also runs by its seed.
    [Theory]
    [Trait("Run", "soak")]
    [MemberData(nameof(Seeds))]
    public void A_hundred_thousand_random_operations_do_what_the_model_says(int seed) => Run(seed, 100_000, 10_000);

    // A volume of 1.5 MiB is full most of the time. A refused operation changes nothing, and deleting always works.
    [Fact]
    public void A_full_volume_refuses_and_loses_nothing()
    {
        Random random = new(7);
        MemoryStore store = new DataUnderTest(sectors: 3 * 1024).Format();
        Model model = new();
        DataVolumeUnderTest volume = new(DataFileSystem.Mount(store));
        int refused = 0;
        for (int done = 0; done < 4_000; done++)
        {
            Operation operation = Draw(random);
            Dictionary<string, Model.Entry> before = model.Snapshot();
            if (model.Apply(operation) && !TryDo(operation, volume))
            {
                Assert.False(
                    operation.Kind is OperationKind.Unlink or OperationKind.RemoveDirectory or OperationKind.Rename,
                    $"{operation} was refused");
                refused++;
                model.Restore(before);
            }

            if (done % 400 == 0)
            {
                volume.Sync();
                Assert.Empty(volume.Files.Check().Problems);
                volume = new(DataFileSystem.Mount(store));
                Compare(volume, model, $"{done} operations");
            }
        }

        output.WriteLine($"{refused} operations were refused");
        Assert.InRange(refused, 200, 3_000);
    }

    private static bool TryDo(Operation operation, DataVolumeUnderTest volume)
    {
        try
        {
            operation.Do(volume);
            return true;
        }
        catch (Xunit.Sdk.TrueException e) when (e.Message.StartsWith("NoSpace", StringComparison.Ordinal))
        {
            return false;
        }
    }

    private void Run(int seed, int count, int mountEvery)
    {
        Random random = new(seed);
        MemoryStore store = new DataUnderTest(sectors: 192 * 1024).Format();
        Model model = new();
        DataVolumeUnderTest volume = new(DataFileSystem.Mount(store));
        int done = 0;
        while (done < count)
        {
            Operation operation = Draw(random);
            if (!model.Apply(operation))
            {
                continue;
            }

            operation.Do(volume);
            done++;
            if (done % mountEvery == 0)
            {
                volume.Sync();
                VolumeReport report = volume.Files.Check();
                Assert.True(report.Problems.Count == 0, $"seed {seed}, {done} operations: {string.Join('\n', report.Problems.Take(5))}");
                volume = new(DataFileSystem.Mount(store));
                Compare(volume, model, $"seed {seed}, {done} operations");
            }
        }

        output.WriteLine($"seed {seed}: {done} operations, {model.Entries.Count} names, {volume.Files.FreeBytes / 1024} KiB free");
    }

    private static void Compare(DataVolumeUnderTest volume, Model model, string where)
    {
        Dictionary<string, byte[]?> tree = volume.ReadTree();
        Assert.True(
            tree.Keys.Order(StringComparer.Ordinal).SequenceEqual(model.Entries.Keys.Order(StringComparer.Ordinal)),
            where + ": names differ");
        foreach ((string path, byte[]? contents) in tree)
        {
            Assert.True(contents is null == model.Entries[path].Contents is null, $"{where}: {path} is of another kind");
            Assert.True(contents is null || contents.AsSpan().SequenceEqual(model.Entries[path].Contents), $"{where}: {path} differs");
        }
    }

    // More names than a node holds, files of up to 100 KiB.
    private static Operation Draw(Random random)
    {
        string Directory() => "d" + random.Next(8);
        string Name() => (random.Next(3) == 0 ? "" : Directory() + "/") + "f" + random.Next(60);
        return random.Next(24) switch
        {
            < 6 => new(OperationKind.Create, Name()),
            < 7 => new(OperationKind.MakeDirectory, Directory()),
            < 11 => new(OperationKind.Write, Name(), Offset: random.Next(60_000), Length: random.Next(1, 20_000), Seed: random.Next()),
            < 14 => new(OperationKind.Append, Name(), Length: random.Next(1, random.Next(2) == 0 ? 300 : 100_000), Seed: random.Next()),
            < 16 => new(OperationKind.Truncate, Name(), Offset: random.Next(50_000)),
            < 18 => new(OperationKind.Rename, Name(), Name()),
            < 19 => new(OperationKind.Rename, Directory(), Directory()),
            < 22 => new(OperationKind.Unlink, Name()),
            < 23 => new(OperationKind.RemoveDirectory, Directory()),
            _ => new(random.Next(10) == 0 ? OperationKind.Sync : OperationKind.SyncFile, Name()),
        };
    }
}
