// Who lends a priority to whom, and the resulting priorities, recomputed from what each thread waits for.

using System.Collections.Generic;
using System.Numerics;
using RustKernel.Objects;
using Xunit;

namespace RustKernel.Kernel.Tests.Model;

internal static class DonationInvariants
{
    private const uint PortBit = 1u << 31;

    internal static void Check()
    {
        Dictionary<uint, (uint Count, uint Levels)> threads = [];
        Dictionary<uint, uint> last = [];
        Dictionary<uint, (uint Count, uint Levels)> ports = [];
        foreach (uint i in KernelInvariants.Used(ObjectKind.Thread))
        {
            CheckTarget(i);
            if (Next(i, out uint port) is uint server && port == 0)
            {
                Count(threads, server, KernelObjects.Thread(i).Priority);
                last[server] = i;
            }
            else if (port != 0)
            {
                Count(ports, port, KernelObjects.Thread(i).Priority);
            }
        }

        foreach (uint i in KernelInvariants.Used(ObjectKind.Port))
        {
            (uint count, uint levels) = ports.GetValueOrDefault(i);
            Assert.Equal(((ulong)count << 32) | levels, KernelObjects.Port(i).Donors);
            if (levels != 0 && ServerOf(i) is uint server)
            {
                Count(threads, server, BitOperations.Log2(levels));
                last[server] = i | PortBit;
            }
        }

        Dictionary<uint, byte> expected = Recompute();
        foreach (uint i in KernelInvariants.Used(ObjectKind.Thread))
        {
            (uint count, uint levels) = threads.GetValueOrDefault(i);
            ref Thread thread = ref KernelObjects.Thread(i);
            bool isOne = thread.Donors >> 32 == 0 && count == 1 && thread.Donors == last[i];
            Assert.True(
                isOne || (((ulong)count << 32) | levels) == thread.Donors,
                $"thread {i}: donors {thread.Donors:X}, found {count} with levels {levels:X}");

            // In a ring of callers a level may stay until one of them gives up; none of them can run.
            Assert.True(
                thread.Priority == expected[i] || (thread.Priority > expected[i] && IsInRing(i)),
                $"thread {i}, {thread.State}: priority {thread.Priority}, should be {expected[i]}");
        }
    }

    // What a thread lends to follows from what it waits for.
    private static void CheckTarget(uint slot)
    {
        ref Thread thread = ref KernelObjects.Thread(slot);
        bool isQueued = thread.State switch
        {
            ThreadState.AwaitingReply => thread.ServerProcess == 0,
            ThreadState.Sending => thread.IsCall,
            ThreadState.Faulted => thread.Notice.IsQueued,
            _ => false,
        };
        if (isQueued)
        {
            uint port = thread.State == ThreadState.Faulted ? thread.Notice.Port : thread.WaitPort;
            Assert.Equal(KernelObjects.Port(port).Header.Identity | PortBit, thread.DonatesTo);
        }
        else if (thread.State is ThreadState.AwaitingReply || (thread.State == ThreadState.Faulted && thread.ServerProcess != 0))
        {
            Assert.InRange((uint)thread.DonatesTo, 1u, PortBit - 1);
            Assert.True(
                Next(slot, out _) is not uint server || KernelObjects.Thread(server).Process == thread.ServerProcess,
                $"thread {slot} lends to a thread of another process");
        }
        else
        {
            Assert.True(thread.DonatesTo == 0, $"thread {slot}, {thread.State}, lends its priority");
        }
    }

    // The lowest correct priorities: from their own upwards, until nothing changes.
    private static Dictionary<uint, byte> Recompute()
    {
        Dictionary<uint, byte> levels = [];
        foreach (uint i in KernelInvariants.Used(ObjectKind.Thread))
        {
            levels[i] = KernelObjects.Thread(i).BasePriority;
        }

        for (bool isChanged = true; isChanged;)
        {
            isChanged = false;
            foreach ((uint slot, byte level) in new Dictionary<uint, byte>(levels))
            {
                if (Next(slot, out _) is uint server && levels[server] < level)
                {
                    levels[server] = level;
                    isChanged = true;
                }
            }
        }

        return levels;
    }

    // The thread that a thread's priority reaches, directly or through the port where it waits.
    private static uint? Next(uint slot, out uint port)
    {
        ref Thread thread = ref KernelObjects.Thread(slot);
        port = (thread.DonatesTo & PortBit) != 0 ? (uint)thread.DonatesTo & ~PortBit : 0;
        return port != 0 ? ServerOf(port) : Alive(thread.DonatesTo);
    }

    private static uint? ServerOf(uint port) => Alive(KernelObjects.Port(port).Server);

    private static uint? Alive(ulong identity) =>
        identity != 0
            && KernelObjects.Thread((uint)identity).Header.References != 0
            && KernelObjects.Thread((uint)identity).Header.Identity == identity
            ? (uint)identity
            : null;

    private static bool IsInRing(uint slot)
    {
        uint? at = Next(slot, out _);
        for (uint steps = 0; at is uint here && steps < KernelObjects.ThreadLimit; steps++)
        {
            if (here == slot)
            {
                return true;
            }

            at = Next(here, out _);
        }

        return false;
    }

    private static void Count(Dictionary<uint, (uint Count, uint Levels)> counts, uint slot, int level)
    {
        (uint count, uint levels) = counts.GetValueOrDefault(slot);
        counts[slot] = (count + 1, levels | (1u << level));
    }
}
