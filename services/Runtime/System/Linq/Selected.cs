// The result of Select. The selector is called only for the items needed; Count calls it for all, as in .NET.

using System.Collections.Generic;

namespace System.Linq;

internal sealed class Selected<TSource, T>(IEnumerable<TSource> source, Func<TSource, T> selector) : Sequence<T>
{
    internal override bool MakesSkipped => source is not (IList<TSource> or Sequence<TSource> { MakesSkipped: false });

    public override IEnumerator<T> GetEnumerator()
    {
        foreach (TSource item in source)
        {
            yield return selector(item);
        }
    }

    internal override int CountItems(bool isCheap)
    {
        if (isCheap)
        {
            return source switch
            {
                IList<TSource> list => list.Count,
                Sequence<TSource> sequence => sequence.CountItems(isCheap: true),
                _ => -1,
            };
        }

        int count = 0;
        foreach (TSource item in source)
        {
            _ = selector(item);
            count = checked(count + 1);
        }

        return count;
    }

    internal override bool TryAt(int index, out T item)
    {
        bool isFound = Enumerable.TryAt(source, index, out TSource at);
        item = isFound ? selector(at) : default!;
        return isFound;
    }

    internal override bool TryLast(out T item)
    {
        bool isFound = Enumerable.TryLast(source, out TSource last);
        item = isFound ? selector(last) : default!;
        return isFound;
    }

    internal override IEnumerable<T> Part(int first, int count) => source switch
    {
        TSource[] array when first >= array.Length => [],
        Sequence<TSource> { MakesSkipped: false } sequence => sequence.Part(first, count).Select(selector),
        IList<TSource> list => new Selected<TSource, T>(new ListPart<TSource>(list, first, count), selector),
        _ => base.Part(first, count),
    };
}
