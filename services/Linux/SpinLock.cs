// The personality's locks: held for a few hundred instructions, by threads that may be stopped in between.

using System.Threading;
using RustKernel.User;

namespace RustKernel.Linux;

/// <summary>0: free. A thread that does not get it gives way to others.</summary>
internal struct SpinLock
{
    private int _isTaken;

    internal void Enter()
    {
        while (Interlocked.CompareExchange(ref _isTaken, 1, 0) != 0)
        {
            _ = Kernel.Yield();
        }
    }

    internal void Leave() => Volatile.Write(ref _isTaken, 0);
}
