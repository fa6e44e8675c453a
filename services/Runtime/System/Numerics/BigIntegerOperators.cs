// The language's operators and conversions for large integers.

namespace System.Numerics;

public readonly partial struct BigInteger
{
    private const string TooLarge = "Value was either too large or too small for ";

    public static BigInteger operator +(BigInteger value) => value;

    public static BigInteger operator -(BigInteger value) => new(value._sign > 0, value.Magnitude);

    public static BigInteger operator ++(BigInteger value) => value + One;

    public static BigInteger operator --(BigInteger value) => value - One;

    public static BigInteger operator +(BigInteger left, BigInteger right)
    {
        if (left._sign * right._sign >= 0)
        {
            return new(left._sign + right._sign < 0, Words.Add(left.Magnitude, right.Magnitude));
        }

        int order = Words.Compare(left.Magnitude, right.Magnitude);
        return order >= 0
            ? new(left._sign < 0, Words.Subtract(left.Magnitude, right.Magnitude))
            : new(right._sign < 0, Words.Subtract(right.Magnitude, left.Magnitude));
    }

    public static BigInteger operator -(BigInteger left, BigInteger right) => left + (-right);

    public static BigInteger operator *(BigInteger left, BigInteger right) =>
        new(left._sign * right._sign < 0, Words.Multiply(left.Magnitude, right.Magnitude));

    public static BigInteger operator /(BigInteger dividend, BigInteger divisor) => DivRem(dividend, divisor, out _);

    public static BigInteger operator %(BigInteger dividend, BigInteger divisor)
    {
        _ = DivRem(dividend, divisor, out BigInteger remainder);
        return remainder;
    }

    public static BigInteger operator <<(BigInteger value, int shift) => shift < 0
        ? value >> -shift
        : new(value._sign < 0, Words.ShiftLeft(value.Magnitude, shift));

    // Towards minus infinity, as in two's complement.
    public static BigInteger operator >>(BigInteger value, int shift)
    {
        if (shift < 0)
        {
            return value << -shift;
        }

        BigInteger shifted = new(value._sign < 0, Words.ShiftRight(value.Magnitude, shift));
        return value._sign < 0 && value.TrailingZeros < shift ? shifted - One : shifted;
    }

    public static BigInteger operator &(BigInteger left, BigInteger right) => Combine(left, right, static (a, b) => a & b);

    public static BigInteger operator |(BigInteger left, BigInteger right) => Combine(left, right, static (a, b) => a | b);

    public static BigInteger operator ^(BigInteger left, BigInteger right) => Combine(left, right, static (a, b) => a ^ b);

    public static BigInteger operator ~(BigInteger value) => -(value + One);

    public static bool operator ==(BigInteger left, BigInteger right) => left.CompareTo(right) == 0;

    public static bool operator !=(BigInteger left, BigInteger right) => left.CompareTo(right) != 0;

    public static bool operator <(BigInteger left, BigInteger right) => left.CompareTo(right) < 0;

    public static bool operator <=(BigInteger left, BigInteger right) => left.CompareTo(right) <= 0;

    public static bool operator >(BigInteger left, BigInteger right) => left.CompareTo(right) > 0;

    public static bool operator >=(BigInteger left, BigInteger right) => left.CompareTo(right) >= 0;

    public static bool operator ==(BigInteger left, long right) => left.CompareTo(right) == 0;

    public static bool operator !=(BigInteger left, long right) => left.CompareTo(right) != 0;

    public static bool operator <(BigInteger left, long right) => left.CompareTo(right) < 0;

    public static bool operator <=(BigInteger left, long right) => left.CompareTo(right) <= 0;

    public static bool operator >(BigInteger left, long right) => left.CompareTo(right) > 0;

    public static bool operator >=(BigInteger left, long right) => left.CompareTo(right) >= 0;

    public static implicit operator BigInteger(byte value) => new((ulong)value);

    public static implicit operator BigInteger(sbyte value) => new((long)value);

    public static implicit operator BigInteger(short value) => new((long)value);

    public static implicit operator BigInteger(ushort value) => new((ulong)value);

    public static implicit operator BigInteger(int value) => new((long)value);

    public static implicit operator BigInteger(uint value) => new((ulong)value);

    public static implicit operator BigInteger(long value) => new(value);

    public static implicit operator BigInteger(ulong value) => new(value);

    public static explicit operator BigInteger(float value) => new((double)value);

    public static explicit operator BigInteger(double value) => new(value);

    public static explicit operator BigInteger(decimal value) => new(value);

    public static explicit operator byte(BigInteger value) => (byte)value.ToNatural(byte.MaxValue, "an unsigned byte.");

    public static explicit operator ushort(BigInteger value) => (ushort)value.ToNatural(ushort.MaxValue, "a UInt16.");

    public static explicit operator uint(BigInteger value) => (uint)value.ToNatural(uint.MaxValue, "a UInt32.");

    public static explicit operator ulong(BigInteger value) => value.ToNatural(ulong.MaxValue, "a UInt64.");

    public static explicit operator sbyte(BigInteger value) => (sbyte)value.ToInteger(sbyte.MaxValue, "a signed byte.");

    public static explicit operator short(BigInteger value) => (short)value.ToInteger(short.MaxValue, "an Int16.");

    public static explicit operator int(BigInteger value) => (int)value.ToInteger(int.MaxValue, "an Int32.");

    public static explicit operator long(BigInteger value) => value.ToInteger(long.MaxValue, "an Int64.");

    public static explicit operator float(BigInteger value) => (float)(double)value;

    // Truncated to 53 bits or more, as in .NET: the highest 64 bits, without the rest.
    public static explicit operator double(BigInteger value)
    {
        long shift = Math.Max(0, Words.Bits(value.Magnitude) - 64);
        if (shift > 1024)
        {
            return value._sign < 0 ? double.NegativeInfinity : double.PositiveInfinity;
        }

        uint[] top = Words.ShiftRight(value.Magnitude, (int)shift);
        ulong bits = (top.Length > 0 ? top[0] : 0) | (top.Length > 1 ? (ulong)top[1] << 32 : 0);
        double magnitude = bits;
        for (; shift > 0; shift -= 32)
        {
            magnitude *= 1ul << (int)Math.Min(32, shift);
        }

        return value._sign < 0 ? -magnitude : magnitude;
    }

    public static explicit operator decimal(BigInteger value) => decimal.FromWhole(value);

    private ulong ToNatural(ulong maximum, string type)
    {
        ulong low = Low(out bool isLarger);
        return _sign >= 0 && !isLarger && low <= maximum ? low : throw new OverflowException(TooLarge + type);
    }

    private long ToInteger(long maximum, string type)
    {
        ulong low = Low(out bool isLarger);
        bool isIn = !isLarger && (_sign < 0 ? low <= (ulong)maximum + 1 : low <= (ulong)maximum);
        return !isIn ? throw new OverflowException(TooLarge + type) : _sign < 0 ? (long)(0 - low) : (long)low;
    }

    private ulong Low(out bool isLarger)
    {
        uint[] words = Magnitude;
        isLarger = words.Length > 2;
        return (words.Length > 0 ? words[0] : 0) | (words.Length > 1 ? (ulong)words[1] << 32 : 0);
    }

    private static BigInteger Combine(BigInteger left, BigInteger right, Func<uint, uint, uint> combine)
    {
        int count = Math.Max(left.Magnitude.Length, right.Magnitude.Length) + 1;
        uint[] words = Words.TwosComplement(left.Magnitude, left._sign < 0, count);
        uint[] others = Words.TwosComplement(right.Magnitude, right._sign < 0, count);
        for (int i = 0; i < count; i++)
        {
            words[i] = combine(words[i], others[i]);
        }

        bool isNegative = words[count - 1] >> 31 != 0;
        if (isNegative)
        {
            Words.Negate(words);
        }

        return new BigInteger(isNegative, words);
    }
}
