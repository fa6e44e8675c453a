// The layout of GICD_ICFGR; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.GicV3;

/// <summary>GICD_ICFGR, interrupt configuration, two bits for each interrupt; the first two are the redistributors'; offset 0xC00, 64 of them 4 bytes apart, 32 bits, read and write. [IHI0069, Distributor register descriptions, GICD_ICFGR]</summary>
public readonly struct GICD_ICFGR : IRegister32<GICD_ICFGR>, IReadable, IWritable, IRegisterArray
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private GICD_ICFGR(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0xC00;
    }

    /// <inheritdoc/>
    public static uint Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 64;
    }

    /// <inheritdoc/>
    public static uint Stride
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 4;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GICD_ICFGR FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(GICD_ICFGR value) => value._bits;

    /// <summary>The higher bit of each pair: 1 is edge-triggered, 0 level-sensitive.</summary>
    public uint Bits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _bits;
    }

    /// <summary>The higher bit of each pair: 1 is edge-triggered, 0 level-sensitive.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GICD_ICFGR Of(uint value) => new(value);
}
