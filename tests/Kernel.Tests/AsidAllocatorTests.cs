// Numbers for address spaces, so few that they run out all the time.

using System;
using RustKernel.Spaces;
using Xunit;

namespace RustKernel.Kernel.Tests;

public class AsidAllocatorTests
{
    private const int Cpus = 3;
    private const int Spaces = 12;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void No_two_address_spaces_ever_share_a_number_that_the_TLB_may_hold(int seed)
    {
        Random random = new(seed);
        AsidAllocator allocator = default;
        allocator.InitializeWith(5);
        ulong[] tags = new ulong[Spaces];
        int[] running = [-1, -1, -1];

        // The address space whose entries the TLB may hold, by ASID.
        int[] holder = new int[6];
        Array.Fill(holder, -1);
        for (int step = 0; step < 20_000; step++)
        {
            int cpu = random.Next(Cpus);
            int space = random.Next(Spaces);
            if (!allocator.IsCurrent(tags[space]))
            {
                running[cpu] = -1;
                tags[space] = Take(ref allocator, tags, running, holder);
            }

            int asid = (ushort)tags[space];
            Assert.InRange(asid, 1, 5);
            Assert.True(
                holder[asid] == -1 || holder[asid] == space,
                $"step {step}: ASID {asid} is address space {holder[asid]}'s and {space}'s");
            holder[asid] = space;
            running[cpu] = space;
        }

        Assert.True(allocator.Generation > 100);
    }

    private static ulong Take(ref AsidAllocator allocator, ulong[] tags, int[] running, int[] holder)
    {
        ulong tag = allocator.Take(out bool isNewGeneration);
        if (!isNewGeneration)
        {
            return tag;
        }

        Array.Fill(holder, -1);
        for (int cpu = 0; cpu < Cpus; cpu++)
        {
            if (running[cpu] >= 0)
            {
                tags[running[cpu]] = allocator.Keep(cpu, tags[running[cpu]]);
                holder[(ushort)tags[running[cpu]]] = running[cpu];
            }
        }

        return allocator.Take(out _);
    }
}
