// The layout of GICR_IPRIORITYR; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.GicV3;

/// <summary>GICR_IPRIORITYR, priorities of this CPU's SGIs and PPIs, a byte for each; in the SGI_base frame; offset 0x10400, 32 of them 1 byte apart, 8 bits, read and write. [IHI0069, Redistributor register descriptions, GICR_IPRIORITYR]</summary>
public readonly struct GICR_IPRIORITYR : IRegister8<GICR_IPRIORITYR>, IReadable, IWritable, IRegisterArray
{
    private readonly byte _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private GICR_IPRIORITYR(byte bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x10400;
    }

    /// <inheritdoc/>
    public static uint Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 32;
    }

    /// <inheritdoc/>
    public static uint Stride
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 1;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GICR_IPRIORITYR FromBits(byte bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte ToBits(GICR_IPRIORITYR value) => value._bits;

    /// <summary>0 is the most urgent; low bits may not be implemented.</summary>
    public byte Priority
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _bits;
    }

    /// <summary>0 is the most urgent; low bits may not be implemented.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GICR_IPRIORITYR Of(byte value) => new(value);
}
