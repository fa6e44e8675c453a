using System.Diagnostics.CodeAnalysis;
using System.Runtime;
using System.Runtime.CompilerServices;

namespace RustKernel.Arm64;

/// <summary>Instructions that C# cannot express, such as masking and waiting. All may be called with interrupts masked.</summary>
public static class Cpu
{
    /// <summary>
    /// PAR_EL1 after the MMU translated <paramref name="address"/> for a read by EL1; bit 0 is set
    /// when it has no translation. Never faults.
    /// </summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "cpu_translate_read")]
    public static extern ulong TranslateRead(ulong address);

    /// <summary>Masks debug, SError, IRQ and FIQ on this CPU.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "cpu_mask_interrupts")]
    public static extern void MaskInterrupts();

    /// <summary>Completes memory accesses, then sleeps until an interrupt is pending (masked or not).</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "cpu_wait_for_interrupt")]
    public static extern void WaitForInterrupt();

    /// <summary>Masks everything and sleeps for ever.</summary>
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "cpu_halt")]
    public static extern void Halt();

    /// <summary>The caller's frame record, for a backtrace.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "cpu_frame_pointer")]
    public static extern ulong GetFramePointer();

    /// <summary>Unmasks SError, IRQ and FIQ on this CPU.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "cpu_unmask_interrupts")]
    public static extern void UnmaskInterrupts();

    /// <summary>Masks IRQ; returns the previous masks, for <see cref="RestoreInterrupts"/>.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "cpu_save_and_mask_irq")]
    public static extern ulong SaveAndMaskIrq();

    /// <summary>Sets the masks to <paramref name="daif"/>, from <see cref="SaveAndMaskIrq"/>.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "cpu_restore_interrupts")]
    public static extern void RestoreInterrupts(ulong daif);

    /// <summary>
    /// Instructions retired in a fixed window, with IRQs unmasked inside it
    /// (<paramref name="takes"/> not 0) or not (0). The difference is the cost of a pending
    /// interrupt.
    /// </summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "measure_interrupt")]
    public static extern ulong MeasureInterrupt(ulong takes);

    /// <summary>Writes a register in the secure world through the stub that Boot.S leaves at EL3. Only after an entry at EL3.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "el3_secure_write32")]
    public static extern void SecureWrite32(ulong physicalAddress, uint value);

    /// <summary>
    /// Makes a virtual SError pending on this CPU through the code that Boot.S leaves at EL2: it comes as soon as
    /// PSTATE.A is clear, like a physical one. Only after an entry at EL2, or at EL3 of a CPU that has EL2.
    /// </summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "el2_raise_system_error")]
    public static extern void RaiseSystemError();

    /// <summary>
    /// Undoes <see cref="RaiseSystemError"/>. Also needed after the SError came, because until then physical ones go to EL2.
    /// </summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "el2_lower_system_error")]
    public static extern void LowerSystemError();

    /// <summary>A hint for loops that wait for another CPU or device. After it the compiler reads memory again.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "cpu_relax")]
    public static extern void Relax();
}
