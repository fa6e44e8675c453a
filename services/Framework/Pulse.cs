using RustKernel.User;

namespace RustKernel.Services;

/// <summary>
/// A watched service's sign of life to Init: <see cref="Service.Run"/> sends it when Init asks, <see cref="Beat"/> during work that keeps
/// the loop from answering.
/// </summary>
public static class Pulse
{
    // Half of the shortest watch that a manifest may set.
    private const ulong RestMilliseconds = 20;
    private static ulong s_nextCounter;

    /// <summary>
    /// Call at each step of work that may take longer than the service's watch; an endless loop reaches no such step. Costs at most one
    /// system call every 20 ms.
    /// </summary>
    public static void Beat()
    {
        ulong now = Kernel.ReadCounter();
        if (now >= s_nextCounter)
        {
            s_nextCounter = now + Own.Ticks(RestMilliseconds);
            Say();
        }
    }

    /// <summary>Answers Init's question.</summary>
    internal static void Say() => _ = Kernel.Notify(Own.Init, Supervision.AliveBit(Own.Number));
}
