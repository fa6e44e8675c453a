// The layout of GICR_IGROUPR0; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.GicV3;

/// <summary>GICR_IGROUPR0, interrupt groups, ignored in the Non-secure view of two security states of this CPU's SGIs and PPIs; in the SGI_base frame; offset 0x10080, 32 bits, read and write. [IHI0069, Redistributor register descriptions, GICR_IGROUPR0]</summary>
public readonly struct GICR_IGROUPR0 : IRegister32<GICR_IGROUPR0>, IReadable, IWritable
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private GICR_IGROUPR0(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x10080;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GICR_IGROUPR0 FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(GICR_IGROUPR0 value) => value._bits;

    /// <summary>One bit for each interrupt of this bank. 1 is group 1.</summary>
    public uint Group
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _bits;
    }

    /// <summary>One bit for each interrupt of this bank. 1 is group 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GICR_IGROUPR0 Of(uint value) => new(value);
}
