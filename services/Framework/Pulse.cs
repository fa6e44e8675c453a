// A service's sign of life.

using RustKernel.User;

namespace RustKernel.Services;

/// <summary>
/// What a watched service tells Init: by <see cref="Service.Run"/> when it is asked, by
/// <see cref="Beat"/> in work that keeps it from being asked.
/// </summary>
public static class Pulse
{
    // Half of the shortest watch that a manifest may say.
    private const ulong RestMilliseconds = 20;
    private static ulong s_nextCounter;

    /// <summary>
    /// For each step of a work that may be longer than the service's watch: an endless loop has no
    /// such steps. Costs a system call every 20 ms at most.
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
