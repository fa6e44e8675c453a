// Spans into objects.

using System.Runtime.CompilerServices;

namespace System;

public readonly ref partial struct ReadOnlySpan<T>
{
    public T[] ToArray()
    {
        if (_length == 0)
        {
            return [];
        }

        T[] made = new T[_length];
        CopyTo(made);
        return made;
    }

    // The characters of a span of characters; for other types there is no name to write.
    public override string ToString() =>
        typeof(T) == typeof(char) ? new string(new ReadOnlySpan<char>(ref Unsafe.As<T, char>(ref _reference), _length)) : "ReadOnlySpan";
}
