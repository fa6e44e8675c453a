// Cultures: there is one, the invariant, so every provider is as good as null.

namespace System;

public interface IFormatProvider
{
    object? GetFormat(Type? formatType);
}
