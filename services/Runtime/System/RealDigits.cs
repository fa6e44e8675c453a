// Floating-point numbers as decimal digits and back, exactly: the shortest digits that read back as the same number, a given number of
// digits, and the number nearest to given digits (after Steele and White, and Dybvig).

namespace System;

internal static class RealDigits
{
    private const int DoubleBits = 53;
    private const int SingleBits = 24;
    private const int DoubleLeast = -1074;
    private const int SingleLeast = -149;

    // Digits after this many only matter as to whether there are any.
    internal const int MostDigits = 770;

    /// <summary>The shortest digits that read back as a given positive finite number.</summary>
    internal static void Shortest(double value, bool isSingle, ref Digits digits)
    {
        ulong mantissa = Split(value, isSingle, out int exponent);
        int bits = isSingle ? SingleBits : DoubleBits;
        bool isPower = mantissa == 1ul << (bits - 1) && exponent > (isSingle ? SingleLeast : DoubleLeast);
        bool isEven = (mantissa & 1) == 0;
        int extra = isPower ? 2 : 1;
        BigNumber rest = new(mantissa);
        rest.ShiftLeft(Math.Max(exponent, 0) + extra);
        BigNumber whole = new(1);
        whole.ShiftLeft(Math.Max(-exponent, 0) + extra);
        BigNumber below = new(1);
        below.ShiftLeft(Math.Max(exponent, 0));
        BigNumber above = below;
        above.ShiftLeft(extra - 1);
        int scale = Estimate(mantissa, exponent);
        whole.MultiplyByPowerOf10(Math.Max(scale, 0));
        rest.MultiplyByPowerOf10(Math.Max(-scale, 0));
        below.MultiplyByPowerOf10(Math.Max(-scale, 0));
        above.MultiplyByPowerOf10(Math.Max(-scale, 0));
        if (Reaches(rest, above, whole, isEven))
        {
            scale++;
        }
        else
        {
            rest.Multiply(10);
            below.Multiply(10);
            above.Multiply(10);
        }

        digits.Scale = scale;
        while (true)
        {
            int digit = Divide(ref rest, whole);
            int order = BigNumber.Compare(rest, below);
            bool isLow = isEven ? order <= 0 : order < 0;
            bool isHigh = Reaches(rest, above, whole, isEven);
            if (isLow || isHigh)
            {
                Last(digit, isLow, isHigh, rest, whole, ref digits);
                return;
            }

            digits.Add((char)('0' + digit));
            rest.Multiply(10);
            below.Multiply(10);
            above.Multiply(10);
        }
    }

    /// <summary>
    /// <paramref name="count"/> digits of a positive finite number, correctly rounded; with <paramref name="fromPoint"/> that many after
    /// the decimal point.
    /// </summary>
    internal static void Exact(double value, bool isSingle, int count, bool fromPoint, ref Digits digits)
    {
        ulong mantissa = Split(value, isSingle, out int exponent);
        BigNumber rest = new(mantissa);
        rest.ShiftLeft(Math.Max(exponent, 0));
        BigNumber whole = new(1);
        whole.ShiftLeft(Math.Max(-exponent, 0));
        int scale = Estimate(mantissa, exponent);
        whole.MultiplyByPowerOf10(Math.Max(scale, 0));
        rest.MultiplyByPowerOf10(Math.Max(-scale, 0));
        if (BigNumber.Compare(rest, whole) >= 0)
        {
            scale++;
        }
        else
        {
            rest.Multiply(10);
        }

        digits.Scale = scale;
        int wanted = fromPoint ? scale + count : count;
        for (int i = 0; i < wanted && !rest.IsZero; i++)
        {
            digits.Add((char)('0' + Divide(ref rest, whole)));
            rest.Multiply(10);
        }

        if (wanted >= 0 && !rest.IsZero)
        {
            // The rest is ten times too large: the next digit decides; a half is rounded to even.
            whole.Multiply(5);
            int order = BigNumber.Compare(rest, whole);
            if (order > 0 || (order == 0 && wanted > 0 && ((digits[wanted - 1] - '0') & 1) != 0))
            {
                digits.Increment();
            }
        }

        digits.Trim();
    }

    /// <summary>The number nearest to the digits; of two equally near ones the even one; infinity beyond the largest.</summary>
    internal static double Nearest(scoped in Digits digits, bool isSingle)
    {
        if (digits.IsZero || digits.Scale < (isSingle ? -60 : -340))
        {
            return 0;
        }

        if (digits.Scale > (isSingle ? 60 : 320))
        {
            return double.PositiveInfinity;
        }

        BigNumber top = default;
        foreach (char digit in digits.Text)
        {
            top = Appended(top, digit);
        }

        if (digits.HasMore)
        {
            top = Appended(top, '1');
        }

        int power = digits.Scale - digits.Count - (digits.HasMore ? 1 : 0);
        BigNumber bottom = new(1);
        top.MultiplyByPowerOf10(Math.Max(power, 0));
        bottom.MultiplyByPowerOf10(Math.Max(-power, 0));
        return Quotient(ref top, ref bottom, isSingle);
    }

