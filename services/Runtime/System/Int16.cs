// short: text and back.

namespace System;

public readonly partial struct Int16 : IComparable, IFormattable
{
    public static short Parse(string s) => (short)Number.Parse(s, MinValue, (ulong)MaxValue, "an Int16");

    public static bool TryParse(string? s, out short result)
    {
        bool isOk = Number.TryParse(s, MinValue, (ulong)MaxValue, out long value);
        result = (short)value;
        return isOk;
    }

    public int CompareTo(object? value) =>
        value is null ? 1 : value is short other ? CompareTo(other) : throw new ArgumentException("Object must be of type Int16.");

    public override string ToString() => ToString(null, null);

    public string ToString(string? format) => ToString(format, null);

    public string ToString(string? format, IFormatProvider? provider) => Number.Format(_value, format, 16);
}
