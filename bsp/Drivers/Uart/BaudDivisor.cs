namespace RustKernel.Drivers.Uart;

/// <summary>Arithmetic for a UART's clock divisor that is a whole number.</summary>
public static class BaudDivisor
{
    // A receiver samples the middle of ten bits: half a bit in ten is 5 %, which both ends share.
    private const ulong TolerancePerUnit = 50;

    /// <summary>As <see cref="For"/>, but 0 for an unknown clock (0): the driver keeps the divisor that is set.</summary>
    public static Result<uint> IfKnown(ulong clockHz, uint samples, uint baud, uint largest)
        => clockHz == 0 ? 0u : For(clockHz, samples, baud, largest);

    /// <summary>
    /// The whole number nearest to <paramref name="clockHz"/> / (<paramref name="samples"/> · <paramref name="baud"/>), 1 to
    /// <paramref name="largest"/>.
    /// </summary>
    /// <returns>
    /// <see cref="ErrorCode.InvalidArgument"/> when none comes within 2 % of the rate, which a receiver tolerates.
    /// </returns>
    public static Result<uint> For(ulong clockHz, uint samples, uint baud, uint largest)
    {
        if (baud == 0 || clockHz > 1ul << 40)
        {
            return ErrorCode.InvalidArgument;
        }

        ulong unit = (ulong)samples * baud;
        ulong divisor = (clockHz + (unit / 2)) / unit;
        if (divisor == 0 || divisor > largest)
        {
            return ErrorCode.InvalidArgument;
        }

        ulong exact = divisor * unit;
        ulong error = exact > clockHz ? exact - clockHz : clockHz - exact;
        return error * TolerancePerUnit > clockHz ? ErrorCode.InvalidArgument : (uint)divisor;
    }
}
