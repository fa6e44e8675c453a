// The matches of one text, in order.

using System.Collections;
using System.Collections.Generic;

namespace System.Text.RegularExpressions;

public class MatchCollection : IList<Match>, IReadOnlyList<Match>, ICollection
{
    private readonly List<Match> _items;

    internal MatchCollection(List<Match> items) => _items = items;

    public int Count => _items.Count;

    public bool IsReadOnly => true;

    public bool IsSynchronized => false;

    public object SyncRoot => this;

    Match IList<Match>.this[int index]
    {
        get => this[index];
        set => throw ReadOnly();
    }

    public virtual Match this[int i] =>
        (uint)i < (uint)_items.Count ? _items[i] : throw new ArgumentOutOfRangeException(nameof(i));

    public void CopyTo(Match[] array, int arrayIndex) => _items.CopyTo(array, arrayIndex);

    void ICollection.CopyTo(Array array, int index) => ((ICollection)_items).CopyTo(array, index);

    public IEnumerator GetEnumerator() => _items.GetEnumerator();

    IEnumerator<Match> IEnumerable<Match>.GetEnumerator() => _items.GetEnumerator();

    bool ICollection<Match>.Contains(Match item) => _items.Contains(item);

    int IList<Match>.IndexOf(Match item) => _items.IndexOf(item);

    void ICollection<Match>.Add(Match item) => throw ReadOnly();

    void ICollection<Match>.Clear() => throw ReadOnly();

    bool ICollection<Match>.Remove(Match item) => throw ReadOnly();

    void IList<Match>.Insert(int index, Match item) => throw ReadOnly();

    void IList<Match>.RemoveAt(int index) => throw ReadOnly();

    private static NotSupportedException ReadOnly() => new("Collection is read-only.");
}
