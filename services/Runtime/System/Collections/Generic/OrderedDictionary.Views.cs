// Pairs, keys and values of an ordered dictionary, without copying.

namespace System.Collections.Generic;

public partial class OrderedDictionary<TKey, TValue>
{
    /// <summary>Enumerates the pairs; a change of keys or of their order ends it.</summary>
    public struct Enumerator : IEnumerator<KeyValuePair<TKey, TValue>>
    {
        private readonly OrderedDictionary<TKey, TValue> _owner;
        private readonly int _version;
        private int _index;

        internal Enumerator(OrderedDictionary<TKey, TValue> owner) => (_owner, _version) = (owner, owner._version);

        public KeyValuePair<TKey, TValue> Current { get; private set; }

        readonly object IEnumerator.Current => Current;

        public bool MoveNext()
        {
            Check();
            bool isThere = _index < _owner.Count;
            Current = isThere ? _owner._pairs[_index++] : default;
            return isThere;
        }

        void IEnumerator.Reset() => Restart();

        readonly void IDisposable.Dispose()
        {
        }

        internal void Restart()
        {
            Check();
            _index = 0;
            Current = default;
        }

        private readonly void Check()
        {
            if (_version != _owner._version)
            {
                throw new InvalidOperationException("Collection was modified after the enumerator was instantiated.");
            }
        }
    }

    /// <summary>The present keys, in order.</summary>
    public sealed class KeyCollection : IList<TKey>, IReadOnlyList<TKey>
    {
        private readonly OrderedDictionary<TKey, TValue> _owner;

        internal KeyCollection(OrderedDictionary<TKey, TValue> owner) => _owner = owner;

        public int Count => _owner.Count;

        bool ICollection<TKey>.IsReadOnly => true;

        TKey IReadOnlyList<TKey>.this[int index] => _owner.GetAt(index).Key;

        TKey IList<TKey>.this[int index]
        {
            get => _owner.GetAt(index).Key;
            set => throw new NotSupportedException();
        }

        public bool Contains(TKey key) => _owner.ContainsKey(key);

        public void CopyTo(TKey[] array, int arrayIndex)
        {
            ArgumentNullException.ThrowIfNull(array);
            ArgumentOutOfRangeException.ThrowIfNegative(arrayIndex);
            if (array.Length - arrayIndex < Count)
            {
                throw new ArgumentException(
                    "Destination array is not long enough to copy all the items in the collection. Check array index and length.",
                    nameof(array));
            }

            foreach (TKey item in this)
            {
                array[arrayIndex++] = item;
            }
        }

        public Enumerator GetEnumerator() => new(_owner);

        IEnumerator<TKey> IEnumerable<TKey>.GetEnumerator() => GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        int IList<TKey>.IndexOf(TKey item) => _owner.IndexOf(item);

        void ICollection<TKey>.Add(TKey item) => throw new NotSupportedException();

        void ICollection<TKey>.Clear() => throw new NotSupportedException();

        void IList<TKey>.Insert(int index, TKey item) => throw new NotSupportedException();

        bool ICollection<TKey>.Remove(TKey item) => throw new NotSupportedException();

        void IList<TKey>.RemoveAt(int index) => throw new NotSupportedException();

        /// <summary>Enumerates them; a change of the dictionary ends it.</summary>
        public struct Enumerator : IEnumerator<TKey>
        {
            private OrderedDictionary<TKey, TValue>.Enumerator _pairs;

            internal Enumerator(OrderedDictionary<TKey, TValue> owner) => _pairs = owner.GetEnumerator();

            public readonly TKey Current => _pairs.Current.Key;

            readonly object IEnumerator.Current => Current!;

            public bool MoveNext() => _pairs.MoveNext();

            void IEnumerator.Reset() => _pairs.Restart();

            readonly void IDisposable.Dispose()
            {
            }
        }
    }

    /// <summary>The present values, in order.</summary>
    public sealed class ValueCollection : IList<TValue>, IReadOnlyList<TValue>
    {
        private readonly OrderedDictionary<TKey, TValue> _owner;

        internal ValueCollection(OrderedDictionary<TKey, TValue> owner) => _owner = owner;

        public int Count => _owner.Count;

        bool ICollection<TValue>.IsReadOnly => true;

        TValue IReadOnlyList<TValue>.this[int index] => _owner.GetAt(index).Value;

        TValue IList<TValue>.this[int index]
        {
            get => _owner.GetAt(index).Value;
            set => throw new NotSupportedException();
        }

        bool ICollection<TValue>.Contains(TValue item) => _owner.ContainsValue(item);

        public void CopyTo(TValue[] array, int arrayIndex)
        {
            ArgumentNullException.ThrowIfNull(array);
            ArgumentOutOfRangeException.ThrowIfNegative(arrayIndex);
            if (array.Length - arrayIndex < Count)
            {
                throw new ArgumentException(
                    "Destination array is not long enough to copy all the items in the collection. Check array index and length.",
                    nameof(array));
            }

            foreach (TValue item in this)
            {
                array[arrayIndex++] = item;
            }
        }

        public Enumerator GetEnumerator() => new(_owner);

        IEnumerator<TValue> IEnumerable<TValue>.GetEnumerator() => GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        int IList<TValue>.IndexOf(TValue item) =>
            _owner._pairs.FindIndex(pair => EqualityComparer<TValue>.Default.Equals(pair.Value, item));

        void ICollection<TValue>.Add(TValue item) => throw new NotSupportedException();

        void ICollection<TValue>.Clear() => throw new NotSupportedException();

        void IList<TValue>.Insert(int index, TValue item) => throw new NotSupportedException();

        bool ICollection<TValue>.Remove(TValue item) => throw new NotSupportedException();

        void IList<TValue>.RemoveAt(int index) => throw new NotSupportedException();

        /// <summary>Enumerates them; a change of the dictionary ends it.</summary>
        public struct Enumerator : IEnumerator<TValue>
        {
            private OrderedDictionary<TKey, TValue>.Enumerator _pairs;

            internal Enumerator(OrderedDictionary<TKey, TValue> owner) => _pairs = owner.GetEnumerator();

            public readonly TValue Current => _pairs.Current.Value;

            readonly object IEnumerator.Current => Current!;

            public bool MoveNext() => _pairs.MoveNext();

            void IEnumerator.Reset() => _pairs.Restart();

            readonly void IDisposable.Dispose()
            {
            }
        }
    }
}
