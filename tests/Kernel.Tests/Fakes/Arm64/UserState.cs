// EL0 of the simulated machine: nothing runs there; a test reads the contexts instead.

using System.Runtime.CompilerServices;

namespace RustKernel.Arm64;

internal static unsafe class UserState
{
    /// <summary>How often a context was stored.</summary>
    internal static int Stores { get; private set; }

    internal static int Loads { get; private set; }

    internal static ulong Ttbr0 { get; private set; }

    internal static void Run(ulong contextAddress) => _ = contextAddress;

    // SAFETY: contexts lie in native memory (FakeRam).
    internal static ulong AddressOf(ref UserContext context) => (ulong)Unsafe.AsPointer(ref context);

    internal static void Store(ref CpuBlock cpu, ref UserContext context) => Stores++;

    internal static ulong Switch(ref CpuBlock cpu, ref UserContext from, ref UserContext to, ulong ttbr0)
    {
        Store(ref cpu, ref from);
        return Load(ref to, ttbr0);
    }

    internal static ulong Load(ref UserContext context, ulong ttbr0)
    {
        Loads++;
        Ttbr0 = ttbr0 == 0 ? Ttbr0 : ttbr0;
        return AddressOf(ref context);
    }

    internal static void LeaveAddressSpace() => Ttbr0 = 0;

    /// <summary>CPUs that have set what threads may read, bit n for CPU n; and the last one's setting.</summary>
    internal static uint CpusWithCounters { get; set; }

    internal static ulong EventCounters { get; private set; }

    internal static void AllowCounters(ulong eventCounters)
    {
        CpusWithCounters |= 1u << PerCpu.Own;
        EventCounters = eventCounters;
    }

    /// <summary>Frames published as code, by virtual address.</summary>
    internal static System.Collections.Generic.HashSet<ulong> Published { get; } = [];

    internal static void PublishCode(ulong address, ulong sizeBytes)
    {
        Kernel.Tests.Fakes.Work.Memory += sizeBytes / Kernel.Tests.Fakes.Work.LineBytes;
        for (ulong at = 0; at < sizeBytes; at += 4096)
        {
            _ = Published.Add(address + at);
        }
    }
}
