// A list that its readers cannot change.

using System.Collections.Generic;

namespace System.Collections.ObjectModel;

public class ReadOnlyCollection<T> : IUntypedList<T>, IReadOnlyList<T>
{
    private readonly IList<T> _list;

    public ReadOnlyCollection(IList<T> list)
    {
        ArgumentNullException.ThrowIfNull(list);
        _list = list;
    }

    public static ReadOnlyCollection<T> Empty { get; } = new([]);

    public int Count => _list.Count;

    protected IList<T> Items => _list;

    bool ICollection<T>.IsReadOnly => true;

    public T this[int index] => _list[index];

    T IList<T>.this[int index]
    {
        get => _list[index];
        set => throw Refused();
    }

    public bool Contains(T value) => _list.Contains(value);

    public int IndexOf(T value) => _list.IndexOf(value);

    public void CopyTo(T[] array, int index) => _list.CopyTo(array, index);

    public IEnumerator<T> GetEnumerator() => _list.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _list.GetEnumerator();

    void ICollection<T>.Add(T value) => throw Refused();

    void ICollection<T>.Clear() => throw Refused();

    bool ICollection<T>.Remove(T value) => throw Refused();

    void IList<T>.Insert(int index, T value) => throw Refused();

    void IList<T>.RemoveAt(int index) => throw Refused();

    private static NotSupportedException Refused() => new("Collection is read-only.");
}
