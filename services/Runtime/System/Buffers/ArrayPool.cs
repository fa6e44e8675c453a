// Reusable arrays.

using System.Collections.Generic;

namespace System.Buffers;

public abstract class ArrayPool<T>
{
    private static readonly ArrayPool<T> s_shared = new Pool(1 << 30, 8);

    public static ArrayPool<T> Shared => s_shared;

    public static ArrayPool<T> Create() => new Pool(1 << 20, 50);

    public static ArrayPool<T> Create(int maxArrayLength, int maxArraysPerBucket)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxArrayLength);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxArraysPerBucket);
        return new Pool(maxArrayLength, maxArraysPerBucket);
    }

    public abstract T[] Rent(int minimumLength);

    public abstract void Return(T[] array, bool clearArray = false);

    // Powers of two from 16; a few arrays of each are kept.
    private sealed class Pool(int longest, int most) : ArrayPool<T>
    {
        private const int Shortest = 16;
        private readonly Dictionary<int, Stack<T[]>> _kept = [];

        public override T[] Rent(int minimumLength)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(minimumLength);
            if (minimumLength == 0)
            {
                return [];
            }

            if (minimumLength > longest)
            {
                return new T[minimumLength];
            }

            int length = Shortest;
            while (length < minimumLength)
            {
                length *= 2;
            }

            lock (_kept)
            {
                if (_kept.TryGetValue(length, out Stack<T[]>? arrays) && arrays.TryPop(out T[]? array))
                {
                    return array;
                }
            }

            return new T[length];
        }

        public override void Return(T[] array, bool clearArray = false)
        {
            ArgumentNullException.ThrowIfNull(array);
            if (clearArray)
            {
                Array.Clear(array);
            }

            int length = array.Length;
            if (length == 0 || length > longest)
            {
                return;
            }

            if (length < Shortest || (length & (length - 1)) != 0)
            {
                throw new ArgumentException("The buffer is not associated with this pool and may not be returned to it.", nameof(array));
            }

            lock (_kept)
            {
                if (!_kept.TryGetValue(length, out Stack<T[]>? arrays))
                {
                    arrays = new Stack<T[]>();
                    _kept[length] = arrays;
                }

                if (arrays.Count < most)
                {
                    arrays.Push(array);
                }
            }
        }
    }
}
