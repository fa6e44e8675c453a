// sbyte: text and back.

namespace System;

public readonly partial struct SByte : IComparable, IFormattable
{
    public static sbyte Parse(string s) => (sbyte)Number.Parse(s, MinValue, (ulong)MaxValue, "a signed byte");

    public static bool TryParse(string? s, out sbyte result)
    {
        bool isOk = Number.TryParse(s, MinValue, (ulong)MaxValue, out long value);
        result = (sbyte)value;
        return isOk;
    }

    public int CompareTo(object? value) =>
        value is null ? 1 : value is sbyte other ? CompareTo(other) : throw new ArgumentException("Object must be of type SByte.");

    public override string ToString() => ToString(null, null);

    public string ToString(string? format) => ToString(format, null);

    public string ToString(string? format, IFormatProvider? provider) => Number.Format(_value, format, 8);
}
