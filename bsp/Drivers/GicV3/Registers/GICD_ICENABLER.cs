// The layout of GICD_ICENABLER; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.GicV3;

/// <summary>GICD_ICENABLER, interrupt clear-enables; element 0 is the redistributors'; offset 0x180, 32 of them 4 bytes apart, 32 bits, readable, write 1 to clear. [IHI0069, Distributor register descriptions, GICD_ICENABLER]</summary>
public readonly struct GICD_ICENABLER : IRegister32<GICD_ICENABLER>, IReadable, IWriteOneToClear, IRegisterArray
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private GICD_ICENABLER(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x180;
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
    public static GICD_ICENABLER FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(GICD_ICENABLER value) => value._bits;

    /// <summary>One bit for each interrupt of this bank.</summary>
    public uint Enabled
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _bits;
    }

    /// <summary>One bit for each interrupt of this bank.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GICD_ICENABLER Of(uint value) => new(value);

    /// <summary>Both.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GICD_ICENABLER operator |(GICD_ICENABLER left, GICD_ICENABLER right) => new(left._bits | right._bits);
}
