// Waits for a short time, then for longer ones.

namespace System.Threading;

public struct SpinWait
{
    public int Count { get; private set; }

    public bool NextSpinWillYield => true;

    public static void SpinUntil(Func<bool> condition) => _ = SpinUntil(condition, Timeout.Infinite);

    public static bool SpinUntil(Func<bool> condition, int millisecondsTimeout)
    {
        ArgumentNullException.ThrowIfNull(condition);
        RustKernel.Deadline deadline = RustKernel.Runtime.Clock.After(millisecondsTimeout);
        SpinWait wait = default;
        while (!condition())
        {
            if (deadline.IsReached(RustKernel.User.Kernel.ReadCounter()))
            {
                return condition();
            }

            wait.SpinOnce();
        }

        return true;
    }

    public void SpinOnce()
    {
        const int before = 10;
        Count++;
        _ = Count < before ? Thread.Yield() : Sleep();
    }

    public void Reset() => Count = 0;

    private static bool Sleep()
    {
        Thread.Sleep(1);
        return true;
    }
}
