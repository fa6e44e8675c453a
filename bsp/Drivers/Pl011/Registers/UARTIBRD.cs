// The layout of UARTIBRD; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.Pl011;

/// <summary>UARTIBRD, integer part of the baud-rate divisor; takes effect with the next write of UARTLCR_H; offset 0x024, 32 bits, read and write. [DDI0183 3.3, Integer Baud Rate Register]</summary>
public readonly struct UARTIBRD : IRegister32<UARTIBRD>, IReadable, IWritable
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private UARTIBRD(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x024;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static UARTIBRD FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(UARTIBRD value) => value._bits;

    /// <summary>Integer part; 0 is not allowed.</summary>
    public uint BAUD_DIVINT
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _bits & 0xFFFF;
    }

    /// <summary>With BAUD_DIVINT as given (0 to 65535): integer part; 0 is not allowed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public UARTIBRD WithBAUD_DIVINT(uint value) => new((_bits & ~(0xFFFFu)) | (value & 0xFFFF));
}
