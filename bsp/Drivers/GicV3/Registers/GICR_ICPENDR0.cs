// The layout of GICR_ICPENDR0; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.GicV3;

/// <summary>GICR_ICPENDR0, interrupt clear-pendings of this CPU's SGIs and PPIs; in the SGI_base frame; offset 0x10280, 32 bits, readable, write 1 to clear. [IHI0069, Redistributor register descriptions, GICR_ICPENDR0]</summary>
public readonly struct GICR_ICPENDR0 : IRegister32<GICR_ICPENDR0>, IReadable, IWriteOneToClear
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private GICR_ICPENDR0(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x10280;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GICR_ICPENDR0 FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(GICR_ICPENDR0 value) => value._bits;

    /// <summary>One bit for each interrupt of this bank.</summary>
    public uint Pending
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _bits;
    }

    /// <summary>One bit for each interrupt of this bank.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GICR_ICPENDR0 Of(uint value) => new(value);

    /// <summary>Both.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GICR_ICPENDR0 operator |(GICR_ICPENDR0 left, GICR_ICPENDR0 right) => new(left._bits | right._bits);
}
