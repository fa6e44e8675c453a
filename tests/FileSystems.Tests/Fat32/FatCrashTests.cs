// Cuts of the power, at every point.

using System.Collections.Generic;
using System.Linq;
using RustKernel.FileSystems.Tests.Crash;
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

    // The order of writes is what keeps the volume right for those who do not know the log: without the flushes between, it is not.
    [Fact]
    public void Without_the_order_of_writes_fsck_finds_damage()
    {
        XunitException found = Assert.ThrowsAny<XunitException>(() => Enumerated(every: 97, atMost: 0, withoutOrder: true));
        Assert.Contains("fsck.vfat before the mount", found.Message, System.StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Run", "soak")]
    public void All_workloads_of_three_operations()
    {
        (_, int states) = Enumerated(every: 5, atMost: 20);
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

    private (int Workloads, int States) Enumerated(int every, int atMost, bool withoutOrder = false)
    {
        TestedFat32 tested = TestedFat32.Of(2, withoutOrder);
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
