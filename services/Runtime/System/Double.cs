// double: comparison and class. There is no text of it.

namespace System;

public readonly partial struct Double : IComparable<double>, IEquatable<double>, IComparable
{
    public const double MinValue = -1.7976931348623157E+308;
    public const double MaxValue = 1.7976931348623157E+308;
    public const double Epsilon = 4.9406564584124654E-324;
    public const double NaN = 0.0 / 0.0;
    public const double PositiveInfinity = 1.0 / 0.0;
    public const double NegativeInfinity = -1.0 / 0.0;

    public static bool IsNaN(double d)
    {
        // Nothing else differs from itself.
#pragma warning disable CS1718
        return d != d;
#pragma warning restore CS1718
    }

    public static bool IsInfinity(double d) => d is PositiveInfinity or NegativeInfinity;

    public static bool IsFinite(double d) => !IsNaN(d) && !IsInfinity(d);

    public static bool IsNegative(double d) => BitConverter.DoubleToInt64Bits(d) < 0;

    public int CompareTo(double value) =>
        _value < value ? -1 : _value > value ? 1 : _value == value ? 0 : !IsNaN(_value) ? 1 : IsNaN(value) ? 0 : -1;

    public int CompareTo(object? value) =>
        value is null ? 1 : value is double other ? CompareTo(other) : throw new ArgumentException("Object must be of type Double.");

    public bool Equals(double obj) => _value == obj || (IsNaN(_value) && IsNaN(obj));

    public override bool Equals(object? obj) => obj is double other && Equals(other);

    public override int GetHashCode()
    {
        // Both zeroes are equal, and so are all that are no numbers.
        long bits = BitConverter.DoubleToInt64Bits(_value == 0 ? 0 : IsNaN(_value) ? NaN : _value);
        return (int)bits ^ (int)(bits >> 32);
    }
}
