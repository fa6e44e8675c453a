// nuint as text and in order.

namespace System;

public readonly partial struct UIntPtr : IComparable<nuint>, IFormattable
{
    // SAFETY: only reads the stored address as a number; it is never dereferenced.
    private unsafe ulong Number => (ulong)_value;

    public int CompareTo(nuint value) => Number.CompareTo((ulong)value);

    public override string ToString() => Number.ToString();

    public string ToString(IFormatProvider? provider) => Number.ToString(provider);

    public string ToString(string? format) => Number.ToString(format);

    public string ToString(string? format, IFormatProvider? provider) => Number.ToString(format, provider);
}
