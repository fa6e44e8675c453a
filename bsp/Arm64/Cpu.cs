// What this CPU does apart from computing: masking, waiting.

using System.Diagnostics.CodeAnalysis;
using System.Runtime;
using System.Runtime.CompilerServices;

namespace RustKernel.Arm64;

/// <summary>Instructions without a C# word. All may be called with interrupts masked.</summary>
public static class Cpu
{
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
}
