// The layout of GICR_CTLR; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.GicV3;

/// <summary>GICR_CTLR, redistributor control; offset 0x000, 32 bits, read-only. [IHI0069, Redistributor register descriptions, GICR_CTLR]</summary>
public readonly struct GICR_CTLR : IRegister32<GICR_CTLR>, IReadable
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private GICR_CTLR(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x000;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GICR_CTLR FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(GICR_CTLR value) => value._bits;

    /// <summary>Register write pending: a change of enables has not taken effect everywhere.</summary>
    public bool RWP
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits & (1u << 3)) != 0;
    }
}
