// The layout of GICD_ICACTIVER; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.GicV3;

/// <summary>GICD_ICACTIVER, interrupt clear-actives; element 0 is the redistributors'; offset 0x380, 32 of them 4 bytes apart, 32 bits, readable, write 1 to clear. [IHI0069, Distributor register descriptions, GICD_ICACTIVER]</summary>
public readonly struct GICD_ICACTIVER : IRegister32<GICD_ICACTIVER>, IReadable, IWriteOneToClear, IRegisterArray
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private GICD_ICACTIVER(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x380;
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
    public static GICD_ICACTIVER FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(GICD_ICACTIVER value) => value._bits;

    /// <summary>One bit for each interrupt of this bank.</summary>
    public uint Active
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _bits;
    }

    /// <summary>One bit for each interrupt of this bank.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GICD_ICACTIVER Of(uint value) => new(value);

    /// <summary>Both.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GICD_ICACTIVER operator |(GICD_ICACTIVER left, GICD_ICACTIVER right) => new(left._bits | right._bits);
}
