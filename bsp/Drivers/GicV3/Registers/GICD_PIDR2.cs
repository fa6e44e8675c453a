// The layout of GICD_PIDR2; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.GicV3;

/// <summary>GICD_PIDR2, peripheral ID 2; offset 0xFFE8, 32 bits, read-only. [IHI0069, Distributor register descriptions, GICD_PIDR2]</summary>
public readonly struct GICD_PIDR2 : IRegister32<GICD_PIDR2>, IReadable
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private GICD_PIDR2(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0xFFE8;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GICD_PIDR2 FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(GICD_PIDR2 value) => value._bits;

    /// <summary>Architecture version of the GIC.</summary>
    public uint ArchRev
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_bits >> 4) & 0xF;
    }
}
