// Values that are written in more than one way.

namespace System;

public interface IFormattable
{
    string ToString(string? format, IFormatProvider? formatProvider);
}
