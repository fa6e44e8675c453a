// The collector's public side.

using System.Runtime.CompilerServices;
using RustKernel.Runtime;

namespace System;

public static unsafe class GC
{
    // SAFETY: set once, before Main, in programs with finalizers.
    private static delegate*<void> s_runFinalizers;
    private static delegate*<object, bool, void> s_suppress;

    public static int MaxGeneration => 0;

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

    // A call that the compiler must make: until then a register or the stack keeps the object.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void KeepAlive(object? obj)
    {
    }

    public static void Collect(int generation) => Collect();

    public static int GetGeneration(object obj) => 0;

    public static void WaitForPendingFinalizers()
    {
        if (s_runFinalizers != null)
        {
            s_runFinalizers();
        }
    }

    public static void SuppressFinalize(object obj)
    {
        ArgumentNullException.ThrowIfNull(obj);
        if (s_suppress != null)
        {
            s_suppress(obj, true);
        }
    }

    public static void ReRegisterForFinalize(object obj)
    {
        ArgumentNullException.ThrowIfNull(obj);
        if (s_suppress != null)
        {
            s_suppress(obj, false);
        }
    }

    internal static void SetFinalization(delegate*<void> run, delegate*<object, bool, void> suppress)
    {
        s_runFinalizers = run;
        s_suppress = suppress;
    }
}
