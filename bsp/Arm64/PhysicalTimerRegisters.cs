// The physical timer of this CPU, through the stubs in Cpu.S.

using System.Runtime;
using System.Runtime.CompilerServices;

namespace RustKernel.Arm64;

/// <summary>CNTP_* and CNTPCT_EL0. [DDI0487 D12]</summary>
public readonly struct PhysicalTimerRegisters : IGenericTimerRegisters
{
    /// <inheritdoc/>
    public ulong ReadFrequency() => SystemRegisters.ReadCNTFRQ_EL0();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong ReadCounter() => SystemRegisters.ReadCNTPCT_EL0();

    /// <inheritdoc/>
    public ulong ReadControl() => Read_CNTP_CTL_EL0();

    /// <inheritdoc/>
    public void WriteControl(ulong value) => Write_CNTP_CTL_EL0(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteCompare(ulong value) => Write_CNTP_CVAL_EL0(value);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "read_CNTP_CTL_EL0")]
    private static extern ulong Read_CNTP_CTL_EL0();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "write_CNTP_CTL_EL0")]
    private static extern void Write_CNTP_CTL_EL0(ulong value);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "write_CNTP_CVAL_EL0")]
    private static extern void Write_CNTP_CVAL_EL0(ulong value);
}
