// Spans into objects.

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
}
