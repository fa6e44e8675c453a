// Parts of a sequence by position, and counts of items. Lists and operators' results are not enumerated if .NET does not do so.

using System.Collections;
using System.Collections.Generic;

namespace System.Linq;

public static partial class Enumerable
{
    public static IEnumerable<TSource> Take<TSource>(this IEnumerable<TSource> source, int count)
    {
        ArgumentNullException.ThrowIfNull(source);
        return count <= 0 ? [] : Part(source, 0, count);
    }

    public static IEnumerable<TSource> Skip<TSource>(this IEnumerable<TSource> source, int count)
    {
        ArgumentNullException.ThrowIfNull(source);
        return count <= 0 && source is Sequence<TSource> ? source : Part(source, Math.Max(count, 0), int.MaxValue);
    }

    private static IEnumerable<TSource> Part<TSource>(IEnumerable<TSource> source, int first, int count) => source switch
    {
        TSource[] { Length: 0 } => [],
        Sequence<TSource> sequence => sequence.Part(first, count),
        IList<TSource> list => new ListPart<TSource>(list, first, count),
        _ => new Made<TSource>(PartIterator(source, first, count)),
    };

    internal static IEnumerable<TSource> PartIterator<TSource>(IEnumerable<TSource> source, int first, int count)
    {
        foreach (TSource item in source)
        {
            if (first > 0)
            {
                first--;
                continue;
            }

            yield return item;
            if (count != int.MaxValue && --count == 0)
            {
                yield break;
            }
        }
    }

    public static IEnumerable<TSource> Take<TSource>(this IEnumerable<TSource> source, Range range)
    {
        ArgumentNullException.ThrowIfNull(source);
        int first = range.Start.Value;
        int end = range.End.Value;
        return !range.Start.IsFromEnd && !range.End.IsFromEnd
            ? first >= end ? [] : Part(source, first, end - first)
            : IsNone(source) ? []
            : RangeOf(source, range);
    }

    public static IEnumerable<TSource> TakeLast<TSource>(this IEnumerable<TSource> source, int count)
    {
        ArgumentNullException.ThrowIfNull(source);
        return count <= 0 || IsNone(source) ? [] : RangeOf(source, ^count..);
    }

    public static IEnumerable<TSource> SkipLast<TSource>(this IEnumerable<TSource> source, int count)
    {
        ArgumentNullException.ThrowIfNull(source);
        return IsNone(source) ? [] : count <= 0 ? source.Skip(0) : RangeOf(source, 0..^count);
    }

    // By positions from the end.
    private static IEnumerable<TSource> RangeOf<TSource>(IEnumerable<TSource> source, Range range)
    {
        if (!source.TryGetNonEnumeratedCount(out int count))
        {
            if (!range.Start.IsFromEnd)
            {
                foreach (TSource item in SkipLastIterator(Part(source, range.Start.Value, int.MaxValue), range.End.Value))
                {
                    yield return item;
                }

                yield break;
            }

            source = source.ToList();
            count = source.Count();
        }

        int first = Math.Max(range.Start.GetOffset(count), 0);
        int end = Math.Min(range.End.GetOffset(count), count);
        if (first < end)
        {
            foreach (TSource item in Part(source, first, end - first))
            {
                yield return item;
            }
        }
    }

    private static IEnumerable<TSource> SkipLastIterator<TSource>(IEnumerable<TSource> source, int count)
    {
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

    public static int Count<TSource>(this IEnumerable<TSource> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source is ICollection<TSource> items)
        {
            return items.Count;
        }

        if (source is Sequence<TSource> sequence)
        {
            return sequence.CountItems(isCheap: false);
        }

        if (source is ICollection collection)
        {
            return collection.Count;
        }

        int count = 0;
        foreach (TSource item in source)
        {
            count = checked(count + 1);
        }

        return count;
    }

    public static bool TryGetNonEnumeratedCount<TSource>(this IEnumerable<TSource> source, out int count)
    {
        ArgumentNullException.ThrowIfNull(source);
        count = source switch
        {
            ICollection<TSource> items => items.Count,
            Sequence<TSource> sequence => sequence.CountItems(isCheap: true),
            ICollection items => items.Count,
            _ => -1,
        };
        bool isKnown = count >= 0;
        count = Math.Max(count, 0);
        return isKnown;
    }

    // Without an enumeration if possible; else -1 with isCheap.
    internal static int ItemsOf<TSource>(IEnumerable<TSource> source, bool isCheap) =>
        source.TryGetNonEnumeratedCount(out int count) ? count : isCheap ? -1 : source.Count();

