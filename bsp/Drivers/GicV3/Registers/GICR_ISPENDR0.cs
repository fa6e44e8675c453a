// The layout of GICR_ISPENDR0; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.GicV3;

/// <summary>GICR_ISPENDR0, interrupt set-pendings of this CPU's SGIs and PPIs; in the SGI_base frame; offset 0x10200, 32 bits, readable, write 1 to set. [IHI0069, Redistributor register descriptions, GICR_ISPENDR0]</summary>
public readonly struct GICR_ISPENDR0 : IRegister32<GICR_ISPENDR0>, IReadable, IWriteOneToSet
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private GICR_ISPENDR0(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x10200;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GICR_ISPENDR0 FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(GICR_ISPENDR0 value) => value._bits;

    /// <summary>One bit for each interrupt of this bank.</summary>
    public uint Pending
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _bits;
    }

    /// <summary>One bit for each interrupt of this bank.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GICR_ISPENDR0 Of(uint value) => new(value);

    /// <summary>Both.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GICR_ISPENDR0 operator |(GICR_ISPENDR0 left, GICR_ISPENDR0 right) => new(left._bits | right._bits);
}
