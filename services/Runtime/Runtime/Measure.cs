// The runtime's view for its tests and benchmarks.

namespace RustKernel.Runtime;

/// <summary>Counters and switches for tests.</summary>
public static class Measure
{
    /// <summary>Instructions executed, if the kernel lets programs count them (tests and benchmarks).</summary>
    public static ulong Instructions() => Native.ReadInstructions() & 0xFFFFFFFF;

    /// <summary>Collects at every allocation and poisons freed memory.</summary>
    public static void CollectAlways(bool isOn) => Heap.SetStress(isOn ? 1u : 0, 0);

    /// <summary>
    /// The same at one of <paramref name="interval"/> allocations on average, chosen by <paramref name="seed"/>; 0: no more.
    /// </summary>
    public static void CollectOften(uint interval, uint seed) => Heap.SetStress(interval, seed);
}
