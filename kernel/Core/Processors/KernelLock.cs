// The kernel's one big lock. Everything that several CPUs may change and that has no protocol of its own is changed under it.

using System.Runtime.CompilerServices;
using RustKernel.Arm64;

namespace RustKernel;

/// <summary>Taken with IRQs masked, so that handlers may take it, too. Not recursive; held for bounded time; never while waiting for another CPU.</summary>
public static class KernelLock
{
    private static TicketLock s_lock;
    private static ulong s_spins;

    /// <summary>How often CPUs had to look again, over all acquisitions; exact only for the holder.</summary>
    public static ulong Spins => s_spins;

    /// <summary>Masks IRQs and waits for the lock; returns the masks as they were, for <see cref="Release"/>.</summary>
    public static ulong Acquire()
    {
        ulong daif = Cpu.SaveAndMaskIrq();
        uint spins = s_lock.Acquire();
        s_spins += spins;
        return daif;
    }

    /// <summary>As <see cref="Acquire"/> where IRQs are masked already: system calls, interrupts from EL0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Enter()
    {
        uint spins = s_lock.Acquire();
        if (spins != 0)
        {
            s_spins += spins;
        }
    }

    /// <summary>The end of <see cref="Enter"/>; IRQs stay masked.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Leave() => s_lock.Release();

    /// <summary>Lets the next CPU in, then sets the masks to <paramref name="daif"/>.</summary>
    public static void Release(ulong daif)
    {
        s_lock.Release();
        Cpu.RestoreInterrupts(daif);
    }
}
