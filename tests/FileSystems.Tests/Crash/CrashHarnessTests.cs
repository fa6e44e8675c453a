// Tests the harness itself: it accepts what is right and finds what is broken.

using System;
using System.Collections.Generic;
using System.Linq;
using RustKernel.Services.FileSystems.Blocks;
using Xunit;
using Xunit.Sdk;

namespace RustKernel.FileSystems.Tests.Crash;

public sealed class CrashHarnessTests
{
    [Fact]
    public void A_file_system_that_keeps_its_promise_is_accepted()
    {
        CrashRun run = new(new ToyFileSystem(ToyFault.None)) { AtMost = 200 };
        Work(run);
        Assert.InRange(run.Judged, 300, 5000);
    }

    [Theory]
    [InlineData(nameof(ToyFault.NoFlushBeforeHeader))]
    [InlineData(nameof(ToyFault.NoFlushAfterHeader))]
    [InlineData(nameof(ToyFault.OnePlace))]
    [InlineData(nameof(ToyFault.TornHeader))]
    public void One_that_breaks_a_rule_is_found(string fault)
    {
        CrashRun run = new(new ToyFileSystem(Enum.Parse<ToyFault>(fault)));
        XunitException found = Assert.ThrowsAny<XunitException>(() => Work(run));
        Assert.Contains("in the state: log up to entry", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_subset_of_few_writes_is_made_once_and_every_write_is_torn()
    {
        MemoryStore store = new(64);
        byte[] block = new byte[4096];
        block.AsSpan().Fill(1);
        LogEntry[] log = [new(0, block), new(8, block), new(16, block), LogEntry.Flush, new(24, block)];
        List<string> whole = [];
        List<int> torn = [];
        foreach (CrashState state in new CrashStates(store, log, new Random(1)).All())
        {
            if (state.What.Contains("torn", StringComparison.Ordinal))
            {
                torn.Add(state.Position);
            }
            else
            {
                whole.Add(string.Concat(Enumerable.Range(0, 4).Select(i => state.Store.ToArray()[(3 - i) * 4096])));
            }
        }

        Assert.Equal(["0000", "0001", "0010", "0011", "0100", "0101", "0110", "0111", "0111", "1111"], whole.Order(StringComparer.Ordinal));
        Assert.Equal([1, 1, 2, 2, 3, 3, 5, 5], torn);
    }

    [Fact]
    public void Many_writes_are_dropped_one_by_one_and_in_random_parts()
    {
        MemoryStore store = new(1024);
        LogEntry[] log = [.. Enumerable.Range(0, 20).Select(i => new LogEntry((ulong)i, new byte[512]))];
        CrashState[] states = [.. new CrashStates(store, log, new Random(1)) { RandomSubsets = 10 }.All()];
        Assert.InRange(states.Length, 20 + 1 + 18 + 19, 20 + 1 + 20 + 20 + 10);
        Assert.Contains(states, state => state.What.EndsWith("without [sectors 7+1]", StringComparison.Ordinal) && state.Position == 20);
    }

    [Fact]
    public void Workloads_are_many_and_small()
    {
        Assert.InRange(Workloads.Enumerate(1).Count(), 15, 40);
        Assert.InRange(Workloads.Enumerate(2).Count(), 300, 1500);
        Assert.Equal(40, Workloads.Random(1, 40).Length);
        Assert.NotEqual(Workloads.Random(1, 40), Workloads.Random(2, 40));
        Assert.Equal(Workloads.Random(1, 40), Workloads.Random(1, 40));
    }

    private static void Work(CrashRun run)
    {
        foreach ((Operation[] operations, int i) in Workloads
            .Enumerate(2)
            .Select((workload, i) => (workload, i))
            .Where(pair => pair.i % 60 == 0))
        {
            run.Check(Workloads.Setup, operations, i);
        }
    }
}
