// The captures of one group, in order.

using System.Collections;
using System.Collections.Generic;

namespace System.Text.RegularExpressions;

public class CaptureCollection : IList<Capture>, IReadOnlyList<Capture>, ICollection
{
    private readonly List<Capture> _items;

    internal CaptureCollection(List<Capture> items) => _items = items;

    public int Count => _items.Count;

    public bool IsReadOnly => true;

    public bool IsSynchronized => false;

    public object SyncRoot => this;

    Capture IList<Capture>.this[int index]
    {
        get => this[index];
        set => throw ReadOnly();
    }

    public Capture this[int i] =>
        (uint)i < (uint)_items.Count ? _items[i] : throw new ArgumentOutOfRangeException(nameof(i));

    public void CopyTo(Capture[] array, int arrayIndex) => _items.CopyTo(array, arrayIndex);

    void ICollection.CopyTo(Array array, int index) => ((ICollection)_items).CopyTo(array, index);

    public IEnumerator GetEnumerator() => _items.GetEnumerator();

    IEnumerator<Capture> IEnumerable<Capture>.GetEnumerator() => _items.GetEnumerator();

    bool ICollection<Capture>.Contains(Capture item) => _items.Contains(item);

    int IList<Capture>.IndexOf(Capture item) => _items.IndexOf(item);

    void ICollection<Capture>.Add(Capture item) => throw ReadOnly();

    void ICollection<Capture>.Clear() => throw ReadOnly();

    bool ICollection<Capture>.Remove(Capture item) => throw ReadOnly();

    void IList<Capture>.Insert(int index, Capture item) => throw ReadOnly();

    void IList<Capture>.RemoveAt(int index) => throw ReadOnly();

    private static NotSupportedException ReadOnly() => new("Collection is read-only.");
}
