// Power cuts at every point.

using System;
using System.Collections.Generic;
using System.Linq;
using RustKernel.FileSystems.Tests.Crash;
using RustKernel.Services.FileSystems;
using RustKernel.Services.FileSystems.Blocks;
using RustKernel.Services.FileSystems.Fat32;
using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace RustKernel.FileSystems.Tests.Fat32;

public sealed class FatCrashTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 2)]
    [InlineData(8, 3)]
    public void Random_operations(int sectorsInCluster, int seed)
    {
        TestedFat32 tested = TestedFat32.Of(sectorsInCluster);
        CrashRun run = new(tested) { AtMost = 80 };
        run.Check(Workloads.Setup, Workloads.Random(seed, 30), seed);
        Say(run, tested, 1);
        Assert.InRange(run.Judged, 40, 80);
    }

    [Fact]
    public void Up_to_three_operations()
    {
        (int workloads, int states) = Enumerated(every: 101, atMost: 5);
        Assert.InRange(states, 200, 1000);
        Assert.InRange(workloads, 40, 1000);
    }

    // A chain that is freed, cut and extended in several parts, because its links do not fit one log.
    [Fact]
    public void A_file_larger_than_a_log()
    {
        const int Length = 13_000_000;
        TestedFat32 tested = TestedFat32.Of(1, megabytes: 16);
        CrashRun run = new(tested) { AtMost = 16 };
        Operation[] setup = [new(OperationKind.Create, "large"), new(OperationKind.Append, "large", Length: Length, Seed: 1)];
        run.Check(setup, [new(OperationKind.Truncate, "large", Offset: 1000), new(OperationKind.Sync, "")], 1);
        run.Check(setup, [new(OperationKind.Unlink, "large"), new(OperationKind.Sync, "")], 2);
        Say(run, tested, 2);
        Assert.InRange(run.Judged, 16, 32);
    }

    // The name's parts do not change while its entry points elsewhere: in between, they may not stand alone.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_long_name_that_is_made_again_at_its_place(bool isDirectory)
    {
        const string Name = "A-longer-name.data";
        const string Other = "sub/other";
        OperationKind make = isDirectory ? OperationKind.MakeDirectory : OperationKind.Create;
        Operation[] setup =
        [
            new(OperationKind.MakeDirectory, "sub"),
            new(make, Name),
            .. isDirectory ? [] : Appended(Name, 1),
            new(OperationKind.Sync, ""),
        ];
        TestedFat32 tested = TestedFat32.Of(1);
        CrashRun run = new(tested) { AtMost = 200 };
        run.Check(
            setup,
            [
                new(OperationKind.Rename, Name, Other),
                new(make, Name),
                .. isDirectory ? [] : Appended(Name, 2),
                new(OperationKind.Sync, ""),
            ],
            1);
        Say(run, tested, 1);

        static Operation[] Appended(string name, int seed) => [new(OperationKind.Append, name, Length: 2000, Seed: seed)];
    }

    [Fact]
    public void A_log_shows_its_changes_on_a_disk_that_cannot_be_written()
    {
        MemoryStore store = TestedFat32.Of(1).Format();
        Fat32Volume volume = Fat32Volume.Mount(store);
        FatNode node = volume.Create("synced");
        volume.Write(node, 0, new byte[3000]);
        volume.SyncFile(node);
        MemoryStore before = store.Copy();
        Fat32Volume again = Fat32Volume.Mount(before, new Fat32Options { ReadOnly = true });
        Assert.Equal(3000, FatTestVolume.Contents(again, "synced").Length);
        Assert.Throws<FileSystemException>(() => again.Unlink("synced"));
        again.Sync();
        byte[] one = new byte[512];
        byte[] other = new byte[512];
        for (ulong sector = 0; sector < store.SectorCount; sector++)
        {
            _ = store.Read(sector, one);
            _ = before.Read(sector, other);
            Assert.True(one.AsSpan().SequenceEqual(other), $"sector {sector} was written");
        }
    }

    // Each rule of writing is needed: without it some cut does harm.
    [Theory]
    [InlineData(nameof(BrokenRule.Order), "fsck.vfat before the mount")]
    [InlineData(nameof(BrokenRule.ContentsFirst), "in the state")]
    [InlineData(nameof(BrokenRule.LogFirst), "in the state")]
    [InlineData(nameof(BrokenRule.Replay), "in the state")]
    [InlineData(nameof(BrokenRule.FreeLast), "in the state")]
    public void A_broken_rule_is_found(string rule, string words)
    {
        XunitException found = Assert.ThrowsAny<XunitException>(() => Enumerated(every: 97, atMost: 30, Enum.Parse<BrokenRule>(rule)));
        output.WriteLine(found.Message[..Math.Min(600, found.Message.Length)]);
        Assert.Contains(words, found.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Run", "soak")]
    public void All_workloads_of_three_operations()
    {
        (_, int states) = Enumerated(every: 11, atMost: 20);
        for (int seed = 100; seed < 160; seed++)
        {
            TestedFat32 tested = TestedFat32.Of(1 << (seed % 6));
            CrashRun run = new(tested) { AtMost = 250 };
            run.Check(Workloads.Setup, Workloads.Random(seed, 60), seed);
            states += run.Judged;
        }

        output.WriteLine($"{states} states in all");
        Assert.InRange(states, 10_000, int.MaxValue);
    }

    private (int Workloads, int States) Enumerated(int every, int atMost, BrokenRule broken = BrokenRule.None)
    {
        TestedFat32 tested = TestedFat32.Of(2, broken);
        CrashRun run = new(tested) { AtMost = atMost };
        int number = 0;
        IEnumerable<Operation[]> workloads = Workloads.Enumerate(3).Where((_, i) => i % every == 0);
        foreach (Operation[] operations in workloads)
        {
            run.Check(Workloads.Setup, operations, number++);
        }

        Say(run, tested, number);
        return (number, run.Judged);
    }

    private void Say(CrashRun run, TestedFat32 tested, int workloads)
        => output.WriteLine($"{workloads} workloads, {run.Judged} states, fsck.vfat asked {tested.Checks} times");
}
