// The layout of GPSET; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.BcmGpio;

/// <summary>GPSET, output set; offset 0x01C, 2 of them 4 bytes apart, 32 bits, write 1 to set. [BCM2711, General Purpose I/O, GPSET]</summary>
public readonly struct GPSET : IRegister32<GPSET>, IWriteOneToSet, IRegisterArray
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private GPSET(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x01C;
    }

    /// <inheritdoc/>
    public static uint Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 2;
    }

    /// <inheritdoc/>
    public static uint Stride
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 4;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GPSET FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(GPSET value) => value._bits;

    /// <summary>One bit for each pin.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GPSET Of(uint value) => new(value);

    /// <summary>Both.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GPSET operator |(GPSET left, GPSET right) => new(left._bits | right._bits);
}
