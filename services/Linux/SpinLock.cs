// The personality's locks: held for a few hundred instructions, by threads that may be stopped at any of them.

using System.Threading;
using RustKernel.User;

namespace RustKernel.Linux;

/// <summary>0: free. A thread that does not get the lock yields to others.</summary>
internal struct SpinLock
{
    private const int MostYields = 100;
    private const ulong RestTicks = 10_000;
    private int _isTaken;

    internal void Enter()
    {
        for (int tries = 0; Interlocked.CompareExchange(ref _isTaken, 1, 0) != 0; tries++)
        {
            // A thread that holds it for long is waiting for another one: do not spin until then.
            _ = tries < MostYields ? Kernel.Yield() : Kernel.Sleep(new Deadline(Kernel.ReadCounter() + RestTicks));
        }
    }

    internal void Leave() => Volatile.Write(ref _isTaken, 0);
}