    private static BigNumber Appended(BigNumber number, char digit)
    {
        if (number.IsZero)
        {
            return new BigNumber((uint)(digit - '0'));
        }

        number.Multiply(10, (uint)(digit - '0'));
        return number;
    }

    private static double Quotient(ref BigNumber top, ref BigNumber bottom, bool isSingle)
    {
        int bits = isSingle ? SingleBits : DoubleBits;
        int least = isSingle ? SingleLeast : DoubleLeast;

        // top / bottom lies in [1, 2) times two to the exponent.
        int exponent = top.Bits - bottom.Bits;
        top.ShiftLeft(Math.Max(-exponent, 0));
        bottom.ShiftLeft(Math.Max(exponent, 0));
        if (BigNumber.Compare(top, bottom) < 0)
        {
            exponent--;
            top.ShiftLeft(1);
        }

        int wanted = Math.Min(bits, exponent - least + 1);
        ulong mantissa = 0;
        for (int i = 0; i < wanted; i++)
        {
            bool isOne = BigNumber.Compare(top, bottom) >= 0;
            mantissa = (mantissa << 1) | (isOne ? 1ul : 0);
            if (isOne)
            {
                top.Subtract(bottom);
            }

            top.ShiftLeft(1);
        }

        // Twice the rest: decides whether the last place is rounded up.
        if (wanted >= 0)
        {
            int order = BigNumber.Compare(top, bottom);
            mantissa += order > 0 || (order == 0 && (mantissa & 1) != 0) ? 1ul : 0;
        }

        int last = exponent - wanted + 1;
        return Join(mantissa, Math.Max(last, least), bits, isSingle);
    }

    private static double Join(ulong mantissa, int exponent, int bits, bool isSingle)
    {
        if (mantissa >> bits != 0)
        {
            mantissa >>= 1;
            exponent++;
        }

        if (mantissa == 0)
        {
            return 0;
        }

        // A float is exact as a double.
        int shift = 63 - Numerics.BitOperations.LeadingZeroCount(mantissa);
        int top = exponent + shift;
        if (top > (isSingle ? 127 : 1023))
        {
            return double.PositiveInfinity;
        }

        if (top < -1022)
        {
            return BitConverter.Int64BitsToDouble((long)mantissa);
        }

        ulong fraction = (mantissa << (52 - shift)) & ((1ul << 52) - 1);
        return BitConverter.Int64BitsToDouble((long)(((ulong)(top + 1023) << 52) | fraction));
    }

    private static ulong Split(double value, bool isSingle, out int exponent)
    {
        if (isSingle)
        {
            uint single = (uint)BitConverter.SingleToInt32Bits((float)value);
            int biased = (int)(single >> 23) & 0xFF;
            exponent = Math.Max(biased, 1) - 150;
            return (single & 0x7FFFFF) | (biased == 0 ? 0u : 0x800000);
        }

        ulong bits = (ulong)BitConverter.DoubleToInt64Bits(value);
        int field = (int)(bits >> 52) & 0x7FF;
        exponent = Math.Max(field, 1) - 1075;
        return (bits & 0xFFFFFFFFFFFFF) | (field == 0 ? 0ul : 1ul << 52);
    }

    // The scale or one less: log10(2) as a fraction, rounded down, plus one.
    private static int Estimate(ulong mantissa, int exponent)
    {
        int bits = exponent + 63 - Numerics.BitOperations.LeadingZeroCount(mantissa);
        return (int)(((long)bits * 1262611) >> 22) + 1;
    }

    private static bool Reaches(in BigNumber rest, in BigNumber above, in BigNumber whole, bool isInclusive)
    {
        BigNumber sum = rest;
        sum.Add(above);
        int order = BigNumber.Compare(sum, whole);
        return isInclusive ? order >= 0 : order > 0;
    }

    private static int Divide(ref BigNumber rest, in BigNumber whole)
    {
        int digit = 0;
        while (BigNumber.Compare(rest, whole) >= 0)
        {
            rest.Subtract(whole);
            digit++;
        }

        return digit;
    }

    private static void Last(int digit, bool isLow, bool isHigh, BigNumber rest, in BigNumber whole, ref Digits digits)
    {
        bool isUp = isHigh;
        if (isLow && isHigh)
        {
            rest.ShiftLeft(1);
            int order = BigNumber.Compare(rest, whole);
            isUp = order > 0 || (order == 0 && (digit & 1) != 0);
        }

        digits.Add((char)('0' + digit));
        if (isUp)
        {
            digits.Increment();
        }

        digits.Trim();
    }
}
