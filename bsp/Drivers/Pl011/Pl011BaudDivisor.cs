namespace RustKernel.Drivers.Pl011;

/// <summary>
/// The PL011's divisor of UARTCLK to 16 times the baud rate: an integer and 64ths. [DDI0183 3.3, Fractional Baud Rate Register]
/// </summary>
public readonly struct Pl011BaudDivisor
{
    private const ulong LargestIn64ths = 0xFFFFul << 6;

    private readonly uint _in64ths;

    private Pl011BaudDivisor(uint in64ths) => _in64ths = in64ths;

    /// <summary>Integer part, 1 to 65535.</summary>
    public uint Integer => _in64ths >> 6;

    /// <summary>Fraction in 64ths, 0 to 63.</summary>
    public uint Fraction => _in64ths & 63;

    /// <summary>
    /// The divisor nearest to clock / (16 · baud). 48 MHz and 115200 baud give 26 and 3/64, which is 0.02 %
    /// off. The error is at most half a 64th of the divisor, which is at least 1, so a rate that has a
    /// divisor is always close enough.
    /// </summary>
    /// <param name="clockHz">UARTCLK in hertz, at most 2^60.</param>
    /// <param name="baud">Bits a second.</param>
    /// <returns>
    /// <see cref="ErrorCode.InvalidArgument"/> when the rate is 0, faster than a sixteenth of the
    /// clock, or too slow for the divisor's 16 bits.
    /// </returns>
    public static Result<Pl011BaudDivisor> For(ulong clockHz, uint baud)
    {
        if (baud == 0 || clockHz > 1ul << 60)
        {
            return ErrorCode.InvalidArgument;
        }
        // clock / (16 · baud) in 64ths, rounded to the nearest.
        ulong in64ths = ((clockHz * 4) + (baud / 2)) / baud;
        if (in64ths < 64 || in64ths > LargestIn64ths)
        {
            return ErrorCode.InvalidArgument;
        }

        return new Pl011BaudDivisor((uint)in64ths);
    }
}
