// Boolean values, a bit each.

using System.Numerics;

namespace System.Collections;

public sealed class BitArray : ICollection, ICloneable
{
    private const int WordBits = 32;
    private int[] _words;
    private int _length;
    private int _version;

    public BitArray(int length)
        : this(length, false)
    {
    }

    public BitArray(int length, bool defaultValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        _words = new int[Words(length)];
        _length = length;
        if (defaultValue)
        {
            SetAll(true);
        }
    }

    public BitArray(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        if (bytes.Length > int.MaxValue / 8)
        {
            throw new ArgumentException(
                "The input array length must not exceed Int32.MaxValue / 8. Otherwise BitArray.Length would exceed Int32.MaxValue.",
                nameof(bytes));
        }

        _length = bytes.Length * 8;
        _words = new int[Words(_length)];
        for (int i = 0; i < bytes.Length; i++)
        {
            _words[i / 4] |= bytes[i] << (i % 4 * 8);
        }
    }

    public BitArray(bool[] values)
        : this((values ?? throw new ArgumentNullException(nameof(values))).Length)
    {
        for (int i = 0; i < values.Length; i++)
        {
            _words[i / WordBits] |= values[i] ? 1 << (i % WordBits) : 0;
        }
    }

    public BitArray(int[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length > int.MaxValue / WordBits)
        {
            throw new ArgumentException(
                "The input array length must not exceed Int32.MaxValue / 32. Otherwise BitArray.Length would exceed Int32.MaxValue.",
                nameof(values));
        }

        _words = values.AsSpan().ToArray();
        _length = values.Length * WordBits;
    }

    public BitArray(BitArray bits)
    {
        ArgumentNullException.ThrowIfNull(bits);
        _words = bits._words.AsSpan(0, Words(bits._length)).ToArray();
        _length = bits._length;
    }

    public bool this[int index]
    {
        get => Get(index);
        set => Set(index, value);
    }

    public int Count => _length;

    public object SyncRoot => this;

    public bool IsSynchronized => false;

    public bool IsReadOnly => false;

