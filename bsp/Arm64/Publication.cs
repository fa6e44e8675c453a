// Words through which CPUs tell each other something, bound to Locks.S, where the order is argued.

using System.Runtime;
using System.Runtime.CompilerServices;

namespace RustKernel.Arm64;

/// <summary>Publication between CPUs; words in ordinary memory, 4-aligned. Any context.</summary>
public static class Publication
{
    /// <summary>
    /// Sets <paramref name="word"/>; a CPU that observes the new value also finds everything that was written before this call.
    /// </summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "publication_store")]
    public static extern void Store(ref uint word, uint value);

    /// <summary>
    /// Observes <paramref name="word"/>; what is read behind this call is at least as new as what
    /// its publisher had written.
    /// </summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "publication_load")]
    public static extern uint Load(ref readonly uint word);

    /// <summary>
    /// Sets <paramref name="word"/> to <paramref name="value"/> if it is
    /// <paramref name="expected"/>; returns what it was. Acquires, and releases when it succeeds.
    /// </summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "publication_exchange")]
    public static extern uint Exchange(ref uint word, uint expected, uint value);

    /// <summary>What was written before is seen by every CPU before an interrupt that is sent behind this call.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "publication_before_interrupt")]
    public static extern void BeforeInterrupt();

    /// <summary>Memory that is read after this call is read after what was read before it, device registers included.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "publication_order_reads")]
    public static extern void OrderReads();

    /// <summary>Sets <paramref name="word"/> to 0; what is read after this call is read after every CPU finds the 0.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "publication_clear")]
    public static extern void Clear(ref uint word);

    /// <summary>Wakes CPUs that wait for an event, with everything that was written before in memory.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "publication_send_event")]
    public static extern void SendEvent();
}
