// The layout of GICD_IGROUPR; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.GicV3;

/// <summary>GICD_IGROUPR, interrupt groups, ignored in the Non-secure view of two security states; element 0 is the redistributors'; offset 0x080, 32 of them 4 bytes apart, 32 bits, read and write. [IHI0069, Distributor register descriptions, GICD_IGROUPR]</summary>
public readonly struct GICD_IGROUPR : IRegister32<GICD_IGROUPR>, IReadable, IWritable, IRegisterArray
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private GICD_IGROUPR(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x080;
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
        get => 4;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GICD_IGROUPR FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(GICD_IGROUPR value) => value._bits;

    /// <summary>One bit for each interrupt of this bank. 1 is group 1.</summary>
    public uint Group
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _bits;
    }

    /// <summary>One bit for each interrupt of this bank. 1 is group 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GICD_IGROUPR Of(uint value) => new(value);
}
