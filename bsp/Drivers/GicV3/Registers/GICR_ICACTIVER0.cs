// The layout of GICR_ICACTIVER0; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.GicV3;

/// <summary>GICR_ICACTIVER0, interrupt clear-actives of this CPU's SGIs and PPIs; in the SGI_base frame; offset 0x10380, 32 bits, readable, write 1 to clear. [IHI0069, Redistributor register descriptions, GICR_ICACTIVER0]</summary>
public readonly struct GICR_ICACTIVER0 : IRegister32<GICR_ICACTIVER0>, IReadable, IWriteOneToClear
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private GICR_ICACTIVER0(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x10380;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GICR_ICACTIVER0 FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(GICR_ICACTIVER0 value) => value._bits;

    /// <summary>One bit for each interrupt of this bank.</summary>
    public uint Active
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _bits;
    }

    /// <summary>One bit for each interrupt of this bank.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GICR_ICACTIVER0 Of(uint value) => new(value);

    /// <summary>Both.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GICR_ICACTIVER0 operator |(GICR_ICACTIVER0 left, GICR_ICACTIVER0 right) => new(left._bits | right._bits);
}
