// The kernel's one lock. Its word lies in Locks.S, because system calls take it before any C# runs.

using System.Runtime;
using System.Runtime.CompilerServices;

namespace RustKernel.Arm64;

/// <summary>A ticket lock (see <see cref="TicketLock"/>), with the gates of the other CPUs. IRQs are masked while it is held.</summary>
public static class KernelLockWord
{
    /// <summary>How often CPUs had to poll again; exact only for the holder.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "kernel_lock_spins")]
    public static extern ulong ReadSpins();

    /// <summary>Waits for this CPU's turn. The caller then sees everything that earlier holders wrote.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "kernel_lock_enter")]
    public static extern void Enter();

    /// <summary>
    /// There are <paramref name="cpus"/> CPUs from now on, all of them online, and no threads yet. 1: the lock costs nothing any
    /// more, and the caller does not hold it. More: the caller holds it; each holder also takes the other CPUs' gates.
    /// </summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "kernel_lock_share")]
    public static extern void Share(uint cpus);

    /// <summary>Lets the next CPU in.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "kernel_lock_leave")]
    public static extern void Leave();
}
