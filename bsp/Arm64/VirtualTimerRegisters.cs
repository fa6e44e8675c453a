// The virtual timer of this CPU, through the stubs in Cpu.S.

using System.Runtime;
using System.Runtime.CompilerServices;

namespace RustKernel.Arm64;

/// <summary>CNTV_* and CNTVCT_EL0. [DDI0487 D12]</summary>
public readonly struct VirtualTimerRegisters : IGenericTimerRegisters
{
    /// <inheritdoc/>
    public ulong ReadFrequency() => SystemRegisters.ReadCNTFRQ_EL0();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong ReadCounter() => SystemRegisters.ReadCNTVCT_EL0();

    /// <inheritdoc/>
    public ulong ReadControl() => Read_CNTV_CTL_EL0();

    /// <inheritdoc/>
    public void WriteControl(ulong value) => Write_CNTV_CTL_EL0(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteCompare(ulong value) => Write_CNTV_CVAL_EL0(value);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "read_CNTV_CTL_EL0")]
    private static extern ulong Read_CNTV_CTL_EL0();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "write_CNTV_CTL_EL0")]
    private static extern void Write_CNTV_CTL_EL0(ulong value);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "write_CNTV_CVAL_EL0")]
    private static extern void Write_CNTV_CVAL_EL0(ulong value);
}
