// The kernel lock. Everything that several CPUs may change and that has no protocol of its own is changed under it, but for what the fast
// path of messages changes under its CPU's gate (docs/LOCKS.md), which this lock keeps shut.

using RustKernel.Arm64;

namespace RustKernel.Smp;

/// <summary>
/// Taken with IRQs masked, so that handlers may take it, too. Not recursive; held for bounded time;
/// never while waiting for another CPU. A system call other than the null
/// one is under it from the vector on (UserEntry.S).
/// </summary>
public static class KernelLock
{
    /// <summary>How often CPUs had to look again, over all acquisitions; exact only for the holder.</summary>
    public static ulong Spins => KernelLockWord.ReadSpins();

    /// <summary>Masks IRQs and waits for the lock; returns the masks as they were, for <see cref="Release"/>.</summary>
    public static ulong Acquire()
    {
        ulong daif = Cpu.SaveAndMaskIrq();
        KernelLockWord.Enter();
        return daif;
    }

    /// <summary>
    /// All CPUs that there will be are online, and no thread runs yet: from now on the lock keeps messages of other CPUs out, too,
    /// which hold their CPU's gate alone (docs/LOCKS.md). A CPU alone takes no lock.
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

    /// <summary>As <see cref="Acquire"/> where IRQs are masked already: interrupts and faults from EL0.</summary>
    public static void Enter() => KernelLockWord.Enter();

    /// <summary>The end of <see cref="Enter"/>; IRQs stay masked.</summary>
    public static void Leave() => KernelLockWord.Leave();

    /// <summary>Lets the next CPU in, then sets the masks to <paramref name="daif"/>.</summary>
    public static void Release(ulong daif)
    {
        KernelLockWord.Leave();
        Cpu.RestoreInterrupts(daif);
    }
}
