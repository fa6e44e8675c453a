// Operators that return a sequence: they check their arguments at once and do nothing more before the sequence is enumerated.

using System.Collections;
using System.Collections.Generic;

namespace System.Linq;

public static partial class Enumerable
{
    public static IEnumerable<int> Range(int start, int count)
    {
        if (count < 0 || (long)start + count - 1 > int.MaxValue)
        {
            throw new ArgumentOutOfRangeException(nameof(count));
        }

        return RangeIterator(start, count);
    }

    private static IEnumerable<int> RangeIterator(int start, int count)
    {
        for (int i = 0; i < count; i++)
        {
            yield return start + i;
        }
    }

    public static IEnumerable<TResult> Repeat<TResult>(TResult element, int count)
    {
        if (count < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(count));
        }

        return RepeatIterator(element, count);
    }

    private static IEnumerable<TResult> RepeatIterator<TResult>(TResult element, int count)
    {
        for (int i = 0; i < count; i++)
        {
            yield return element;
        }
    }

    public static IEnumerable<TResult> Empty<TResult>() => Array.Empty<TResult>();

    public static IEnumerable<TSource> AsEnumerable<TSource>(this IEnumerable<TSource> source) => source;

    public static IEnumerable<TSource> Where<TSource>(this IEnumerable<TSource> source, Func<TSource, bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(predicate);
        return WhereIterator(source, predicate);
    }

    private static IEnumerable<TSource> WhereIterator<TSource>(IEnumerable<TSource> source, Func<TSource, bool> predicate)
    {
        foreach (TSource item in source)
        {
            if (predicate(item))
            {
                yield return item;
            }
        }
    }

    public static IEnumerable<TSource> Where<TSource>(this IEnumerable<TSource> source, Func<TSource, int, bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(predicate);
        return WhereIterator(source, predicate);
    }

    private static IEnumerable<TSource> WhereIterator<TSource>(IEnumerable<TSource> source, Func<TSource, int, bool> predicate)
    {
        int index = 0;
        foreach (TSource item in source)
        {
            if (predicate(item, checked(index++)))
            {
                yield return item;
            }
        }
    }

    public static IEnumerable<TResult> Select<TSource, TResult>(this IEnumerable<TSource> source, Func<TSource, TResult> selector)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(selector);
        return SelectIterator(source, selector);
    }

    private static IEnumerable<TResult> SelectIterator<TSource, TResult>(IEnumerable<TSource> source, Func<TSource, TResult> selector)
    {
        foreach (TSource item in source)
        {
            yield return selector(item);
        }
    }

    public static IEnumerable<TResult> Select<TSource, TResult>(this IEnumerable<TSource> source, Func<TSource, int, TResult> selector)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(selector);
        return SelectIterator(source, selector);
    }

    private static IEnumerable<TResult> SelectIterator<TSource, TResult>(
        IEnumerable<TSource> source,
        Func<TSource, int, TResult> selector)
    {
        int index = 0;
        foreach (TSource item in source)
        {
            yield return selector(item, checked(index++));
        }
    }

    public static IEnumerable<TResult> SelectMany<TSource, TResult>(
        this IEnumerable<TSource> source,
        Func<TSource, IEnumerable<TResult>> selector)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(selector);
        return SelectManyIterator(source, selector);
    }

    private static IEnumerable<TResult> SelectManyIterator<TSource, TResult>(
        IEnumerable<TSource> source,
        Func<TSource, IEnumerable<TResult>> selector)
    {
        foreach (TSource item in source)
        {
            foreach (TResult inner in selector(item))
            {
                yield return inner;
            }
        }
    }

    public static IEnumerable<TResult> SelectMany<TSource, TResult>(
        this IEnumerable<TSource> source,
        Func<TSource, int, IEnumerable<TResult>> selector)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(selector);
        return SelectManyIterator(source, selector);
    }

    private static IEnumerable<TResult> SelectManyIterator<TSource, TResult>(
        IEnumerable<TSource> source,
        Func<TSource, int, IEnumerable<TResult>> selector)
    {
        int index = 0;
        foreach (TSource item in source)
        {
            foreach (TResult inner in selector(item, checked(index++)))
            {
                yield return inner;
            }
        }
    }

    public static IEnumerable<TResult> SelectMany<TSource, TCollection, TResult>(
        this IEnumerable<TSource> source,
        Func<TSource, IEnumerable<TCollection>> collectionSelector,
        Func<TSource, TCollection, TResult> resultSelector)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(collectionSelector);
        ArgumentNullException.ThrowIfNull(resultSelector);
        return SelectManyIterator(source, collectionSelector, resultSelector);
    }

    private static IEnumerable<TResult> SelectManyIterator<TSource, TCollection, TResult>(
        IEnumerable<TSource> source,
        Func<TSource, IEnumerable<TCollection>> collectionSelector,
        Func<TSource, TCollection, TResult> resultSelector)
    {
        foreach (TSource item in source)
        {
            foreach (TCollection inner in collectionSelector(item))
            {
                yield return resultSelector(item, inner);
            }
        }
    }

    public static IEnumerable<TResult> SelectMany<TSource, TCollection, TResult>(
        this IEnumerable<TSource> source,
        Func<TSource, int, IEnumerable<TCollection>> collectionSelector,
        Func<TSource, TCollection, TResult> resultSelector)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(collectionSelector);
        ArgumentNullException.ThrowIfNull(resultSelector);
        return SelectManyIterator(source, collectionSelector, resultSelector);
    }

    private static IEnumerable<TResult> SelectManyIterator<TSource, TCollection, TResult>(
        IEnumerable<TSource> source,
        Func<TSource, int, IEnumerable<TCollection>> collectionSelector,
        Func<TSource, TCollection, TResult> resultSelector)
    {
        int index = 0;
        foreach (TSource item in source)
        {
            foreach (TCollection inner in collectionSelector(item, checked(index++)))
            {
                yield return resultSelector(item, inner);
            }
        }
    }

    public static IEnumerable<TSource> Take<TSource>(this IEnumerable<TSource> source, int count)
    {
        ArgumentNullException.ThrowIfNull(source);
        return TakeIterator(source, count);
    }

    private static IEnumerable<TSource> TakeIterator<TSource>(IEnumerable<TSource> source, int count)
    {
        if (count <= 0)
        {
            yield break;
        }

        foreach (TSource item in source)
        {
            yield return item;
            if (--count == 0)
            {
                yield break;
            }
        }
    }

    public static IEnumerable<TSource> Take<TSource>(this IEnumerable<TSource> source, Range range)
    {
        ArgumentNullException.ThrowIfNull(source);
        return TakeIterator(source, range);
    }

    private static IEnumerable<TSource> TakeIterator<TSource>(IEnumerable<TSource> source, Range range)
    {
        if (!range.Start.IsFromEnd && !range.End.IsFromEnd)
        {
            int index = 0;
            int end = range.End.Value;
            if (end <= range.Start.Value)
            {
                yield break;
            }

            foreach (TSource item in source)
            {
                if (index++ >= range.Start.Value)
                {
                    yield return item;
                }

                if (index == end)
                {
                    yield break;
                }
            }

            yield break;
        }

        List<TSource> items = new(source);
        int first = Math.Max(range.Start.GetOffset(items.Count), 0);
        int last = Math.Min(range.End.GetOffset(items.Count), items.Count);
        for (int i = first; i < last; i++)
        {
            yield return items[i];
        }
    }

    public static IEnumerable<TSource> Skip<TSource>(this IEnumerable<TSource> source, int count)
    {
        ArgumentNullException.ThrowIfNull(source);
        return SkipIterator(source, count);
    }

    private static IEnumerable<TSource> SkipIterator<TSource>(IEnumerable<TSource> source, int count)
    {
        foreach (TSource item in source)
        {
            if (count-- <= 0)
            {
                count = 0;
                yield return item;
            }
        }
    }

    public static IEnumerable<TSource> TakeLast<TSource>(this IEnumerable<TSource> source, int count)
    {
        ArgumentNullException.ThrowIfNull(source);
        return TakeLastIterator(source, count);
    }

    private static IEnumerable<TSource> TakeLastIterator<TSource>(IEnumerable<TSource> source, int count)
    {
        List<TSource> items = new(source);
        for (int i = Math.Max(items.Count - Math.Max(count, 0), 0); i < items.Count; i++)
        {
            yield return items[i];
        }
    }

    public static IEnumerable<TSource> SkipLast<TSource>(this IEnumerable<TSource> source, int count)
    {
        ArgumentNullException.ThrowIfNull(source);
        return SkipLastIterator(source, count);
    }

    private static IEnumerable<TSource> SkipLastIterator<TSource>(IEnumerable<TSource> source, int count)
    {
        count = Math.Max(count, 0);
        Queue<TSource> last = new();
        foreach (TSource item in source)
        {
            last.Enqueue(item);
            if (last.Count > count)
            {
                yield return last.Dequeue();
            }
        }
    }

    public static IEnumerable<TSource> TakeWhile<TSource>(this IEnumerable<TSource> source, Func<TSource, bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(predicate);
        return TakeWhileIterator(source, predicate);
    }

    private static IEnumerable<TSource> TakeWhileIterator<TSource>(IEnumerable<TSource> source, Func<TSource, bool> predicate)
    {
        foreach (TSource item in source)
        {
            if (!predicate(item))
            {
                yield break;
            }

            yield return item;
        }
    }

    public static IEnumerable<TSource> TakeWhile<TSource>(this IEnumerable<TSource> source, Func<TSource, int, bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(predicate);
        return TakeWhileIterator(source, predicate);
    }

    private static IEnumerable<TSource> TakeWhileIterator<TSource>(IEnumerable<TSource> source, Func<TSource, int, bool> predicate)
    {
        int index = 0;
        foreach (TSource item in source)
        {
            if (!predicate(item, checked(index++)))
            {
                yield break;
            }

            yield return item;
        }
    }

    public static IEnumerable<TSource> SkipWhile<TSource>(this IEnumerable<TSource> source, Func<TSource, bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(predicate);
        return SkipWhileIterator(source, predicate);
    }

    private static IEnumerable<TSource> SkipWhileIterator<TSource>(IEnumerable<TSource> source, Func<TSource, bool> predicate)
    {
        bool isSkipping = true;
        foreach (TSource item in source)
        {
            isSkipping = isSkipping && predicate(item);
            if (!isSkipping)
            {
                yield return item;
            }
        }
    }

    public static IEnumerable<TSource> SkipWhile<TSource>(this IEnumerable<TSource> source, Func<TSource, int, bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(predicate);
        return SkipWhileIterator(source, predicate);
    }

    private static IEnumerable<TSource> SkipWhileIterator<TSource>(IEnumerable<TSource> source, Func<TSource, int, bool> predicate)
    {
        bool isSkipping = true;
        int index = 0;
        foreach (TSource item in source)
        {
            isSkipping = isSkipping && predicate(item, checked(index++));
            if (!isSkipping)
            {
                yield return item;
            }
        }
    }

    public static IEnumerable<TSource> Concat<TSource>(this IEnumerable<TSource> first, IEnumerable<TSource> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return ConcatIterator(first, second);
    }

    private static IEnumerable<TSource> ConcatIterator<TSource>(IEnumerable<TSource> first, IEnumerable<TSource> second)
    {
        foreach (TSource item in first)
        {
            yield return item;
        }

        foreach (TSource item in second)
        {
            yield return item;
        }
    }

    public static IEnumerable<TSource> Append<TSource>(this IEnumerable<TSource> source, TSource element)
    {
        ArgumentNullException.ThrowIfNull(source);
        return AppendIterator(source, element);
    }

    private static IEnumerable<TSource> AppendIterator<TSource>(IEnumerable<TSource> source, TSource element)
    {
        foreach (TSource item in source)
        {
            yield return item;
        }

        yield return element;
    }

    public static IEnumerable<TSource> Prepend<TSource>(this IEnumerable<TSource> source, TSource element)
    {
        ArgumentNullException.ThrowIfNull(source);
        return PrependIterator(source, element);
    }

    private static IEnumerable<TSource> PrependIterator<TSource>(IEnumerable<TSource> source, TSource element)
    {
        yield return element;
        foreach (TSource item in source)
        {
            yield return item;
        }
    }

    public static IEnumerable<TSource> Reverse<TSource>(this IEnumerable<TSource> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return ReverseIterator(source);
    }

    private static IEnumerable<TSource> ReverseIterator<TSource>(IEnumerable<TSource> source)
    {
        List<TSource> items = new(source);
        for (int i = items.Count; i-- > 0;)
        {
            yield return items[i];
        }
    }

    public static IEnumerable<TSource> Reverse<TSource>(this TSource[] source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return ReverseIterator((IEnumerable<TSource>)source);
    }

    public static IEnumerable<TSource?> DefaultIfEmpty<TSource>(this IEnumerable<TSource> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return DefaultIfEmptyIterator(source);
    }

    private static IEnumerable<TSource?> DefaultIfEmptyIterator<TSource>(IEnumerable<TSource> source)
    {
        bool isEmpty = true;
        foreach (TSource item in source)
        {
            isEmpty = false;
            yield return item;
        }

        if (isEmpty)
        {
            yield return default;
        }
    }

    public static IEnumerable<TSource> DefaultIfEmpty<TSource>(this IEnumerable<TSource> source, TSource defaultValue)
    {
        ArgumentNullException.ThrowIfNull(source);
        return DefaultIfEmptyIterator(source, defaultValue);
    }

    private static IEnumerable<TSource> DefaultIfEmptyIterator<TSource>(IEnumerable<TSource> source, TSource defaultValue)
    {
        bool isEmpty = true;
        foreach (TSource item in source)
        {
            isEmpty = false;
            yield return item;
        }

        if (isEmpty)
        {
            yield return defaultValue;
        }
    }

    public static IEnumerable<TSource[]> Chunk<TSource>(this IEnumerable<TSource> source, int size)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        return ChunkIterator(source, size);
    }

    private static IEnumerable<TSource[]> ChunkIterator<TSource>(IEnumerable<TSource> source, int size)
    {
        List<TSource> part = [];
        foreach (TSource item in source)
        {
            part.Add(item);
            if (part.Count == size)
            {
                yield return part.ToArray();
                part.Clear();
            }
        }

        if (part.Count > 0)
        {
            yield return part.ToArray();
        }
    }

    public static IEnumerable<(int Index, TSource Item)> Index<TSource>(this IEnumerable<TSource> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return IndexIterator(source);
    }

    private static IEnumerable<(int Index, TSource Item)> IndexIterator<TSource>(IEnumerable<TSource> source)
    {
        int index = 0;
        foreach (TSource item in source)
        {
            yield return (checked(index++), item);
        }
    }

    public static IEnumerable<(TFirst First, TSecond Second)> Zip<TFirst, TSecond>(
        this IEnumerable<TFirst> first,
        IEnumerable<TSecond> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return ZipIterator(first, second);
    }

    private static IEnumerable<(TFirst First, TSecond Second)> ZipIterator<TFirst, TSecond>(
        IEnumerable<TFirst> first,
        IEnumerable<TSecond> second)
    {
        using IEnumerator<TSecond> other = second.GetEnumerator();
        foreach (TFirst item in first)
        {
            if (!other.MoveNext())
            {
                yield break;
            }

            yield return (item, other.Current);
        }
    }

    public static IEnumerable<TResult> Zip<TFirst, TSecond, TResult>(
        this IEnumerable<TFirst> first,
        IEnumerable<TSecond> second,
        Func<TFirst, TSecond, TResult> resultSelector)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentNullException.ThrowIfNull(resultSelector);
        return ZipIterator(first, second, resultSelector);
    }

    private static IEnumerable<TResult> ZipIterator<TFirst, TSecond, TResult>(
        IEnumerable<TFirst> first,
        IEnumerable<TSecond> second,
        Func<TFirst, TSecond, TResult> resultSelector)
    {
        using IEnumerator<TSecond> other = second.GetEnumerator();
        foreach (TFirst item in first)
        {
            if (!other.MoveNext())
            {
                yield break;
            }

            yield return resultSelector(item, other.Current);
        }
    }

    public static IEnumerable<TResult> OfType<TResult>(this IEnumerable source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return OfTypeIterator<TResult>(source);
    }

    private static IEnumerable<TResult> OfTypeIterator<TResult>(IEnumerable source)
    {
        foreach (object? item in source)
        {
            if (item is TResult wanted)
            {
                yield return wanted;
            }
        }
    }

    public static IEnumerable<TResult> Cast<TResult>(this IEnumerable source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source is IEnumerable<TResult> same ? same : CastIterator<TResult>(source);
    }

    private static IEnumerable<TResult> CastIterator<TResult>(IEnumerable source)
    {
        foreach (object? item in source)
        {
            yield return (TResult)item!;
        }
    }
}
