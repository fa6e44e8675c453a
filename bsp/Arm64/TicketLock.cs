// The kernel's lock. The order of memory around it is argued in Locks.S.

using System.Runtime;
using System.Runtime.CompilerServices;

namespace RustKernel.Arm64;

/// <summary>
/// A fair spin lock between CPUs; a default one is free. Not recursive. Hold it with IRQs masked
/// when an interrupt handler takes it, too, else
/// the handler waits for the code it interrupted, for ever.
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
    /// Waits for this CPU's turn; returns how often it had to look again (0: it was free). It sees
    /// all that earlier holders wrote.
    /// </summary>
    public uint Acquire() => Acquire(ref _word);

    /// <summary>Lets the next CPU in. Only the holder may call this.</summary>
    public void Release() => Release(ref _word);

    /// <summary>True when a CPU holds it or waits for it; a guess unless no one else can touch it.</summary>
    public readonly bool IsTaken => (_word & 0xFFFF) != _word >> 16;
}
