// The layout of GICR_ICFGR1; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.GicV3;

/// <summary>GICR_ICFGR1, configuration of this CPU's PPIs, two bits for each; in the SGI_base frame; offset 0x10C04, 32 bits, read and write. [IHI0069, Redistributor register descriptions, GICR_ICFGR1]</summary>
public readonly struct GICR_ICFGR1 : IRegister32<GICR_ICFGR1>, IReadable, IWritable
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private GICR_ICFGR1(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x10C04;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GICR_ICFGR1 FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(GICR_ICFGR1 value) => value._bits;

    /// <summary>The higher bit of each pair: 1 is edge-triggered, 0 level-sensitive.</summary>
    public uint Bits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _bits;
    }

    /// <summary>The higher bit of each pair: 1 is edge-triggered, 0 level-sensitive.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GICR_ICFGR1 Of(uint value) => new(value);
}
