// A few values by key, in the order in which they were added.

using System.Collections.Generic;

namespace System.Collections;

internal sealed class PairList : IDictionary
{
    private readonly List<DictionaryEntry> _pairs = [];

    public int Count => _pairs.Count;

    public bool IsFixedSize => false;

    public bool IsReadOnly => false;

    public bool IsSynchronized => false;

    public object SyncRoot => this;

    public ICollection Keys => _pairs.ConvertAll(static pair => pair.Key).ToArray();

    public ICollection Values => _pairs.ConvertAll(static pair => pair.Value).ToArray();

    public object? this[object key]
    {
        get
        {
            int at = Find(key);
            return at < 0 ? null : _pairs[at].Value;
        }

        set
        {
            int at = Find(key);
            if (at < 0)
            {
                _pairs.Add(new DictionaryEntry(key, value));
            }
            else
            {
                _pairs[at] = new DictionaryEntry(key, value);
            }
        }
    }

    public void Add(object key, object? value)
    {
        if (Contains(key))
        {
            throw new ArgumentException($"Item has already been added. Key in dictionary: '{key}'  Key being added: '{key}'");
        }

        _pairs.Add(new DictionaryEntry(key, value));
    }

    public void Clear() => _pairs.Clear();

    public bool Contains(object key) => Find(key) >= 0;

    public void Remove(object key)
    {
        int at = Find(key);
        if (at >= 0)
        {
            _pairs.RemoveAt(at);
        }
    }

    public void CopyTo(Array array, int index)
    {
        foreach (DictionaryEntry pair in _pairs)
        {
            array.SetValue(pair, index++);
        }
    }

    public IDictionaryEnumerator GetEnumerator() => new Enumerator(_pairs);

    IEnumerator IEnumerable.GetEnumerator() => new Enumerator(_pairs);

    private int Find(object key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return _pairs.FindIndex(pair => pair.Key.Equals(key));
    }

    private sealed class Enumerator(List<DictionaryEntry> pairs) : IDictionaryEnumerator
    {
        private int _index = -1;

        public DictionaryEntry Entry => pairs[_index];

        public object Key => Entry.Key;

        public object? Value => Entry.Value;

        public object Current => Entry;

        public bool MoveNext() => ++_index < pairs.Count;

        public void Reset() => _index = -1;
    }
}
