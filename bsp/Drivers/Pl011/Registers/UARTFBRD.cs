// The layout of UARTFBRD; nothing else. Behaviour belongs to the driver.

using System.Runtime.CompilerServices;

namespace RustKernel.Drivers.Registers.Pl011;

/// <summary>UARTFBRD, fractional part of the baud-rate divisor; takes effect with the next write of UARTLCR_H; offset 0x028, 32 bits, read and write. [DDI0183 3.3, Fractional Baud Rate Register]</summary>
public readonly struct UARTFBRD : IRegister32<UARTFBRD>, IReadable, IWritable
{
    private readonly uint _bits;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private UARTFBRD(uint bits) => _bits = bits;

    /// <inheritdoc/>
    public static uint Offset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 0x028;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static UARTFBRD FromBits(uint bits) => new(bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ToBits(UARTFBRD value) => value._bits;

    /// <summary>Fraction, in 64ths.</summary>
    public uint BAUD_DIVFRAC
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _bits & 0x3F;
    }

    /// <summary>With BAUD_DIVFRAC as given (0 to 63): fraction, in 64ths.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public UARTFBRD WithBAUD_DIVFRAC(uint value) => new((_bits & ~(0x3Fu)) | (value & 0x3F));
}
