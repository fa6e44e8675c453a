// The layout of GICC_EOIR; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.GicV2;

/// <summary>GICC_EOIR, end of interrupt; offset 0x010, 32 bits, write-only. [IHI0048, CPU interface register descriptions, GICC_EOIR]</summary>
public readonly struct GICC_EOIR : IRegister32<GICC_EOIR>, IWritable
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private GICC_EOIR(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x010;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GICC_EOIR FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(GICC_EOIR value) => value._bits;

    /// <summary>What GICC_IAR gave.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GICC_EOIR Of(uint value) => new(value);
}
