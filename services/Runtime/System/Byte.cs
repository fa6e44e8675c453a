// byte: text and back.

namespace System;

public readonly partial struct Byte : IComparable, IFormattable
{
    public static byte Parse(string s) => (byte)Number.Parse(s, 0, MaxValue, "an unsigned byte");

    public static bool TryParse(string? s, out byte result)
    {
        bool isOk = Number.TryParse(s, 0, MaxValue, out long value);
        result = (byte)value;
        return isOk;
    }

    public int CompareTo(object? value) =>
        value is null ? 1 : value is byte other ? CompareTo(other) : throw new ArgumentException("Object must be of type Byte.");

    public override string ToString() => ToString(null, null);

    public string ToString(string? format) => ToString(format, null);

    public string ToString(string? format, IFormatProvider? provider) => Number.Format(_value, format);
}
