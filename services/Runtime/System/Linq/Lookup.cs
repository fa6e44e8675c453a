// Groups by key, in the order in which keys first occur. A dictionary cannot have a null key: the group of null is kept beside it.

using System.Collections;
using System.Collections.Generic;

namespace System.Linq;

public class Lookup<TKey, TElement> : ILookup<TKey, TElement>
{
    private readonly List<Grouping<TKey, TElement>> _groups = [];
#pragma warning disable CS8714
    private readonly Dictionary<TKey, Grouping<TKey, TElement>> _byKey;
#pragma warning restore CS8714
    private Grouping<TKey, TElement>? _ofNull;

    private Lookup(IEqualityComparer<TKey>? comparer) => _byKey = new(comparer);

    public int Count => _groups.Count;

    public IEnumerable<TElement> this[TKey key] => Of(key);

    public bool Contains(TKey key) => Find(key) is not null;

    public IEnumerator<IGrouping<TKey, TElement>> GetEnumerator()
    {
        foreach (Grouping<TKey, TElement> group in _groups)
        {
            yield return group;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal static Lookup<TKey, TElement> Make<TSource>(
        IEnumerable<TSource> source,
        Func<TSource, TKey> keySelector,
        Func<TSource, TElement> elementSelector,
        IEqualityComparer<TKey>? comparer,
        bool hasNull = true)
    {
        Lookup<TKey, TElement> made = new(comparer);
        foreach (TSource item in source)
        {
            TKey key = keySelector(item);
            if (hasNull || key is not null)
            {
                (made.Find(key) ?? made.New(key)).Items.Add(elementSelector(item));
            }
        }

        return made;
    }

    internal IEnumerable<TElement> Of(TKey key) => Find(key)?.Items ?? (IEnumerable<TElement>)Array.Empty<TElement>();

    private Grouping<TKey, TElement>? Find(TKey key) =>
        key is null ? _ofNull : _byKey.TryGetValue(key, out Grouping<TKey, TElement> group) ? group : null;

    private Grouping<TKey, TElement> New(TKey key)
    {
        Grouping<TKey, TElement> group = new(key);
        _groups.Add(group);
        if (key is null)
        {
            _ofNull = group;
        }
        else
        {
            _byKey.Add(key, group);
        }

        return group;
    }
}
