// The layout of GICD_CTLR; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.GicV2;

/// <summary>GICD_CTLR, distributor control; offset 0x000, 32 bits, read and write. [IHI0048, Distributor register descriptions, GICD_CTLR]</summary>
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

    /// <summary>Forwards the interrupts that this access may see: group 1 in the Non-secure view, group 0 where there is no other view.</summary>
    public bool Enable
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 0)) != 0;
    }

    /// <summary>With Enable as given: forwards the interrupts that this access may see: group 1 in the Non-secure view, group 0 where there is no other view.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public GICD_CTLR WithEnable(bool value) => new(value ? _bits | (1u << 0) : _bits & ~(1u << 0));
}
