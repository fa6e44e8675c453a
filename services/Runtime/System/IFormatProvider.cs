// Cultures: there is only the invariant one, so every provider is equivalent to null.

namespace System;

public interface IFormatProvider
{
    object? GetFormat(Type? formatType);
}
