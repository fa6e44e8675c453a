// int: text and back.

namespace System;

public readonly partial struct Int32 : IComparable, IFormattable
{
    public static int Parse(string s) => (int)Number.Parse(s, MinValue, (ulong)MaxValue, "an Int32");

    public static bool TryParse(string? s, out int result)
    {
        bool isOk = Number.TryParse(s, MinValue, (ulong)MaxValue, out long value);
        result = (int)value;
        return isOk;
    }

    public int CompareTo(object? value) =>
        value is null ? 1 : value is int other ? CompareTo(other) : throw new ArgumentException("Object must be of type Int32.");

    public override string ToString() => ToString(null, null);

    public string ToString(string? format) => ToString(format, null);

    public string ToString(string? format, IFormatProvider? provider) => Number.Format(_value, format, 32);
}
