// The layout of GICC_IAR; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.GicV2;

/// <summary>GICC_IAR, interrupt acknowledge; offset 0x00C, 32 bits, read with effect. [IHI0048, CPU interface register descriptions, GICC_IAR]</summary>
public readonly struct GICC_IAR : IRegister32<GICC_IAR>, IConsumedByRead
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private GICC_IAR(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x00C;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GICC_IAR FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(GICC_IAR value) => value._bits;

    /// <summary>INTID in bits 9:0, for an SGI the sender in bits 12:10; goes back into GICC_EOIR whole.</summary>
    public uint Value
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _bits;
    }
}
