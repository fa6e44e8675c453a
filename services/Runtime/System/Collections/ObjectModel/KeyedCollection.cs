// A list whose items contain their keys.

using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;

namespace System.Collections.ObjectModel;

public abstract class KeyedCollection<TKey, TItem> : Collection<TItem>
    where TKey : notnull
{
    private readonly Dictionary<TKey, TItem> _byKey;

    protected KeyedCollection()
        : this(null)
    {
    }

    protected KeyedCollection(IEqualityComparer<TKey>? comparer) => _byKey = new(comparer);

    public IEqualityComparer<TKey> Comparer => _byKey.Comparer;

    protected IDictionary<TKey, TItem>? Dictionary => _byKey;

    public TItem this[TKey key] => _byKey[key];

    public bool Contains(TKey key) => _byKey.ContainsKey(key);

    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TItem item) => _byKey.TryGetValue(key, out item);

    public bool Remove(TKey key) => _byKey.TryGetValue(key, out TItem? item) && Remove(item);

    protected abstract TKey GetKeyForItem(TItem item);

    protected void ChangeItemKey(TItem item, TKey newKey)
    {
        TKey old = GetKeyForItem(item);
        if (!Comparer.Equals(old, newKey))
        {
            _byKey.Add(newKey, item);
            _ = _byKey.Remove(old);
        }
    }

    protected override void ClearItems()
    {
        base.ClearItems();
        _byKey.Clear();
    }

    protected override void InsertItem(int index, TItem item)
    {
        _byKey.Add(GetKeyForItem(item), item);
        base.InsertItem(index, item);
    }

    protected override void RemoveItem(int index)
    {
        _ = _byKey.Remove(GetKeyForItem(Items[index]));
        base.RemoveItem(index);
    }

    protected override void SetItem(int index, TItem item)
    {
        TKey old = GetKeyForItem(Items[index]);
        TKey now = GetKeyForItem(item);
        if (!Comparer.Equals(old, now))
        {
            _byKey.Add(now, item);
            _ = _byKey.Remove(old);
        }
        else
        {
            _byKey[now] = item;
        }

        base.SetItem(index, item);
    }
}
