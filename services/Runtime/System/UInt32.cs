// uint: text and back.

namespace System;

public readonly partial struct UInt32 : IComparable, IFormattable
{
    public static uint Parse(string s) => (uint)Number.Parse(s, 0, MaxValue, "a UInt32");

    public static bool TryParse(string? s, out uint result)
    {
        bool isOk = Number.TryParse(s, 0, MaxValue, out long value);
        result = (uint)value;
        return isOk;
    }

    public int CompareTo(object? value) =>
        value is null ? 1 : value is uint other ? CompareTo(other) : throw new ArgumentException("Object must be of type UInt32.");

    public override string ToString() => ToString(null, null);

    public string ToString(string? format) => ToString(format, null);

    public string ToString(string? format, IFormatProvider? provider) => Number.Format(_value, format);
}
