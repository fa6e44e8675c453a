// A dictionary's keys and values as collections, and the dictionary's interfaces.

namespace System.Collections.Generic;

public partial class Dictionary<TKey, TValue>
    where TKey : notnull
{
    ICollection<TKey> IDictionary<TKey, TValue>.Keys => Keys;

    ICollection<TValue> IDictionary<TKey, TValue>.Values => Values;

    IEnumerable<TKey> IReadOnlyDictionary<TKey, TValue>.Keys => Keys;

    IEnumerable<TValue> IReadOnlyDictionary<TKey, TValue>.Values => Values;

    bool ICollection<KeyValuePair<TKey, TValue>>.IsReadOnly => false;

    public bool Remove(TKey key, out TValue value) => TryGetValue(key, out value) && Remove(key);

    public bool ContainsValue(TValue value)
    {
        foreach (KeyValuePair<TKey, TValue> pair in this)
        {
            if (EqualityComparer<TValue>.Default.Equals(pair.Value, value))
            {
                return true;
            }
        }

        return false;
    }

    public int EnsureCapacity(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        while (_entries.Length < capacity)
        {
            Grow();
            _version++;
        }

        return _entries.Length;
    }

    public void TrimExcess()
    {
    }

    void ICollection<KeyValuePair<TKey, TValue>>.Add(KeyValuePair<TKey, TValue> item) => Add(item.Key, item.Value);

    bool ICollection<KeyValuePair<TKey, TValue>>.Contains(KeyValuePair<TKey, TValue> item) =>
        TryGetValue(item.Key, out TValue value) && EqualityComparer<TValue>.Default.Equals(value, item.Value);

    bool ICollection<KeyValuePair<TKey, TValue>>.Remove(KeyValuePair<TKey, TValue> item) =>
        ((ICollection<KeyValuePair<TKey, TValue>>)this).Contains(item) && Remove(item.Key);

    void ICollection<KeyValuePair<TKey, TValue>>.CopyTo(KeyValuePair<TKey, TValue>[] array, int arrayIndex) =>
        CopyItems(this, array, arrayIndex);

    void ICollection.CopyTo(Array array, int index)
    {
        if (array is DictionaryEntry[] entries)
        {
            CheckRoom(array, index, Count);
            Untyped.CopyEntries(this, entries, index);
        }
        else
        {
            Untyped.CopyWithin(this, array, index);
        }
    }

    internal bool TryGetKey(TKey equalKey, out TKey key)
    {
        int index = Find(equalKey);
        key = index >= 0 ? _entries[index].Key : default!;
        return index >= 0;
    }

    internal static void CopyItems<T>(ICollection<T> from, T[] array, int index)
    {
        CheckRoom(array, index, from.Count);
        foreach (T item in from)
        {
            array[index++] = item;
        }
    }

    internal static void CheckRoom(Array array, int index, int count)
    {
        ArgumentNullException.ThrowIfNull(array);
        if ((uint)index > (uint)array.Length)
        {
            throw new ArgumentOutOfRangeException(nameof(index), "Non-negative number required.");
        }

        if (array.Length - index < count)
        {
            throw new ArgumentException(
                "Destination array is not long enough to copy all the items in the collection. Check array index and length.");
        }
    }

    public sealed class KeyCollection : IUntypedCollection<TKey>, IReadOnlyCollection<TKey>
    {
        private readonly Dictionary<TKey, TValue> _dictionary;

        public KeyCollection(Dictionary<TKey, TValue> dictionary)
        {
            ArgumentNullException.ThrowIfNull(dictionary);
            _dictionary = dictionary;
        }

        public int Count => _dictionary.Count;

        bool ICollection<TKey>.IsReadOnly => true;

        void ICollection.CopyTo(Array array, int index) => Untyped.CopyWithin(this, array, index);

        public bool Contains(TKey item) => _dictionary.ContainsKey(item);

        public void CopyTo(TKey[] array, int index) => CopyItems(this, array, index);

        public Enumerator GetEnumerator() => new(_dictionary);

        IEnumerator<TKey> IEnumerable<TKey>.GetEnumerator() => GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public struct Enumerator : IEnumerator<TKey>
        {
            private Dictionary<TKey, TValue>.Enumerator _pairs;
            private bool _isAt;

            internal Enumerator(Dictionary<TKey, TValue> dictionary)
            {
                _pairs = dictionary.GetEnumerator();
            }

            public readonly TKey Current => _pairs.Current.Key;

            readonly object? IEnumerator.Current => _isAt ? Current : throw Untyped.NoCurrent();

            public bool MoveNext() => _isAt = _pairs.MoveNext();

            public void Reset()
            {
                _pairs.Reset();
                _isAt = false;
            }

            public readonly void Dispose()
            {
            }
        }

        void ICollection<TKey>.Add(TKey item) => throw Refused();

        void ICollection<TKey>.Clear() => throw Refused();

        bool ICollection<TKey>.Remove(TKey item) => throw Refused();

        private static NotSupportedException Refused() => new("Mutating a key collection derived from a dictionary is not allowed.");
    }

    public sealed class ValueCollection : IUntypedCollection<TValue>, IReadOnlyCollection<TValue>
    {
        private readonly Dictionary<TKey, TValue> _dictionary;

        public ValueCollection(Dictionary<TKey, TValue> dictionary)
        {
            ArgumentNullException.ThrowIfNull(dictionary);
            _dictionary = dictionary;
        }

        public int Count => _dictionary.Count;

        bool ICollection<TValue>.IsReadOnly => true;

        void ICollection.CopyTo(Array array, int index) => Untyped.CopyWithin(this, array, index);

        bool ICollection<TValue>.Contains(TValue item) => _dictionary.ContainsValue(item);

        public void CopyTo(TValue[] array, int index) => CopyItems(this, array, index);

        public Enumerator GetEnumerator() => new(_dictionary);

        IEnumerator<TValue> IEnumerable<TValue>.GetEnumerator() => GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public struct Enumerator : IEnumerator<TValue>
        {
            private Dictionary<TKey, TValue>.Enumerator _pairs;
            private bool _isAt;

            internal Enumerator(Dictionary<TKey, TValue> dictionary)
            {
                _pairs = dictionary.GetEnumerator();
            }

            public readonly TValue Current => _pairs.Current.Value;

            readonly object? IEnumerator.Current => _isAt ? Current : throw Untyped.NoCurrent();

            public bool MoveNext() => _isAt = _pairs.MoveNext();

            public void Reset()
            {
                _pairs.Reset();
                _isAt = false;
            }

            public readonly void Dispose()
            {
            }
        }

        void ICollection<TValue>.Add(TValue item) => throw Refused();

        void ICollection<TValue>.Clear() => throw Refused();

        bool ICollection<TValue>.Remove(TValue item) => throw Refused();

        private static NotSupportedException Refused() => new("Mutating a value collection derived from a dictionary is not allowed.");
    }
}
