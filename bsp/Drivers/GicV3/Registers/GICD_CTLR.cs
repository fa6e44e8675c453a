// The layout of GICD_CTLR; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.GicV3;

/// <summary>GICD_CTLR, distributor control, in the Non-secure view or with one security state; offset 0x000, 32 bits, read and write. [IHI0069, Distributor register descriptions, GICD_CTLR]</summary>
public readonly struct GICD_CTLR : IRegister32<GICD_CTLR>, IReadable, IWritable
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private GICD_CTLR(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x000;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GICD_CTLR FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(GICD_CTLR value) => value._bits;

    /// <summary>Forwards group 1 (Non-secure group 1 where there are two security states).</summary>
    public bool EnableGrp1A
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 1)) != 0;
    }

    /// <summary>With EnableGrp1A as given: forwards group 1 (Non-secure group 1 where there are two security states).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public GICD_CTLR WithEnableGrp1A(bool value) => new(value ? _bits | (1u << 1) : _bits & ~(1u << 1));

    /// <summary>Affinity routing, for the Non-secure state where there are two.</summary>
    public bool ARE_NS
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 4)) != 0;
    }

    /// <summary>With ARE_NS as given: affinity routing, for the Non-secure state where there are two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public GICD_CTLR WithARE_NS(bool value) => new(value ? _bits | (1u << 4) : _bits & ~(1u << 4));

    /// <summary>Register write pending: a change of enables has not taken effect everywhere.</summary>
    public bool RWP
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 31)) != 0;
    }
}
