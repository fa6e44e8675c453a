// The result of an operator: can be counted, or an item accessed, without making all items, as far as .NET does so.

using System.Collections;
using System.Collections.Generic;

namespace System.Linq;

internal abstract class Sequence<T> : IEnumerable<T>
{
    public abstract IEnumerator<T> GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The number of items; -1 with <paramref name="isCheap"/>: only an enumeration would find it.</summary>
    internal virtual int CountItems(bool isCheap)
    {
        if (isCheap)
        {
            return -1;
        }

        int count = 0;
        foreach (T item in this)
        {
            count = checked(count + 1);
        }

        return count;
    }

    internal virtual bool TryFirst(out T item) => TryAt(0, out item);

    internal virtual bool TryAt(int index, out T item)
    {
        if (index >= 0)
        {
            foreach (T at in this)
            {
                if (index-- == 0)
                {
                    item = at;
                    return true;
                }
            }
        }

        item = default!;
        return false;
    }

    internal virtual bool TryLast(out T item)
    {
        bool isFound = false;
        item = default!;
        foreach (T at in this)
        {
            item = at;
            isFound = true;
        }

        return isFound;
    }

    /// <summary>The items from index <paramref name="first"/>, at most <paramref name="count"/>.</summary>
    internal virtual IEnumerable<T> Part(int first, int count) => new PartOf<T>(this, first, count);

    internal virtual bool ContainsItem(T value) => Enumerable.Contains(this, value, null);

    /// <summary>Whether <see cref="Part"/> makes items before the part.</summary>
    internal virtual bool MakesSkipped => false;
}
