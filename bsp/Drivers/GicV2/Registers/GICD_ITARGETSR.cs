// The layout of GICD_ITARGETSR; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.GicV2;

/// <summary>GICD_ITARGETSR, interrupt processor targets, a byte for each interrupt; those of SGIs and PPIs are read-only and tell the reading CPU its own interface; offset 0x800, 1020 of them 1 byte apart, 8 bits, read and write. [IHI0048, Distributor register descriptions, GICD_ITARGETSR]</summary>
public readonly struct GICD_ITARGETSR : IRegister8<GICD_ITARGETSR>, IReadable, IWritable, IRegisterArray
{
    private readonly byte _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private GICD_ITARGETSR(byte bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x800;
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
    public static GICD_ITARGETSR FromBits(byte bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte ToBits(GICD_ITARGETSR value) => value._bits;

    /// <summary>One bit for each CPU interface.</summary>
    public byte Targets
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _bits;
    }

    /// <summary>One bit for each CPU interface.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GICD_ITARGETSR Of(byte value) => new(value);
}
