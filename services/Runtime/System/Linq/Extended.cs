// The result of Append and Prepend.

using System.Collections.Generic;

namespace System.Linq;

internal sealed class Extended<T>(IEnumerable<T> source, T element, bool isBefore) : Sequence<T>
{
    public override IEnumerator<T> GetEnumerator()
    {
        if (isBefore)
        {
            yield return element;
        }

        foreach (T item in source)
        {
            yield return item;
        }

        if (!isBefore)
        {
            yield return element;
        }
    }

    internal override int CountItems(bool isCheap)
    {
        int count = Enumerable.MadeOf(source, isCheap);
        return count < 0 ? count : checked(count + 1);
    }

    internal override bool TryAt(int index, out T item)
    {
        if (!isBefore)
        {
            return base.TryAt(index, out item);
        }

        item = element;
        return index == 0 || (index > 0 && Enumerable.TryAt(source, index - 1, out item));
    }

    internal override bool TryLast(out T item)
    {
        if (!isBefore || !Enumerable.TryLast(source, out item))
        {
            item = element;
        }

        return true;
    }
}
