// The layout of GICD_IPRIORITYR; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.GicV2;

/// <summary>GICD_IPRIORITYR, interrupt priorities, a byte for each interrupt; offset 0x400, 1020 of them 1 byte apart, 8 bits, read and write. [IHI0048, Distributor register descriptions, GICD_IPRIORITYR]</summary>
public readonly struct GICD_IPRIORITYR : IRegister8<GICD_IPRIORITYR>, IReadable, IWritable, IRegisterArray
{
    private readonly byte _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private GICD_IPRIORITYR(byte bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x400;
    }

    /// <inheritdoc/>
    public static uint Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 1020;
    }

    /// <inheritdoc/>
    public static uint Stride
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 1;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GICD_IPRIORITYR FromBits(byte bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte ToBits(GICD_IPRIORITYR value) => value._bits;

    /// <summary>0 is the most urgent; low bits may not be implemented.</summary>
    public byte Priority
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _bits;
    }

    /// <summary>0 is the most urgent; low bits may not be implemented.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GICD_IPRIORITYR Of(byte value) => new(value);
}
