// decimal: an integer of 96 bits, a sign, and the number of its digits after the point (0 to 28). Arithmetic is exact, with BigInteger,
// then rounded once to fit.

using System.Numerics;
using System.Runtime.InteropServices;

namespace System;

[StructLayout(LayoutKind.Sequential)]
public readonly partial struct Decimal : IComparable, IComparable<decimal>, IEquatable<decimal>, ISpanFormattable
{
    public const decimal Zero = 0m;
    public const decimal One = 1m;
    public const decimal MinusOne = -1m;
    public const decimal MaxValue = 79228162514264337593543950335m;
    public const decimal MinValue = -79228162514264337593543950335m;
    private const int MostScale = 28;
    private const int MostBits = 96;
    private const int SignFlag = 1 << 31;
    private readonly int _flags;
    private readonly int _high;
    private readonly ulong _low;

    public Decimal(int value)
        : this(value < 0, value < 0 ? 0 - (ulong)value : (ulong)value, 0, 0)
    {
    }

    public Decimal(uint value)
        : this(false, value, 0, 0)
    {
    }

    public Decimal(long value)
        : this(value < 0, value < 0 ? 0 - (ulong)value : (ulong)value, 0, 0)
    {
    }

    public Decimal(ulong value)
        : this(false, value, 0, 0)
    {
    }

    // As many digits as the type represents.
    public Decimal(float value) => this = FromReal(value, "E6");

    public Decimal(double value) => this = FromReal(value, "E14");

    public Decimal(int lo, int mid, int hi, bool isNegative, byte scale)
        : this(isNegative, (uint)lo | ((ulong)(uint)mid << 32), (uint)hi, scale <= MostScale
            ? scale
            : throw new ArgumentOutOfRangeException(nameof(scale), "Decimal's scale value must be between 0 and 28, inclusive."))
    {
    }

    public Decimal(int[] bits)
        : this(new ReadOnlySpan<int>(bits ?? throw new ArgumentNullException(nameof(bits))))
    {
    }

    public Decimal(ReadOnlySpan<int> bits)
    {
        if (bits.Length != 4 || (bits[3] & ~(SignFlag | 0xFF0000)) != 0 || ((bits[3] >> 16) & 0xFF) > MostScale)
        {
            throw new ArgumentException("Decimal byte array constructor requires an array of length four containing valid decimal bytes.");
        }

        _low = (uint)bits[0] | ((ulong)(uint)bits[1] << 32);
        _high = bits[2];
        _flags = bits[3];
    }

    private Decimal(bool isNegative, ulong low, uint high, int scale)
    {
        _flags = (isNegative ? SignFlag : 0) | (scale << 16);
        _high = (int)high;
        _low = low;
    }

    public byte Scale => (byte)(_flags >> 16);

    internal bool HasSign => _flags < 0;

    // Whether its fraction does not end with a zero.
    private bool IsShortest => Scale == 0 || this * Ten(Scale - 1) % 1 != 0;

    internal bool IsNothing => _low == 0 && _high == 0;

    /// <summary>The digits as an integer, with the sign.</summary>
    internal BigInteger Whole
    {
        get
        {
            BigInteger whole = (new BigInteger((uint)_high) << 64) + new BigInteger(_low);
            return HasSign ? -whole : whole;
        }
    }

    private static decimal Ten(int power) => power == 0 ? 1 : 10 * Ten(power - 1);

    public static int[] GetBits(decimal d) => [(int)d._low, (int)(d._low >> 32), d._high, d._flags];

    public static int Compare(decimal d1, decimal d2) => d1.CompareTo(d2);

    public static bool Equals(decimal d1, decimal d2) => d1.CompareTo(d2) == 0;

    public static bool IsNegative(decimal value) => value.HasSign;

    public static bool IsPositive(decimal value) => !value.HasSign;

    public static bool IsInteger(decimal value) => value == Truncate(value);

    public static decimal Add(decimal d1, decimal d2) => d1 + d2;

    public static decimal Subtract(decimal d1, decimal d2) => d1 - d2;

    public static decimal Multiply(decimal d1, decimal d2) => d1 * d2;

    public static decimal Divide(decimal d1, decimal d2) => d1 / d2;

    public static decimal Remainder(decimal d1, decimal d2) => d1 % d2;

    public static decimal Negate(decimal d) => new(!d.HasSign, d._low, (uint)d._high, d.Scale);

    public static decimal Abs(decimal value) => new(false, value._low, (uint)value._high, value.Scale);

    public static decimal Max(decimal x, decimal y) => x >= y ? x : y;

    public static decimal Min(decimal x, decimal y) => x < y ? x : y;

    public static int Sign(decimal d) => d.IsNothing ? 0 : d.HasSign ? -1 : 1;

    public static decimal Clamp(decimal value, decimal min, decimal max) => min > max
        ? throw new ArgumentException($"'{min}' cannot be greater than {max}.")
        : Min(Max(value, min), max);

    public static decimal Truncate(decimal d) => Round(d, 0, MidpointRounding.ToZero);

    public static decimal Floor(decimal d) => Round(d, 0, MidpointRounding.ToNegativeInfinity);

    public static decimal Ceiling(decimal d) => Round(d, 0, MidpointRounding.ToPositiveInfinity);

    public static decimal Round(decimal d) => Round(d, 0, MidpointRounding.ToEven);

    public static decimal Round(decimal d, int decimals) => Round(d, decimals, MidpointRounding.ToEven);

    public static decimal Round(decimal d, MidpointRounding mode) => Round(d, 0, mode);

    public static decimal Round(decimal d, int decimals, MidpointRounding mode)
    {
        if ((uint)decimals > MostScale)
        {
            throw new ArgumentOutOfRangeException(nameof(decimals), "Decimal can only round to between 0 and 28 digits of precision.");
        }

        return d.Scale <= decimals ? d : FromWhole(Shortened(d.Whole, d.Scale - decimals, mode), decimals, d.HasSign);
    }

    /// <summary>The integer as a decimal.</summary>
    internal static decimal FromWhole(BigInteger whole) => FromWhole(whole, 0, whole.Sign < 0);

    private static decimal FromWhole(BigInteger whole, int scale, bool isNegative) =>
        TryFromWhole(whole, scale, isNegative, out decimal result, out _) ? result : throw Overflow("a Decimal.");

    // If there are more than 96 bits, or more than 28 digits after the point, the last digits are dropped.
    private static bool TryFromWhole(BigInteger whole, int scale, bool isNegative, out decimal result, out bool isTooLarge)
    {
        result = default;
        int lost = Math.Max(0, scale - MostScale);
        BigInteger kept = lost == 0 ? whole : Shortened(whole, lost, MidpointRounding.ToEven);
        while (Words.Bits(kept.Magnitude) > MostBits)
        {
            isTooLarge = ++lost > scale;
            if (isTooLarge)
            {
                return false;
            }

            kept = Shortened(whole, lost, MidpointRounding.ToEven);
        }

        uint[] words = kept.Magnitude;
        ulong low = (words.Length > 0 ? words[0] : 0) | (words.Length > 1 ? (ulong)words[1] << 32 : 0);
        result = new decimal(isNegative, low, words.Length > 2 ? words[2] : 0, scale - lost);
        isTooLarge = false;
        return true;
    }

    // Drops the last digits.
    private static BigInteger Shortened(BigInteger whole, int digits, MidpointRounding mode)
    {
        BigInteger unit = BigInteger.Pow(10, digits);
        BigInteger quotient = BigInteger.DivRem(whole, unit, out BigInteger rest);
        int half = BigInteger.Compare(BigInteger.Abs(rest) * 2, unit);
        bool isAway = mode switch
        {
            MidpointRounding.ToEven => half > 0 || (half == 0 && !quotient.IsEven),
            MidpointRounding.AwayFromZero => half >= 0,
            MidpointRounding.ToZero => false,
            MidpointRounding.ToNegativeInfinity => rest.Sign < 0,
            MidpointRounding.ToPositiveInfinity => rest.Sign > 0,
            _ => throw new ArgumentException($"The Enum type should contain one and only one enum value: {(int)mode}.", nameof(mode)),
        };
        return isAway ? quotient + whole.Sign : quotient;
    }

    private static decimal FromReal(double value, string format)
    {
        if (!double.IsFinite(value))
        {
            throw Overflow("a Decimal.");
        }

        return WithoutZeros(Parse(value.ToString(format), Globalization.NumberStyles.Float), 0);
    }

    // Drops digits after the point while the last one is a zero.
    private static decimal WithoutZeros(decimal value, int least)
    {
        BigInteger whole = value.Whole;
        int scale = value.Scale;
        while (scale > least)
        {
            BigInteger shorter = BigInteger.DivRem(whole, 10, out BigInteger rest);
            if (!rest.IsZero)
            {
                break;
            }

            whole = shorter;
            scale--;
        }

        return FromWhole(whole, scale, value.HasSign);
    }

    private static OverflowException Overflow(string type) => new("Value was either too large or too small for " + type);

    public int CompareTo(decimal value)
    {
        int scale = Math.Max(Scale, value.Scale);
        return BigInteger.Compare(At(scale), value.At(scale));
    }

    public int CompareTo(object? value) => value is null ? 1
        : value is decimal other ? CompareTo(other)
        : throw new ArgumentException("Object must be of type Decimal.");

    public bool Equals(decimal value) => CompareTo(value) == 0;

    public override bool Equals(object? value) => value is decimal other && Equals(other);

    public override int GetHashCode()
    {
        decimal shortest = WithoutZeros(this, 0);
        return IsNothing ? 0 : HashCode.Combine(shortest._low, shortest._high, shortest._flags);
    }

    // The integer that represents it with this many digits after the point.
    private BigInteger At(int scale) => Whole * BigInteger.Pow(10, scale - Scale);
}
