// ushort: text and back.

namespace System;

public readonly partial struct UInt16 : IComparable, IFormattable
{
    public static ushort Parse(string s) => (ushort)Number.Parse(s, 0, MaxValue, "a UInt16");

    public static bool TryParse(string? s, out ushort result)
    {
        bool isOk = Number.TryParse(s, 0, MaxValue, out long value);
        result = (ushort)value;
        return isOk;
    }

    public int CompareTo(object? value) =>
        value is null ? 1 : value is ushort other ? CompareTo(other) : throw new ArgumentException("Object must be of type UInt16.");

    public override string ToString() => ToString(null, null);

    public string ToString(string? format) => ToString(format, null);

    public string ToString(string? format, IFormatProvider? provider) => Number.Format(_value, format);
}
