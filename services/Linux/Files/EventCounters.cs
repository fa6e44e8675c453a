using System.Runtime.CompilerServices;
using RustKernel.Linux.Addresses;

namespace RustKernel.Linux.Files;

/// <summary>eventfd: counters that threads wait for. Under the lock of waiting. [man 2 eventfd]</summary>
internal static class EventCounters
{
    private const int Most = 32;
    private const ulong MostCount = ulong.MaxValue - 1;
    private const ulong IsSemaphore = 1;
    private static CounterTable s_counters;

    private struct Counter
    {
        internal int Users;
        internal bool CountsDown;
        internal ulong Count;
    }

    [InlineArray(Most)]
    private struct CounterTable
    {
        private Counter _first;
    }

    /// <summary>eventfd2.</summary>
    internal static long Create(ulong count, ulong flags)
    {
        Pipes.Lock.Enter();
        int index = 0;
        while (index < Most && s_counters[index].Users != 0)
        {
            index++;
        }

        if (index < Most)
        {
            s_counters[index] = new Counter { Users = 1, Count = (uint)count, CountsDown = (flags & IsSemaphore) != 0 };
        }

        Pipes.Lock.Leave();
        return index < Most ? FileCalls.AddCounter(index, flags) : Errno.TooManyFiles;
    }

    /// <summary>Adds or removes a descriptor.</summary>
    internal static void Count(int index, int difference)
    {
        Pipes.Lock.Enter();
        s_counters[index].Users += difference;
        Pipes.Lock.Leave();
    }

    /// <summary>read: the count, or 1 of it; EAGAIN.</summary>
    internal static long Read(ref LinuxThread self, int index, ulong address, ulong bytes, bool waits)
    {
        if (bytes < 8)
        {
            return Errno.Invalid;
        }

        Pipes.Lock.Enter();
        ref Counter counter = ref s_counters[index];
        long result = 8;
        while (counter.Count == 0 && result == 8)
        {
            result = waits ? AwaitChange(ref self) : Errno.TryAgain;
        }

        if (result == 8)
        {
            ulong taken = counter.CountsDown ? 1 : counter.Count;
            result = UserMemory.TryWrite(address, taken) ? 8 : Errno.BadAddress;
            counter.Count -= result == 8 ? taken : 0;
            Pipes.Wake();
        }

        Pipes.Lock.Leave();
        return result;
    }

    /// <summary>write: adds to the count; EAGAIN: there is no room for it.</summary>
    internal static long Write(ref LinuxThread self, int index, ulong address, ulong bytes, bool waits)
    {
        if (bytes < 8 || !UserMemory.TryRead(address, out ulong added) || added > MostCount)
        {
            return bytes >= 8 && !UserMemory.TryRead(address, out ulong _) ? Errno.BadAddress : Errno.Invalid;
        }

        Pipes.Lock.Enter();
        ref Counter counter = ref s_counters[index];
        long result = 8;
        while (counter.Count > MostCount - added && result == 8)
        {
            result = waits ? AwaitChange(ref self) : Errno.TryAgain;
        }

        counter.Count += result == 8 ? added : 0;
        Pipes.Wake();
        Pipes.Lock.Leave();
        return result;
    }

    /// <summary>Readiness as in poll.</summary>
    internal static uint Readiness(int index) =>
        (s_counters[index].Count != 0 ? Poll.In : 0) | (s_counters[index].Count < MostCount ? Poll.Out : 0);

    private static long AwaitChange(ref LinuxThread self)
    {
        _ = Pipes.Wait(ref self, Deadline.Never);
        return self.Deliverable != 0 ? Errno.Restart : 8;
    }
}
