// The kernel lock. It protects everything that several CPUs may change and that has no protocol of its own, except what the fast path of
// messages changes under its CPU's gate (docs/LOCKS.md), which this lock keeps shut.

using RustKernel.Arm64;

namespace RustKernel.Smp;

/// <summary>
/// Taken with IRQs masked, so that handlers may also take it. Not recursive; held for bounded time;
/// never while waiting for another CPU. Every system call but the null one holds it from the vector
/// on (UserEntry.S).
/// </summary>
public static class KernelLock
{
    /// <summary>How often CPUs had to poll again, over all acquisitions; exact only for the holder.</summary>
    public static ulong Spins => KernelLockWord.ReadSpins();

    /// <summary>Masks IRQs and waits for the lock; returns the masks as they were, for <see cref="Release"/>.</summary>
    public static ulong Acquire()
    {
        ulong daif = Cpu.SaveAndMaskIrq();
        KernelLockWord.Enter();
        return daif;
    }

    /// <summary>
    /// All CPUs that there will be are online, and no thread runs yet. From now on the lock also keeps out messages of other CPUs,
    /// which hold only their CPU's gate (docs/LOCKS.md). A CPU that is alone takes no lock.
    /// </summary>
    public static void Share()
    {
        if (Processors.OnlineCount == 1)
        {
            KernelLockWord.Share(1);
            return;
        }

        ulong daif = Acquire();
        KernelLockWord.Share((uint)Processors.SlotCount);
        Release(daif);
    }

    /// <summary>As <see cref="Acquire"/> when IRQs are already masked: interrupts and faults from EL0.</summary>
    public static void Enter() => KernelLockWord.Enter();

    /// <summary>Ends <see cref="Enter"/>; IRQs stay masked.</summary>
    public static void Leave() => KernelLockWord.Leave();

    /// <summary>Lets the next CPU in, then sets the masks to <paramref name="daif"/>.</summary>
    public static void Release(ulong daif)
    {
        KernelLockWord.Leave();
        Cpu.RestoreInterrupts(daif);
    }
}
