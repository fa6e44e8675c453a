// The layout of GPCLR; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.BcmGpio;

/// <summary>GPCLR, output clear; offset 0x028, 2 of them 4 bytes apart, 32 bits, write 1 to clear. [BCM2711, General Purpose I/O, GPCLR]</summary>
public readonly struct GPCLR : IRegister32<GPCLR>, IWriteOneToClear, IRegisterArray
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private GPCLR(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x028;
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
    public static GPCLR FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(GPCLR value) => value._bits;

    /// <summary>One bit for each pin to drive low.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GPCLR Of(uint value) => new(value);

    /// <summary>Both.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GPCLR operator |(GPCLR left, GPCLR right) => new(left._bits | right._bits);
}
