// The GICv3 CPU interface of this CPU, through the stubs in Cpu.S.

using System.Runtime;
using System.Runtime.CompilerServices;

namespace RustKernel.Arm64;

/// <summary>System registers for the GICv3 driver. Legal only when ICC_SRE_EL1.SRE can be set.</summary>
public readonly struct GicSystemRegisters : IGicSystemRegisters
{
    /// <inheritdoc/>
    public ulong ReadMPIDR_EL1() => SystemRegisters.ReadMPIDR_EL1();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong ReadICC_IAR1_EL1() => Read_ICC_IAR1_EL1();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteICC_EOIR1_EL1(ulong value) => Write_ICC_EOIR1_EL1(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteICC_DIR_EL1(ulong value) => Write_ICC_DIR_EL1(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void EndInterrupt(ulong value) => End_ICC_interrupt(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong ReadICC_SRE_EL1() => Read_ICC_SRE_EL1();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteICC_SRE_EL1(ulong value) => Write_ICC_SRE_EL1(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong ReadICC_CTLR_EL1() => Read_ICC_CTLR_EL1();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteICC_CTLR_EL1(ulong value) => Write_ICC_CTLR_EL1(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteICC_PMR_EL1(ulong value) => Write_ICC_PMR_EL1(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteICC_BPR1_EL1(ulong value) => Write_ICC_BPR1_EL1(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteICC_IGRPEN1_EL1(ulong value) => Write_ICC_IGRPEN1_EL1(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteICC_SGI1R_EL1(ulong value) => Write_ICC_SGI1R_EL1(value);

    /// <inheritdoc/>
    public void WriteICC_AP1R_EL1(uint index, ulong value)
    {
        switch (index)
        {
            case 0:
                Write_ICC_AP1R0_EL1(value);
                break;
            case 1:
                Write_ICC_AP1R1_EL1(value);
                break;
            case 2:
                Write_ICC_AP1R2_EL1(value);
                break;
            default:
                Write_ICC_AP1R3_EL1(value);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "read_ICC_IAR1_EL1")]
    private static extern ulong Read_ICC_IAR1_EL1();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "write_ICC_EOIR1_EL1")]
    private static extern void Write_ICC_EOIR1_EL1(ulong value);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "write_ICC_DIR_EL1")]
    private static extern void Write_ICC_DIR_EL1(ulong value);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "end_ICC_interrupt")]
    private static extern void End_ICC_interrupt(ulong value);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "read_ICC_SRE_EL1")]
    private static extern ulong Read_ICC_SRE_EL1();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "write_ICC_SRE_EL1")]
    private static extern void Write_ICC_SRE_EL1(ulong value);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "read_ICC_CTLR_EL1")]
    private static extern ulong Read_ICC_CTLR_EL1();

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "write_ICC_CTLR_EL1")]
    private static extern void Write_ICC_CTLR_EL1(ulong value);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "write_ICC_PMR_EL1")]
    private static extern void Write_ICC_PMR_EL1(ulong value);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "write_ICC_BPR1_EL1")]
    private static extern void Write_ICC_BPR1_EL1(ulong value);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "write_ICC_IGRPEN1_EL1")]
    private static extern void Write_ICC_IGRPEN1_EL1(ulong value);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "write_ICC_SGI1R_EL1")]
    private static extern void Write_ICC_SGI1R_EL1(ulong value);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "write_ICC_AP1R0_EL1")]
    private static extern void Write_ICC_AP1R0_EL1(ulong value);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "write_ICC_AP1R1_EL1")]
    private static extern void Write_ICC_AP1R1_EL1(ulong value);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "write_ICC_AP1R2_EL1")]
    private static extern void Write_ICC_AP1R2_EL1(ulong value);

    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("*", "write_ICC_AP1R3_EL1")]
    private static extern void Write_ICC_AP1R3_EL1(ulong value);
}
