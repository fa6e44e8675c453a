// The layout of GICD_ISENABLER; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.GicV3;

/// <summary>GICD_ISENABLER, interrupt set-enables; element 0 is the redistributors'; offset 0x100, 32 of them 4 bytes apart, 32 bits, readable, write 1 to set. [IHI0069, Distributor register descriptions, GICD_ISENABLER]</summary>
public readonly struct GICD_ISENABLER : IRegister32<GICD_ISENABLER>, IReadable, IWriteOneToSet, IRegisterArray
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private GICD_ISENABLER(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x100;
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
    public static GICD_ISENABLER FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(GICD_ISENABLER value) => value._bits;

    /// <summary>One bit for each interrupt of this bank.</summary>
    public uint Enabled
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _bits;
    }

    /// <summary>One bit for each interrupt of this bank.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GICD_ISENABLER Of(uint value) => new(value);

    /// <summary>Both.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GICD_ISENABLER operator |(GICD_ISENABLER left, GICD_ISENABLER right) => new(left._bits | right._bits);
}
