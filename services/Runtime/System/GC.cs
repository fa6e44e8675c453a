// The collector's public side. Finalizers do not run; there are no weak references.

using RustKernel.Runtime;

namespace System;

public static class GC
{
    public static void Collect() => Collector.CollectNow();

    public static long GetTotalMemory(bool forceFullCollection)
    {
        if (forceFullCollection)
        {
            Collector.CollectNow();
        }

        return (long)(Collector.Live + Heap.Young);
    }

    public static int CollectionCount(int generation) => (int)Collector.Count;

    public static void KeepAlive(object? obj)
    {
    }

    public static void SuppressFinalize(object obj)
    {
    }
}
