// The layout of GPIO_PUP_PDN_CNTRL; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.BcmGpio;

/// <summary>GPIO_PUP_PDN_CNTRL, pull resistors, two bits for each of sixteen pins; offset 0x0E4, 4 of them 4 bytes apart, 32 bits, read and write. [BCM2711, General Purpose I/O, GPIO_PUP_PDN_CNTRL]</summary>
public readonly struct GPIO_PUP_PDN_CNTRL : IRegister32<GPIO_PUP_PDN_CNTRL>, IReadable, IWritable, IRegisterArray
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private GPIO_PUP_PDN_CNTRL(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x0E4;
    }

    /// <inheritdoc/>
    public static uint Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 4;
    }

    /// <inheritdoc/>
    public static uint Stride
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 4;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GPIO_PUP_PDN_CNTRL FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(GPIO_PUP_PDN_CNTRL value) => value._bits;

    /// <summary>Sixteen choices.</summary>
    public uint Bits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _bits;
    }

    /// <summary>Sixteen choices.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GPIO_PUP_PDN_CNTRL Of(uint value) => new(value);
}
