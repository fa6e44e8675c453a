// foreach over an array as IEnumerable<T>.

using System.Collections.Generic;

namespace System;

internal sealed class ArrayEnumerator<T>(T[] array) : IEnumerator<T>
{
    private int _index = -1;

    public T Current => array[_index];

    object? Collections.IEnumerator.Current => Current;

    public bool MoveNext() => ++_index < array.Length;

    public void Reset() => _index = -1;

    public void Dispose()
    {
    }
}
