// The layout of GPLEV; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.BcmGpio;

/// <summary>GPLEV, pin level; offset 0x034, 2 of them 4 bytes apart, 32 bits, read-only. [BCM2711, General Purpose I/O, GPLEV]</summary>
public readonly struct GPLEV : IRegister32<GPLEV>, IReadable, IRegisterArray
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private GPLEV(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x034;
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
    public static GPLEV FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(GPLEV value) => value._bits;

    /// <summary>One bit for each pin.</summary>
    public uint Pins
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _bits;
    }
}
