// Deliberate faults for panic=CLASS and the self-tests. Each is one instruction in Cpu.S.

using System.Runtime;
using System.Runtime.CompilerServices;

namespace RustKernel.Arm64;

/// <summary>Provokes exceptions of known classes. Each call raises a synchronous exception at EL1 from its first instruction.</summary>
public static class Faults
{
    /// <summary>An undefined instruction: EC 0x00.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "fault_undefined")]
    public static extern void Undefined();

    /// <summary>A breakpoint instruction: EC 0x3C.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "fault_breakpoint")]
    public static extern void Breakpoint();

    /// <summary>A load from <paramref name="address"/>: EC 0x25 when it is not mapped.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "fault_read")]
    public static extern ulong Read(ulong address);

    /// <summary>A store of 0 to <paramref name="address"/>: EC 0x25 when it may not be written.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "fault_write")]
    public static extern void Write(ulong address);

    /// <summary>A jump to <paramref name="address"/>: EC 0x21 when it may not be executed.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "fault_execute")]
    public static extern void Execute(ulong address);

    /// <summary>svc #0x1234: EC 0x15.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "fault_supervisor_call")]
    public static extern void SupervisorCall();

    /// <summary>A load through a misaligned stack pointer: EC 0x26.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "fault_unaligned_sp")]
    public static extern void UnalignedStackPointer();

    /// <summary>
    /// Takes a breakpoint exception with known register contents. Bit n of the result: xn was
    /// changed on return; bits 32, 33: q16, q17.
    /// </summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "fault_damaged_registers")]
    public static extern ulong DamagedRegisters();

    /// <summary>
    /// As <see cref="DamagedRegisters"/>, through an interrupt that the caller made pending with
    /// IRQs masked; they are masked again on return.
    /// </summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "interrupt_damaged_registers")]
    public static extern ulong DamagedRegistersByInterrupt();

    /// <summary>
    /// Enters vector entry <paramref name="vector"/> (0 to 15) as if its exception had happened,
    /// with ESR_EL1 and FAR_EL1 as the last exception left them.
    /// </summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "enter_vector")]
    public static extern void EnterVector(ulong vector);
}
