// A sorted dictionary's keys and values as collections.

namespace System.Collections.Generic;

public partial class SortedDictionary<TKey, TValue>
    where TKey : notnull
{
    public sealed class KeyCollection : IUntypedCollection<TKey>, IReadOnlyCollection<TKey>
    {
        private readonly SortedDictionary<TKey, TValue> _dictionary;

        public KeyCollection(SortedDictionary<TKey, TValue> dictionary)
        {
            ArgumentNullException.ThrowIfNull(dictionary);
            _dictionary = dictionary;
        }

        public int Count => _dictionary.Count;

        bool ICollection<TKey>.IsReadOnly => true;

        void ICollection.CopyTo(Array array, int index) => Untyped.CopyWithin(this, array, index);

        bool ICollection<TKey>.Contains(TKey item) => _dictionary.ContainsKey(item);

        public void CopyTo(TKey[] array, int index) => Dictionary<int, int>.CopyItems(this, array, index);

        public Enumerator GetEnumerator() => new(_dictionary);

        IEnumerator<TKey> IEnumerable<TKey>.GetEnumerator() => GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        void ICollection<TKey>.Add(TKey item) => throw Refused();

        void ICollection<TKey>.Clear() => throw Refused();

        bool ICollection<TKey>.Remove(TKey item) => throw Refused();

        private static NotSupportedException Refused() => new("Mutating a key collection derived from a dictionary is not allowed.");

        public struct Enumerator : IEnumerator<TKey>
        {
            private SortedDictionary<TKey, TValue>.Enumerator _pairs;
            private bool _isAt;

            internal Enumerator(SortedDictionary<TKey, TValue> dictionary)
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
    }

    public sealed class ValueCollection : IUntypedCollection<TValue>, IReadOnlyCollection<TValue>
    {
        private readonly SortedDictionary<TKey, TValue> _dictionary;

        public ValueCollection(SortedDictionary<TKey, TValue> dictionary)
        {
            ArgumentNullException.ThrowIfNull(dictionary);
            _dictionary = dictionary;
        }

        public int Count => _dictionary.Count;

        bool ICollection<TValue>.IsReadOnly => true;

        void ICollection.CopyTo(Array array, int index) => Untyped.CopyWithin(this, array, index);

        bool ICollection<TValue>.Contains(TValue item)
        {
            foreach (TValue value in this)
            {
                if (EqualityComparer<TValue>.Default.Equals(value, item))
                {
                    return true;
                }
            }

            return false;
        }

        public void CopyTo(TValue[] array, int index) => Dictionary<int, int>.CopyItems(this, array, index);

        public Enumerator GetEnumerator() => new(_dictionary);

        IEnumerator<TValue> IEnumerable<TValue>.GetEnumerator() => GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        void ICollection<TValue>.Add(TValue item) => throw Refused();

        void ICollection<TValue>.Clear() => throw Refused();

        bool ICollection<TValue>.Remove(TValue item) => throw Refused();

        private static NotSupportedException Refused() => new("Mutating a value collection derived from a dictionary is not allowed.");

        public struct Enumerator : IEnumerator<TValue>
        {
            private SortedDictionary<TKey, TValue>.Enumerator _pairs;
            private bool _isAt;

            internal Enumerator(SortedDictionary<TKey, TValue> dictionary)
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
    }
}