    // The same, but enumerates an operator's sequence unless isCheap forbids that.
    internal static int MadeOf<TSource>(IEnumerable<TSource> source, bool isCheap) =>
        source is Sequence<TSource> sequence ? sequence.CountItems(isCheap)
        : !isCheap || source is ICollection<TSource> ? source.Count()
        : -1;

    private static bool IsNone<TSource>(IEnumerable<TSource> source) => source is TSource[] { Length: 0 };

    public static TSource ElementAt<TSource>(this IEnumerable<TSource> source, int index)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source is IList<TSource> list ? list[index]
            : TryAt(source, index, out TSource item) ? item
            : throw new ArgumentOutOfRangeException(nameof(index));
    }

    public static TSource? ElementAtOrDefault<TSource>(this IEnumerable<TSource> source, int index)
    {
        ArgumentNullException.ThrowIfNull(source);
        return TryAt(source, index, out TSource item) ? item : default;
    }

    public static TSource ElementAt<TSource>(this IEnumerable<TSource> source, Index index)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (!index.IsFromEnd)
        {
            return source.ElementAt(index.Value);
        }

        IEnumerable<TSource> counted = Counted(source, out int count);
        return counted.ElementAt(count - index.Value);
    }

    public static TSource? ElementAtOrDefault<TSource>(this IEnumerable<TSource> source, Index index)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (!index.IsFromEnd)
        {
            return source.ElementAtOrDefault(index.Value);
        }

        IEnumerable<TSource> counted = Counted(source, out int count);
        return counted.ElementAtOrDefault(count - index.Value);
    }

    private static IEnumerable<TSource> Counted<TSource>(IEnumerable<TSource> source, out int count)
    {
        if (source.TryGetNonEnumeratedCount(out count))
        {
            return source;
        }

        List<TSource> items = source.ToList();
        count = items.Count;
        return items;
    }

    public static TSource Last<TSource>(this IEnumerable<TSource> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return TryLast(source, out TSource last) ? last : throw NoElements();
    }

    public static TSource Last<TSource>(this IEnumerable<TSource> source, Func<TSource, bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(predicate);
        return TryLast(source, predicate, out TSource last) ? last : throw NoMatch();
    }

    public static TSource? LastOrDefault<TSource>(this IEnumerable<TSource> source) => source.LastOrDefault(default(TSource)!);

    public static TSource LastOrDefault<TSource>(this IEnumerable<TSource> source, TSource defaultValue)
    {
        ArgumentNullException.ThrowIfNull(source);
        return TryLast(source, out TSource last) ? last : defaultValue;
    }

    public static TSource? LastOrDefault<TSource>(this IEnumerable<TSource> source, Func<TSource, bool> predicate) =>
        source.LastOrDefault(predicate, default!);

    public static TSource LastOrDefault<TSource>(this IEnumerable<TSource> source, Func<TSource, bool> predicate, TSource defaultValue)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(predicate);
        return TryLast(source, predicate, out TSource last) ? last : defaultValue;
    }

    internal static bool TryAt<TSource>(IEnumerable<TSource> source, int index, out TSource item)
    {
        if (source is Sequence<TSource> sequence)
        {
            return sequence.TryAt(index, out item);
        }

        if (source is IList<TSource> list)
        {
            bool isThere = (uint)index < (uint)list.Count;
            item = isThere ? list[index] : default!;
            return isThere;
        }

        if (index >= 0)
        {
            foreach (TSource at in source)
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

    internal static bool TryFirst<TSource>(IEnumerable<TSource> source, out TSource item) =>
        source is Sequence<TSource> sequence ? sequence.TryFirst(out item) : TryAt(source, 0, out item);

    internal static bool TryLast<TSource>(IEnumerable<TSource> source, out TSource last)
    {
        if (source is Sequence<TSource> sequence)
        {
            return sequence.TryLast(out last);
        }

        if (source is IList<TSource> list)
        {
            int count = list.Count;
            last = count > 0 ? list[count - 1] : default!;
            return count > 0;
        }

        bool isFound = false;
        last = default!;
        foreach (TSource item in source)
        {
            last = item;
            isFound = true;
        }

        return isFound;
    }

    // A list is searched from its end.
    internal static bool TryLast<TSource>(IEnumerable<TSource> source, Func<TSource, bool> predicate, out TSource last)
    {
        bool isFound = false;
        last = default!;
        if (source is IList<TSource> list)
        {
            for (int i = list.Count; !isFound && i-- > 0;)
            {
                last = list[i];
                isFound = predicate(last);
            }

            return isFound;
        }

        foreach (TSource item in source)
        {
            if (predicate(item))
            {
                last = item;
                isFound = true;
            }
        }

        return isFound;
    }
}
