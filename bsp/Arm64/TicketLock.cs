// The kernel's lock. Locks.S argues the memory order around it.

using System.Runtime;
using System.Runtime.CompilerServices;

namespace RustKernel.Arm64;

/// <summary>
/// A fair spin lock between CPUs; a default one is free. Not recursive. Hold it with IRQs masked if
/// an interrupt handler also takes it: otherwise the handler waits for ever for the code that it
/// interrupted.
/// </summary>
public struct TicketLock
{
    private uint _word;

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "ticket_lock_acquire")]
    private static extern uint Acquire(ref uint word);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "ticket_lock_release")]
    private static extern void Release(ref uint word);

    /// <summary>
    /// Waits for this CPU's turn; returns how often it had to poll again (0: it was free). The
    /// caller then sees everything that earlier holders wrote.
    /// </summary>
    public uint Acquire() => Acquire(ref _word);

    /// <summary>Lets the next CPU in. Only the holder may call this.</summary>
    public void Release() => Release(ref _word);

    /// <summary>True when a CPU holds it or waits for it; a guess unless no other CPU can touch it.</summary>
    public readonly bool IsTaken => (_word & 0xFFFF) != _word >> 16;
}
