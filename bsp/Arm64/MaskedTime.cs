// Measures how long interrupts stay masked, in instructions. One stub each in MaskedTime.S.

using System.Runtime;
using System.Runtime.CompilerServices;

namespace RustKernel.Arm64;

/// <summary>
/// The longest section with IRQs masked on the calling CPU: an entry from EL0 to its eret, or from
/// <see cref="Begin"/> to <see cref="End"/>. In retired instructions, including about 25 for the
/// measuring itself. On a machine with one count for all CPUs (QEMU's -icount), it is right only
/// with one CPU.
/// </summary>
public static class MaskedTime
{
    private const int CallShift = 32;
    private const int VectorShift = 48;

    /// <summary>The longest section since <see cref="Start"/>, in instructions.</summary>
    public static ulong Longest => PerCpu.Current.LongestMasked;

    /// <summary>
    /// The vector by which the longest section was entered, 8 to 15 for EL0 [DDI0487 D1.3.1]; 0:
    /// none, it is the kernel's own loop; 5: interrupts during that loop.
    /// </summary>
    public static ulong Vector => PerCpu.Current.LongestMaskedCause >> VectorShift;

    /// <summary>The system call's number, 0 when there was none.</summary>
    public static ulong Call => (PerCpu.Current.LongestMaskedCause >> CallShift) & 0xFFFF;

    /// <summary>ESR_EL1 at that entry; meaningless for interrupts.</summary>
    public static ulong Syndrome => PerCpu.Current.LongestMaskedCause & uint.MaxValue;

    /// <summary>Starts measuring on the calling CPU, with IRQs masked: 1, or 0 when its PMU has no second event counter.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "masked_start")]
    public static extern ulong Start();

    /// <summary>Stops measuring. On the CPU that started, with IRQs masked; the results can still be read.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "masked_stop")]
    public static extern void Stop();

    /// <summary>The caller has just masked IRQs: a section begins.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "masked_begin")]
    public static extern void Begin();

    /// <summary>
    /// The caller is about to unmask IRQs: ends the section, or the entry that returned to the
    /// kernel's loop, and begins the next, by <paramref name="vector"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "masked_end")]
    public static extern void End(ulong vector);
}
