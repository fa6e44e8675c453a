// ulong: text and back.

namespace System;

public readonly partial struct UInt64 : IComparable, IFormattable
{
    public static ulong Parse(string s) => (ulong)Number.Parse(s, 0, MaxValue, "a UInt64");

    public static bool TryParse(string? s, out ulong result)
    {
        bool isOk = Number.TryParse(s, 0, MaxValue, out long value);
        result = (ulong)value;
        return isOk;
    }

    public int CompareTo(object? value) =>
        value is null ? 1 : value is ulong other ? CompareTo(other) : throw new ArgumentException("Object must be of type UInt64.");

    public override string ToString() => ToString(null, null);

    public string ToString(string? format) => ToString(format, null);

    public string ToString(string? format, IFormatProvider? provider) => Number.Format(_value, format);
}
