// The layout of GICR_ISENABLER0; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.GicV3;

/// <summary>GICR_ISENABLER0, interrupt set-enables of this CPU's SGIs and PPIs; in the SGI_base frame; offset 0x10100, 32 bits, readable, write 1 to set. [IHI0069, Redistributor register descriptions, GICR_ISENABLER0]</summary>
public readonly struct GICR_ISENABLER0 : IRegister32<GICR_ISENABLER0>, IReadable, IWriteOneToSet
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private GICR_ISENABLER0(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x10100;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GICR_ISENABLER0 FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(GICR_ISENABLER0 value) => value._bits;

    /// <summary>One bit for each interrupt of this bank.</summary>
    public uint Enabled
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _bits;
    }

    /// <summary>One bit for each interrupt of this bank.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GICR_ISENABLER0 Of(uint value) => new(value);

    /// <summary>Both.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GICR_ISENABLER0 operator |(GICR_ISENABLER0 left, GICR_ISENABLER0 right) => new(left._bits | right._bits);
}
