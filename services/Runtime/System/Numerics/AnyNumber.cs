// A number of any type during a conversion: its sign, the 64 bits of its whole part, and its value as a real number.

namespace System.Numerics;

internal readonly struct AnyNumber
{
    private const double Beyond = 18446744073709551616.0;
    private readonly bool _isNegative;
    private readonly bool _isBeyond;
    private readonly ulong _magnitude;

    private AnyNumber(bool isNegative, ulong magnitude)
    {
        _isNegative = isNegative;
        _magnitude = magnitude;
        IsWhole = true;
        Real = isNegative ? -(double)magnitude : magnitude;
    }

    private AnyNumber(long value)
        : this(value < 0, value < 0 ? 0 - (ulong)value : (ulong)value)
    {
    }

    private AnyNumber(double value)
    {
        Real = value;
        _isNegative = value < 0;
        double size = Math.Abs(value);
        _isBeyond = size >= Beyond;
        _magnitude = size < Beyond ? (ulong)size : ulong.MaxValue;
    }

    // Exact if 64 bits are enough, but not an integer: if too large, it becomes the type's limit.
    private AnyNumber(decimal value)
    {
        Real = (double)value;
        decimal size = decimal.Truncate(decimal.Abs(value));
        _isNegative = decimal.IsNegative(value);
        _isBeyond = size > ulong.MaxValue;
        _magnitude = _isBeyond ? ulong.MaxValue : (ulong)size;
    }

    private AnyNumber(BigInteger value)
    {
        BigInteger size = BigInteger.Abs(value);
        Real = (double)value;
        IsWhole = true;
        _isNegative = value.Sign < 0;
        _isBeyond = size > ulong.MaxValue;
        _magnitude = (ulong)(size & ulong.MaxValue);
    }

    /// <summary>The number as a double.</summary>
    internal double Real { get; }

    /// <summary>Its type is an integer type.</summary>
    internal bool IsWhole { get; }

    /// <summary>The number as a float, rounded once.</summary>
    internal float Single => !IsWhole || _isBeyond ? (float)Real : _isNegative ? -(float)_magnitude : _magnitude;

    /// <summary>The whole part of an integer or a real number.</summary>
    internal BigInteger Whole => !IsWhole ? new BigInteger(Real) : _isNegative ? -new BigInteger(_magnitude) : new BigInteger(_magnitude);

    /// <summary>False: the type is unknown here.</summary>
    internal static bool TryOf<T>(T value, out AnyNumber number)
    {
        bool isKnown = true;
        switch (value)
        {
            case int n:
                number = new(n);
                break;
            case long n:
                number = new(n);
                break;
            case byte n:
                number = new(false, n);
                break;
            case sbyte n:
                number = new(n);
                break;
            case short n:
                number = new(n);
                break;
            case ushort n:
                number = new(false, n);
                break;
            case uint n:
                number = new(false, n);
                break;
            case ulong n:
                number = new(false, n);
                break;
            case nint n:
                number = new((long)n);
                break;
            case nuint n:
                number = new(false, n);
                break;
            case char n:
                number = new(false, n);
                break;
            case double n:
                number = new(n);
                break;
            case float n:
                number = new((double)n);
                break;
            case decimal n:
                number = new(n);
                break;
            case BigInteger n:
                number = new(n);
                break;
            default:
                number = default;
                isKnown = false;
                break;
        }

        return isKnown;
    }

    /// <summary>The bits of an integer of at most <paramref name="most"/> and at least minus <paramref name="least"/>.</summary>
    internal ulong ToChecked(ulong most, ulong least) => double.IsNaN(Real) || _isBeyond || _magnitude > (_isNegative ? least : most)
        ? throw new OverflowException()
        : Bits;

    /// <summary>The same; a value beyond them becomes the limit, and NaN 0.</summary>
    internal ulong ToSaturating(ulong most, ulong least)
    {
        ulong limit = _isNegative ? least : most;
        return double.IsNaN(Real) ? 0 : !_isBeyond && _magnitude <= limit ? Bits : _isNegative ? 0 - least : most;
    }

    /// <summary>The same; for an integer, the low bits.</summary>
    internal ulong ToTruncating(ulong most, ulong least) => IsWhole ? Bits : ToSaturating(most, least);

    private ulong Bits => _isNegative ? 0 - _magnitude : _magnitude;
}
