// Objects for which a thread can wait explicitly.

namespace System.Threading;

public abstract class WaitHandle : IDisposable
{
    public const int WaitTimeout = 258;
    private const int PauseMilliseconds = 1;

    public static bool WaitAll(WaitHandle[] waitHandles)
    {
        ArgumentNullException.ThrowIfNull(waitHandles);
        foreach (WaitHandle handle in waitHandles)
        {
            _ = handle.WaitOne();
        }

        return true;
    }

    public static int WaitAny(WaitHandle[] waitHandles) => WaitAny(waitHandles, Timeout.Infinite);

    public static int WaitAny(WaitHandle[] waitHandles, int millisecondsTimeout)
    {
        ArgumentNullException.ThrowIfNull(waitHandles);
        RustKernel.Deadline deadline = RustKernel.Runtime.Clock.After(millisecondsTimeout);
        while (true)
        {
            for (int i = 0; i < waitHandles.Length; i++)
            {
                if (waitHandles[i].WaitOne(0))
                {
                    return i;
                }
            }

            if (deadline.IsReached(RustKernel.User.Kernel.ReadCounter()))
            {
                return WaitTimeout;
            }

            _ = Tasks.Task.Delay(PauseMilliseconds).Wait(Timeout.Infinite);
        }
    }

    public virtual bool WaitOne() => WaitOne(Timeout.Infinite);

    public abstract bool WaitOne(int millisecondsTimeout);

    public virtual bool WaitOne(TimeSpan timeout) => WaitOne(Tasks.Task.Milliseconds(timeout));

    public virtual void Close() => Dispose();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool explicitDisposing)
    {
    }
}
