// foreach over an array as IEnumerable<T>.

using System.Collections.Generic;

namespace System;

internal sealed class ArrayEnumerator<T>(T[] array) : IEnumerator<T>
{
    private int _index = -1;

    public T Current => (uint)_index < (uint)array.Length ? array[_index] : throw Untyped.NoCurrent();

    object? Collections.IEnumerator.Current => Current;

    public bool MoveNext()
    {
        _index = Math.Min(_index + 1, array.Length);
        return _index < array.Length;
    }

    public void Reset() => _index = -1;

    public void Dispose()
    {
    }
}
