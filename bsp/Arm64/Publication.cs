// Words through which CPUs inform each other, bound to Locks.S, which argues the memory order.

using System.Runtime;
using System.Runtime.CompilerServices;

namespace RustKernel.Arm64;

/// <summary>Publication between CPUs; words in ordinary memory, 4-aligned. Any context.</summary>
public static class Publication
{
    /// <summary>
    /// Sets <paramref name="word"/>; a CPU that observes the new value also sees everything that was written before this call.
    /// </summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "publication_store")]
    public static extern void Store(ref uint word, uint value);

    /// <summary>
    /// Observes <paramref name="word"/>; reads after this call are at least as new as what its publisher had written.
    /// </summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "publication_load")]
    public static extern uint Load(ref readonly uint word);

    /// <summary>
    /// Sets <paramref name="word"/> to <paramref name="value"/> if it is
    /// <paramref name="expected"/>; returns the old value. Acquires, and also releases when it
    /// succeeds.
    /// </summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "publication_exchange")]
    public static extern uint Exchange(ref uint word, uint expected, uint value);

    /// <summary>Every CPU sees the writes before this call before it gets an interrupt that is sent after it.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "publication_before_interrupt")]
    public static extern void BeforeInterrupt();

    /// <summary>Memory reads after this call happen after the reads before it, including device registers.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "publication_order_reads")]
    public static extern void OrderReads();

    /// <summary>Sets <paramref name="word"/> to 0; reads after this call happen after every CPU sees the 0.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "publication_clear")]
    public static extern void Clear(ref uint word);

    /// <summary>Wakes CPUs that wait for an event, with all earlier writes in memory.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "publication_send_event")]
    public static extern void SendEvent();
}