    public int Length
    {
        get => _length;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            int[] words = new int[Words(value)];
            _words.AsSpan(0, Math.Min(Words(_length), words.Length)).CopyTo(words);
            _words = words;
            _length = Math.Min(_length, value);
            ClearRest();
            _length = value;
            _version++;
        }
    }

    public bool Get(int index) => (_words[Word(index)] & (1 << index)) != 0;

    public void Set(int index, bool value)
    {
        ref int word = ref _words[Word(index)];
        word = value ? word | (1 << index) : word & ~(1 << index);
        _version++;
    }

    public void SetAll(bool value)
    {
        _words.AsSpan(0, Words(_length)).Fill(value ? -1 : 0);
        ClearRest();
        _version++;
    }

    public BitArray And(BitArray value)
    {
        Check(value);
        for (int i = 0; i < Words(_length); i++)
        {
            _words[i] &= value._words[i];
        }

        return Changed();
    }

    public BitArray Or(BitArray value)
    {
        Check(value);
        for (int i = 0; i < Words(_length); i++)
        {
            _words[i] |= value._words[i];
        }

        return Changed();
    }

    public BitArray Xor(BitArray value)
    {
        Check(value);
        for (int i = 0; i < Words(_length); i++)
        {
            _words[i] ^= value._words[i];
        }

        return Changed();
    }

    public BitArray Not()
    {
        for (int i = 0; i < Words(_length); i++)
        {
            _words[i] = ~_words[i];
        }

        ClearRest();
        return Changed();
    }

    /// <summary>Bit <paramref name="count"/> becomes bit 0.</summary>
    public BitArray RightShift(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        int words = Words(_length);
        int skipped = count / WordBits;
        int bits = count % WordBits;
        for (int i = 0; i < words; i++)
        {
            uint low = At(i + skipped, words);
            uint high = At((long)i + skipped + 1, words);
            _words[i] = (int)(bits == 0 ? low : (low >> bits) | (high << (WordBits - bits)));
        }

        return Changed();
    }

    /// <summary>Bit 0 becomes bit <paramref name="count"/>.</summary>
    public BitArray LeftShift(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        int words = Words(_length);
        int skipped = count / WordBits;
        int bits = count % WordBits;
        for (int i = words; i-- > 0;)
        {
            uint high = At(i - skipped, words);
            uint low = At(i - skipped - 1, words);
            _words[i] = (int)(bits == 0 ? high : (high << bits) | (low >> (WordBits - bits)));
        }

        ClearRest();
        return Changed();
    }

    public bool HasAllSet() => Ones() == _length;

    public bool HasAnySet() => Ones() != 0;

    public object Clone() => new BitArray(this);

    public void CopyTo(Array array, int index)
    {
        ArgumentNullException.ThrowIfNull(array);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        if (array.Rank != 1)
        {
            throw new ArgumentException("Only single dimensional arrays are supported for the requested action.", nameof(array));
        }

        switch (array)
        {
            case bool[] values:
                CheckRoom(values.Length - index, _length);
                for (int i = 0; i < _length; i++)
                {
                    values[index + i] = Get(i);
                }

                break;
            case byte[] bytes:
                CheckRoom(bytes.Length - index, (_length + 7) / 8);
                for (int i = 0; i < (_length + 7) / 8; i++)
                {
                    bytes[index + i] = (byte)(_words[i / 4] >> (i % 4 * 8));
                }

                break;
            case int[] words:
                CheckRoom(words.Length - index, Words(_length));
                _words.AsSpan(0, Words(_length)).CopyTo(words.AsSpan(index));
                break;
            default:
                throw new ArgumentException(
                    "Only supported array types for CopyTo on BitArrays are Boolean[], Int32[] and Byte[].",
                    nameof(array));
        }
    }

    public IEnumerator GetEnumerator() => new Enumerator(this);

    private static int Words(int bits) => (int)(((uint)bits + WordBits - 1) / WordBits);

    private static void CheckRoom(int room, int needed)
    {
        if (room < needed)
        {
            throw new ArgumentException(
                "Offset and length were out of bounds for the array or count is greater than the number of elements from index to the end "
                + "of the source collection.");
        }
    }

    private int Word(int index) => (uint)index < (uint)_length
        ? index / WordBits
        : throw new ArgumentOutOfRangeException(
            nameof(index),
            index,
            "Index was out of range. Must be non-negative and less than the size of the collection.");

    private uint At(long word, int words) => word >= 0 && word < words ? (uint)_words[word] : 0;

    private int Ones()
    {
        int ones = 0;
        for (int i = 0; i < Words(_length); i++)
        {
            ones += BitOperations.PopCount((uint)_words[i]);
        }

        return ones;
    }

    private void Check(BitArray value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value._length != _length)
        {
            throw new ArgumentException("Array lengths must be the same.");
        }
    }

    // The bits of the last word beyond the length are always clear.
    private void ClearRest()
    {
        if (_length % WordBits != 0)
        {
            _words[_length / WordBits] &= (1 << (_length % WordBits)) - 1;
        }
    }

    private BitArray Changed()
    {
        _version++;
        return this;
    }

    private sealed class Enumerator(BitArray bits) : IEnumerator, ICloneable
    {
        private readonly int _version = bits._version;
        private int _index = -1;
        private bool _current;

        public object Current =>
            _index < 0 ? throw new InvalidOperationException("Enumeration has not started. Call MoveNext.")
            : _index >= bits._length ? throw new InvalidOperationException("Enumeration already finished.")
            : _current;

        public object Clone() => MemberwiseClone();

        public bool MoveNext()
        {
            Check();
            if (_index < bits._length - 1)
            {
                _current = bits.Get(++_index);
                return true;
            }

            _index = bits._length;
            return false;
        }

        public void Reset()
        {
            Check();
            _index = -1;
        }

        private void Check()
        {
            if (_version != bits._version)
            {
                throw new InvalidOperationException("Collection was modified; enumeration operation may not execute.");
            }
        }
    }
}
