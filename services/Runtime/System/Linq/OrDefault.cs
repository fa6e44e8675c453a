// The result of DefaultIfEmpty.

using System.Collections.Generic;

namespace System.Linq;

internal sealed class OrDefault<T>(IEnumerable<T> source, T defaultValue) : Sequence<T>
{
    public override IEnumerator<T> GetEnumerator()
    {
        bool isEmpty = true;
        foreach (T item in source)
        {
            isEmpty = false;
            yield return item;
        }

        if (isEmpty)
        {
            yield return defaultValue;
        }
    }

    internal override int CountItems(bool isCheap)
    {
        int count = Enumerable.MadeOf(source, isCheap);
        return count == 0 ? 1 : count;
    }

    internal override bool TryAt(int index, out T item)
    {
        bool isFound = Enumerable.TryAt(source, index, out item);
        if (!isFound && index == 0)
        {
            item = defaultValue;
        }

        return isFound || index == 0;
    }

    internal override bool TryLast(out T item)
    {
        if (!Enumerable.TryLast(source, out item))
        {
            item = defaultValue;
        }

        return true;
    }
}
