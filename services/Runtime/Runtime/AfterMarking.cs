// Work between marking and sweeping, in programs that need it: weak references lose their targets, and unreachable objects with finalizers
// are kept once more. In .NET's order: weak references that do not track resurrection, then finalizers, then the rest.

namespace RustKernel.Runtime;

internal static unsafe class AfterMarking
{
    // SAFETY: called by the collector while all other threads are stopped.
    private static delegate*<bool, void> s_weak;
    private static delegate*<bool, void> s_finalizers;

    internal static void AddWeak(delegate*<bool, void> step)
    {
        s_weak = step;
        Collector.AfterMark = &Run;
    }

    internal static void AddFinalizers(delegate*<bool, void> step)
    {
        s_finalizers = step;
        Collector.AfterMark = &Run;
    }

    private static void Run()
    {
        Run(false);
        Collector.FinishMarking();
        Run(true);
    }

    private static void Run(bool isLast)
    {
        if (s_weak != null)
        {
            s_weak(isLast);
        }

        if (s_finalizers != null)
        {
            s_finalizers(isLast);
        }
    }
}
