// Power cuts at every point of enumerated and random workloads.

using System;
using System.Linq;
using RustKernel.FileSystems.Tests.Crash;
using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace RustKernel.FileSystems.Tests.Data;

public sealed class DataCrashTests(ITestOutputHelper output)
{
    [Fact]
    public void A_cut_leaves_the_last_commit_or_the_next()
    {
        CrashRun run = new(new DataUnderTest()) { AtMost = 40 };
        Enumerated(run, 2, 12);
        for (int seed = 1; seed <= 8; seed++)
        {
            run.Check(Workloads.Setup, Workloads.Random(seed, 60), seed);
        }

        output.WriteLine($"{run.Judged} disks after a power cut");
        Assert.True(run.Judged >= 500, $"only {run.Judged} states were judged");
    }

    [Fact]
    [Trait("Run", "soak")]
    public void A_cut_leaves_the_last_commit_or_the_next_in_every_workload_of_three_operations()
    {
        CrashRun run = new(new DataUnderTest());
        Enumerated(run, 2, 1);
        Enumerated(run, 3, 37);
        for (int seed = 1000; seed < 1200; seed++)
        {
            run.Check(Workloads.Setup, Workloads.Random(seed, 100), seed);
        }

        output.WriteLine($"{run.Judged} disks after a power cut");
        Assert.True(run.Judged >= 10_000, $"only {run.Judged} states were judged");
    }

    [Theory]
    [InlineData(nameof(DataFault.NoFlushBeforeSuperblock))]
    [InlineData(nameof(DataFault.NoFlushAfterSuperblock))]
    [InlineData(nameof(DataFault.NoFlush))]
    public void A_broken_rule_of_order_is_found(string fault)
    {
        CrashRun run = new(new DataUnderTest(Enum.Parse<DataFault>(fault)));
        XunitException found = Assert.ThrowsAny<XunitException>(() => Enumerated(run, 2, 40));
        output.WriteLine(found.Message);
    }

    private static void Enumerated(CrashRun run, int longest, int step)
    {
        foreach ((Operation[] operations, int i) in Workloads.Enumerate(longest).Select((workload, i) => (workload, i)))
        {
            if (i % step == 0)
            {
                run.Check(Workloads.Setup, operations, i);
            }
        }
    }
}
