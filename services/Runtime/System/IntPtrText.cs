// nint as text and in order.

namespace System;

public readonly partial struct IntPtr : IComparable<nint>, IFormattable
{
    // SAFETY: only reads the stored address as a number; it is never dereferenced.
    private unsafe long Number => (long)_value;

    public int CompareTo(nint value) => Number.CompareTo((long)value);

    public override string ToString() => Number.ToString();

    public string ToString(IFormatProvider? provider) => Number.ToString(provider);

    public string ToString(string? format) => Number.ToString(format);

    public string ToString(string? format, IFormatProvider? provider) => Number.ToString(format, provider);
}
