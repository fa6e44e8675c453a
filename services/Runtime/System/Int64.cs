// long: text and back.

namespace System;

public readonly partial struct Int64 : IComparable, IFormattable
{
    public static long Parse(string s) => (long)Number.Parse(s, MinValue, (ulong)MaxValue, "an Int64");

    public static bool TryParse(string? s, out long result)
    {
        bool isOk = Number.TryParse(s, MinValue, (ulong)MaxValue, out long value);
        result = (long)value;
        return isOk;
    }

    public int CompareTo(object? value) =>
        value is null ? 1 : value is long other ? CompareTo(other) : throw new ArgumentException("Object must be of type Int64.");

    public override string ToString() => ToString(null, null);

    public string ToString(string? format) => ToString(format, null);

    public string ToString(string? format, IFormatProvider? provider) => Number.Format(_value, format, 64);
}
