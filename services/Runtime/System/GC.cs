// The collector's public side. Finalizers do not run; there are no weak references.

using System.Runtime.CompilerServices;
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

    // A call that the compiler must make: until then the object is in a register or on the stack.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void KeepAlive(object? obj)
    {
    }

    public static void SuppressFinalize(object obj)
    {
    }
}
