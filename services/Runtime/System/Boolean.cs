// bool: text and back.

namespace System;

public readonly partial struct Boolean : IComparable, IComparable<bool>
{
    public static readonly string TrueString = "True";
    public static readonly string FalseString = "False";

    public static bool Parse(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return TryParse(value, out bool result) ? result
            : throw new FormatException($"String '{value}' was not recognized as a valid Boolean.");
    }

    public static bool TryParse(string? value, out bool result)
    {
        string text = value is null ? "" : value.Trim('\0', ' ', '\t', '\n', '\v', '\f', '\r', '\u0085', '\u00A0');
        result = text.Equals(TrueString, StringComparison.OrdinalIgnoreCase);
        return result || text.Equals(FalseString, StringComparison.OrdinalIgnoreCase);
    }

    public int CompareTo(bool value) => _value == value ? 0 : _value ? 1 : -1;

    public int CompareTo(object? obj) =>
        obj is null ? 1 : obj is bool other ? CompareTo(other) : throw new ArgumentException("Object must be of type Boolean.");

    public override string ToString() => _value ? "True" : "False";

    public string ToString(IFormatProvider? provider) => ToString();
}
