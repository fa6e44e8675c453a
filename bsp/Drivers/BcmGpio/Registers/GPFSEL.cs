// The layout of GPFSEL; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.BcmGpio;

/// <summary>GPFSEL, function select, three bits for each of ten pins; offset 0x000, 6 of them 4 bytes apart, 32 bits, read and write. [BCM2711, General Purpose I/O, GPFSEL]</summary>
public readonly struct GPFSEL : IRegister32<GPFSEL>, IReadable, IWritable, IRegisterArray
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private GPFSEL(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x000;
    }

    /// <inheritdoc/>
    public static uint Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 6;
    }

    /// <inheritdoc/>
    public static uint Stride
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 4;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GPFSEL FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(GPFSEL value) => value._bits;

    /// <summary>Ten functions.</summary>
    public uint Bits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _bits;
    }

    /// <summary>Ten functions.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GPFSEL Of(uint value) => new(value);
}
