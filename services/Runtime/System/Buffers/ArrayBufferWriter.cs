// Writes items into an array that grows.

namespace System.Buffers;

public sealed class ArrayBufferWriter<T> : IBufferWriter<T>
{
    private const int FirstCapacity = 256;
    private T[] _items;
    private int _count;

    public ArrayBufferWriter() => _items = [];

    public ArrayBufferWriter(int initialCapacity) =>
        _items = initialCapacity > 0 ? new T[initialCapacity] : throw new ArgumentException(null, nameof(initialCapacity));

    public ReadOnlyMemory<T> WrittenMemory => _items.AsMemory(0, _count);

    public ReadOnlySpan<T> WrittenSpan => _items.AsSpan(0, _count);

    public int WrittenCount => _count;

    public int Capacity => _items.Length;

    public int FreeCapacity => _items.Length - _count;

    public void Clear()
    {
        _items.AsSpan(0, _count).Clear();
        _count = 0;
    }

    public void ResetWrittenCount() => _count = 0;

    public void Advance(int count)
    {
        if (count < 0)
        {
            throw new ArgumentException(null, nameof(count));
        }

        if (_count > _items.Length - count)
        {
            throw new InvalidOperationException($"Cannot advance past the end of the buffer, which has a size of {_items.Length}.");
        }

        _count += count;
    }

    public Memory<T> GetMemory(int sizeHint = 0)
    {
        Grow(sizeHint);
        return _items.AsMemory(_count);
    }

    public Span<T> GetSpan(int sizeHint = 0)
    {
        Grow(sizeHint);
        return _items.AsSpan(_count);
    }

    private void Grow(int needed)
    {
        if (needed < 0)
        {
            throw new ArgumentException(nameof(needed));
        }

        needed = Math.Max(needed, 1);
        if (needed > FreeCapacity)
        {
            int more = Math.Max(needed, _items.Length == 0 ? FirstCapacity : _items.Length);
            Array.Resize(ref _items, checked(_items.Length + more));
        }
    }
}
