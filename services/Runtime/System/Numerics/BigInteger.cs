// An integer of any size: its sign, and its magnitude in words of 32 bits, the lowest first, without leading zeros.

namespace System.Numerics;

public readonly partial struct BigInteger : IComparable, IComparable<BigInteger>, IEquatable<BigInteger>, ISpanFormattable
{
    private readonly int _sign;
    private readonly uint[]? _words;

    public BigInteger(int value)
        : this((long)value)
    {
    }

    public BigInteger(uint value)
        : this((ulong)value)
    {
    }

    public BigInteger(long value)
        : this(value < 0, value < 0 ? 0 - (ulong)value : (ulong)value)
    {
    }

    public BigInteger(ulong value)
        : this(false, value)
    {
    }

    public BigInteger(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new OverflowException(double.IsNaN(value)
                ? "The value is not a number."
                : "BigInteger cannot represent infinity.");
        }

        long bits = BitConverter.DoubleToInt64Bits(Math.Truncate(value));
        int exponent = (int)((bits >> 52) & 0x7FF) - 1075;
        ulong mantissa = ((ulong)bits & 0xFFFFFFFFFFFFF) | (1ul << 52);
        BigInteger magnitude = exponent < -52 ? Zero : exponent < 0 ? new(mantissa >> -exponent) : new BigInteger(mantissa) << exponent;
        _words = magnitude._words;
        _sign = bits < 0 ? -magnitude._sign : magnitude._sign;
    }

    public BigInteger(decimal value)
    {
        BigInteger whole = decimal.Truncate(value).Whole;
        _sign = whole._sign;
        _words = whole._words;
    }

    public BigInteger(byte[] value)
        : this(new ReadOnlySpan<byte>(value ?? throw new ArgumentNullException(nameof(value))))
    {
    }

    public BigInteger(ReadOnlySpan<byte> value, bool isUnsigned = false, bool isBigEndian = false)
    {
        bool isNegative = !isUnsigned && value.Length > 0 && value[isBigEndian ? 0 : value.Length - 1] >= 0x80;
        uint[] words = new uint[(value.Length + 3) / 4];
        for (int i = 0; i < words.Length * 4; i++)
        {
            uint part = i >= value.Length ? (isNegative ? 0xFFu : 0) : value[isBigEndian ? value.Length - 1 - i : i];
            words[i / 4] |= part << (i % 4 * 8);
        }

        if (isNegative)
        {
            Words.Negate(words);
        }

        _words = Words.Trim(words);
        _sign = _words.Length == 0 ? 0 : isNegative ? -1 : 1;
    }

    private BigInteger(bool isNegative, ulong magnitude)
        : this(isNegative, magnitude == 0 ? [] : magnitude >> 32 == 0 ? [(uint)magnitude] : [(uint)magnitude, (uint)(magnitude >> 32)])
    {
    }

    private BigInteger(bool isNegative, uint[] words)
    {
        _words = Words.Trim(words);
        _sign = _words.Length == 0 ? 0 : isNegative ? -1 : 1;
    }

    public static BigInteger Zero => default;

    public static BigInteger One => new(1);

    public static BigInteger MinusOne => new(-1);

    public bool IsZero => _sign == 0;

    public bool IsOne => _sign > 0 && IsUnit;

    public bool IsEven => _sign == 0 || (Magnitude[0] & 1) == 0;

    public bool IsPowerOfTwo => _sign > 0 && Words.Bits(Magnitude) == TrailingZeros + 1;

    public int Sign => _sign;

    internal uint[] Magnitude => _words ?? [];

    private bool IsUnit => Magnitude.Length == 1 && Magnitude[0] == 1;

    // For a negative number: in its two's complement, with as many words as needed.
    private int OneBits
    {
        get
        {
            BigInteger bits = _sign < 0 ? -this - One : this;
            int count = 0;
            foreach (uint word in bits.Magnitude)
            {
                count += BitOperations.PopCount(word);
            }

            return _sign < 0 ? (Math.Max(1, Magnitude.Length) * 32) - count : count;
        }
    }

    private int TrailingZeros
    {
        get
        {
            int at = 0;
            while (Magnitude[at] == 0)
            {
                at++;
            }

            return (at * 32) + BitOperations.TrailingZeroCount(Magnitude[at]);
        }
    }

    public static BigInteger Add(BigInteger left, BigInteger right) => left + right;

    public static BigInteger Subtract(BigInteger left, BigInteger right) => left - right;

    public static BigInteger Multiply(BigInteger left, BigInteger right) => left * right;

    public static BigInteger Divide(BigInteger dividend, BigInteger divisor) => dividend / divisor;

    public static BigInteger Remainder(BigInteger dividend, BigInteger divisor) => dividend % divisor;

    public static BigInteger Negate(BigInteger value) => -value;

    public static BigInteger Abs(BigInteger value) => new(false, value.Magnitude);

    public static BigInteger Max(BigInteger left, BigInteger right) => left < right ? right : left;

    public static BigInteger Min(BigInteger left, BigInteger right) => left <= right ? left : right;

    public static BigInteger Clamp(BigInteger value, BigInteger min, BigInteger max) => min > max
        ? throw new ArgumentException($"'{min}' cannot be greater than {max}.")
        : Min(Max(value, min), max);

    public static int Compare(BigInteger left, BigInteger right) => left.CompareTo(right);

    public static bool IsNegative(BigInteger value) => value._sign < 0;

    public static bool IsPositive(BigInteger value) => value._sign >= 0;

    public static bool IsEvenInteger(BigInteger value) => value.IsEven;

    public static bool IsOddInteger(BigInteger value) => !value.IsEven;

    public static bool IsPow2(BigInteger value) => value.IsPowerOfTwo;

    public static BigInteger DivRem(BigInteger dividend, BigInteger divisor, out BigInteger remainder)
    {
        if (divisor._sign == 0)
        {
            throw new DivideByZeroException();
        }

        uint[] quotient = Words.Divide(dividend.Magnitude, divisor.Magnitude, out uint[] rest);
        remainder = new BigInteger(dividend._sign < 0, rest);
        return new BigInteger(dividend._sign * divisor._sign < 0, quotient);
    }

    public static (BigInteger Quotient, BigInteger Remainder) DivRem(BigInteger left, BigInteger right)
    {
        BigInteger quotient = DivRem(left, right, out BigInteger remainder);
        return (quotient, remainder);
    }

    public static BigInteger GreatestCommonDivisor(BigInteger left, BigInteger right)
    {
        (left, right) = (Abs(left), Abs(right));
        while (!right.IsZero)
        {
            (left, right) = (right, left % right);
        }

        return left;
    }

    public static BigInteger Pow(BigInteger value, int exponent)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(exponent);
        BigInteger result = One;
        for (int bit = 31 - BitOperations.LeadingZeroCount((uint)exponent); bit >= 0; bit--)
        {
            result *= result;
            result = (exponent >> bit & 1) != 0 ? result * value : result;
        }

        return result;
    }

    public static BigInteger ModPow(BigInteger value, BigInteger exponent, BigInteger modulus)
    {
        if (exponent._sign < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(exponent), "The number must be greater than or equal to zero.");
        }

        BigInteger result = One % modulus;
        value %= modulus;
        for (long bit = Words.Bits(exponent.Magnitude) - 1; bit >= 0; bit--)
        {
            result = result * result % modulus;
            result = (exponent.Magnitude[bit / 32] >> (int)(bit % 32) & 1) != 0 ? result * value % modulus : result;
        }

        return result;
    }

    public static double Log(BigInteger value) => Log(value, Math.E);

    public static double Log10(BigInteger value) => Log(value, 10);

    public static double Log(BigInteger value, double baseValue)
    {
        if (value._sign < 0 || baseValue == 1)
        {
            return double.NaN;
        }

        if (value._sign == 0)
        {
            return double.NegativeInfinity;
        }

        // The highest 64 bits, and the power of two by which they must be multiplied.
        long shift = Math.Max(0, Words.Bits(value.Magnitude) - 64);
        double logarithm = Math.Log((double)(ulong)(value >> (int)shift)) + (shift * Math.Log(2));
        return baseValue == Math.E ? logarithm : logarithm / Math.Log(baseValue);
    }

    public long GetBitLength()
    {
        long bits = Words.Bits(Magnitude);
        return _sign < 0 && bits == TrailingZeros + 1 ? bits - 1 : bits;
    }

    public int GetByteCount(bool isUnsigned = false) => ToByteArray(isUnsigned).Length;

    public byte[] ToByteArray() => ToByteArray(false, false);

    public byte[] ToByteArray(bool isUnsigned = false, bool isBigEndian = false)
    {
        if (isUnsigned && _sign < 0)
        {
            throw new OverflowException("Negative values do not have an unsigned representation.");
        }

        int count = isUnsigned ? Math.Max(1, (int)(Words.Bits(Magnitude) + 7) / 8) : (int)(GetBitLength() / 8) + 1;
        uint[] words = Words.TwosComplement(Magnitude, _sign < 0, (count + 3) / 4);
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++)
        {
            bytes[isBigEndian ? count - 1 - i : i] = (byte)(words[i / 4] >> (i % 4 * 8));
        }

        return bytes;
    }

    public bool TryWriteBytes(Span<byte> destination, out int bytesWritten, bool isUnsigned = false, bool isBigEndian = false)
    {
        byte[] bytes = ToByteArray(isUnsigned, isBigEndian);
        bool isRoom = bytes.Length <= destination.Length;
        bytesWritten = isRoom ? bytes.Length : 0;
        if (isRoom)
        {
            new ReadOnlySpan<byte>(bytes).CopyTo(destination);
        }

        return isRoom;
    }

    public int CompareTo(BigInteger other) => _sign != other._sign
        ? (_sign < other._sign ? -1 : 1)
        : _sign * Words.Compare(Magnitude, other.Magnitude);

    public int CompareTo(long other) => CompareTo(new BigInteger(other));

    public int CompareTo(ulong other) => CompareTo(new BigInteger(other));

    public int CompareTo(object? obj) => obj is null ? 1
        : obj is BigInteger other ? CompareTo(other)
        : throw new ArgumentException("The parameter must be a BigInteger.", nameof(obj));

    public bool Equals(BigInteger other) => CompareTo(other) == 0;

    public bool Equals(long other) => CompareTo(other) == 0;

    public bool Equals(ulong other) => CompareTo(other) == 0;

    public override bool Equals(object? obj) => obj is BigInteger other && Equals(other);

    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (uint word in Magnitude)
        {
            hash.Add(word);
        }

        hash.Add(_sign);
        return hash.ToHashCode();
    }
}
