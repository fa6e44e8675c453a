// A sequence whose items are accessible by index: a read-only list.

using System.Collections.Generic;

namespace System.Linq;

internal abstract class IndexedSequence<T> : Sequence<T>, IList<T>, IReadOnlyList<T>
{
    public abstract int Count { get; }

    public bool IsReadOnly => true;

    public T this[int index]
    {
        get => (uint)index < (uint)Count ? At(index) : throw new ArgumentOutOfRangeException(nameof(index));
        set => throw Fixed();
    }

    private protected abstract T At(int index);

    public override IEnumerator<T> GetEnumerator()
    {
        for (int i = 0; i < Count; i++)
        {
            yield return At(i);
        }
    }

    public int IndexOf(T item)
    {
        int count = Count;
        for (int i = 0; i < count; i++)
        {
            if (EqualityComparer<T>.Default.Equals(At(i), item))
            {
                return i;
            }
        }

        return -1;
    }

    public bool Contains(T item) => IndexOf(item) >= 0;

    public void CopyTo(T[] array, int arrayIndex)
    {
        Span<T> part = array.AsSpan(arrayIndex, Count);
        for (int i = 0; i < part.Length; i++)
        {
            part[i] = At(i);
        }
    }

    void ICollection<T>.Add(T item) => throw Fixed();

    void ICollection<T>.Clear() => throw Fixed();

    bool ICollection<T>.Remove(T item) => throw Fixed();

    void IList<T>.Insert(int index, T item) => throw Fixed();

    void IList<T>.RemoveAt(int index) => throw Fixed();

    internal override int CountItems(bool isCheap) => Count;

    internal override bool TryAt(int index, out T item)
    {
        bool isThere = (uint)index < (uint)Count;
        item = isThere ? At(index) : default!;
        return isThere;
    }

    internal override bool TryLast(out T item) => TryAt(Count - 1, out item);

    private static NotSupportedException Fixed() => new();
}
