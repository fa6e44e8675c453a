// Entering EL0 and leaving it, and what changes when another thread takes the CPU. One stub each in UserEntry.S.

using System.Runtime;
using System.Runtime.CompilerServices;

namespace RustKernel.Arm64;

/// <summary>The CPU's user half. All with IRQs masked.</summary>
public static unsafe class UserState
{
    /// <summary>
    /// Runs the thread whose context is at <paramref name="contextAddress"/>, and those that C#
    /// returns after it, until it returns 0. Its state and address space are already loaded.
    /// </summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "user_run")]
    public static extern void Run(ulong contextAddress);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "user_state_save")]
    private static extern void Save(ref CpuBlock cpu, ulong contextAddress);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "user_state_switch")]
    private static extern ulong SwitchState(ref CpuBlock cpu, ulong fromAddress, ulong toAddress, ulong ttbr0);

    /// <summary><see cref="Store"/> of one thread and <see cref="Load"/> of another. Returns the address of the second's context.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Switch(ref CpuBlock cpu, ref UserContext from, ref UserContext to, ulong ttbr0) =>
        SwitchState(ref cpu, AddressOf(ref from), AddressOf(ref to), ttbr0);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "user_state_load")]
    private static extern ulong LoadState(ulong contextAddress, ulong ttbr0);

    /// <summary>The address of <paramref name="context"/>, which lies in frames and never moves.</summary>
    // SAFETY: contexts live in pools made of frames (FrameArray); there is no collector.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong AddressOf(ref UserContext context) => (ulong)Unsafe.AsPointer(ref context);

    /// <summary>Stores SIMD registers, FPCR, FPSR and TPIDR_EL0 of the thread that leaves this CPU, and charges it for its time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ref CpuBlock cpu, ref UserContext context) => Save(ref cpu, AddressOf(ref context));

    /// <summary>
    /// Loads SIMD registers, FPCR, FPSR and TPIDR_EL0 of the thread that takes this CPU;
    /// <paramref name="ttbr0"/> is its address space's root and ASID, or 0 when that is active. Returns the
    /// context's address.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Load(ref UserContext context, ulong ttbr0) => LoadState(AddressOf(ref context), ttbr0);

    /// <summary>Makes the empty lower half active.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "user_space_none")]
    public static extern void LeaveAddressSpace();

    /// <summary>
    /// Allows EL0 to read CNTVCT_EL0, and the event counters when <paramref name="eventCounters"/> is not 0. For the calling CPU.
    /// </summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "user_counters")]
    public static extern void AllowCounters(ulong eventCounters);

    /// <summary>Makes code written at <paramref name="address"/> (direct map) executable on all CPUs.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "cache_publish_code")]
    public static extern void PublishCode(ulong address, ulong sizeBytes);
}
