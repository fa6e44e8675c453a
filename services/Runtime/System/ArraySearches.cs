// Searches in parts of arrays and from their ends, and sorting of keys with their values.

using System.Collections.Generic;

namespace System;

public abstract partial class Array
{
    internal const string BeyondCollection = "Index was out of range. Must be non-negative and less than the size of the collection.";

    private const string BadPart = "Offset and length were out of bounds for the array or count is greater than the number of elements "
        + "from index to the end of the source collection.";

    private const string BeyondIndex = "Index was out of range. Must be non-negative and less than or equal to the size of the collection.";
    private const string BeyondCount = "Count must be positive and count must refer to a location within the string/array/collection.";

    public static int FindIndex<T>(T[] array, int startIndex, Predicate<T> match)
    {
        ArgumentNullException.ThrowIfNull(array);
        return FindIndex(array, startIndex, array.Length - startIndex, match);
    }

    public static int FindIndex<T>(T[] array, int startIndex, int count, Predicate<T> match)
    {
        CheckFrom(array, startIndex, count);
        ArgumentNullException.ThrowIfNull(match);
        for (int i = startIndex; i < startIndex + count; i++)
        {
            if (match(array[i]))
            {
                return i;
            }
        }

        return -1;
    }

    public static T? FindLast<T>(T[] array, Predicate<T> match)
    {
        int index = FindLastIndex(array, match);
        return index < 0 ? default : array[index];
    }

    public static int FindLastIndex<T>(T[] array, Predicate<T> match)
    {
        ArgumentNullException.ThrowIfNull(array);
        return FindLastIndex(array, array.Length - 1, array.Length, match);
    }

    public static int FindLastIndex<T>(T[] array, int startIndex, Predicate<T> match) =>
        FindLastIndex(array, startIndex, startIndex + 1, match);

    public static int FindLastIndex<T>(T[] array, int startIndex, int count, Predicate<T> match)
    {
        ArgumentNullException.ThrowIfNull(array);
        ArgumentNullException.ThrowIfNull(match);
        CheckFromEnd(array.Length, startIndex, count);
        for (int i = startIndex; i > startIndex - count; i--)
        {
            if (match(array[i]))
            {
                return i;
            }
        }

        return -1;
    }

    public static int LastIndexOf<T>(T[] array, T value, int startIndex)
    {
        ArgumentNullException.ThrowIfNull(array);
        return LastIndexOf(array, value, startIndex, array.Length == 0 ? 0 : startIndex + 1);
    }

    public static int LastIndexOf<T>(T[] array, T value, int startIndex, int count)
    {
        ArgumentNullException.ThrowIfNull(array);
        CheckFromEnd(array.Length, startIndex, count);
        for (int i = startIndex; i > startIndex - count; i--)
        {
            if (EqualityComparer<T>.Default.Equals(array[i], value))
            {
                return i;
            }
        }

        return -1;
    }

    public static int BinarySearch<T>(T[] array, int index, int length, T value) => BinarySearch(array, index, length, value, null);

    public static void Sort<T>(T[] array, int index, int length) => Sort(array, index, length, null);

    public static void Sort<T>(T[] array, int index, int length, IComparer<T>? comparer)
    {
        ArgumentNullException.ThrowIfNull(array);
        CheckPart(array.Length, index, length);
        Sorting<T>.Sort(Elements(array).Slice(index, length), comparer ?? Comparer<T>.Default);
    }

    public static void Sort<TKey, TValue>(TKey[] keys, TValue[]? items) => Sort(keys, items, null);

    public static void Sort<TKey, TValue>(TKey[] keys, TValue[]? items, IComparer<TKey>? comparer)
    {
        ArgumentNullException.ThrowIfNull(keys);
        Sort(keys, items, 0, keys.Length, comparer);
    }

    public static void Sort<TKey, TValue>(TKey[] keys, TValue[]? items, int index, int length) => Sort(keys, items, index, length, null);

    public static void Sort<TKey, TValue>(TKey[] keys, TValue[]? items, int index, int length, IComparer<TKey>? comparer)
    {
        ArgumentNullException.ThrowIfNull(keys);
        CheckPart(keys.Length, index, length);
        if (items is not null && items.Length - index < length)
        {
            throw new ArgumentException(BadPart);
        }

        comparer ??= Comparer<TKey>.Default;
        if (items is null)
        {
            Sort(keys, index, length, comparer);
            return;
        }

        KeyValuePair<TKey, TValue>[] pairs = new KeyValuePair<TKey, TValue>[length];
        for (int i = 0; i < length; i++)
        {
            pairs[i] = new(keys[index + i], items[index + i]);
        }

        try
        {
            Sort(pairs, (left, right) => comparer.Compare(left.Key, right.Key));
        }
        finally
        {
            // Even a sort that failed half-way is written back.
            for (int i = 0; i < length; i++)
            {
                (keys[index + i], items[index + i]) = (pairs[i].Key, pairs[i].Value);
            }
        }
    }

    // Checks the part that a search covers.
    private static void CheckFrom(Array array, int startIndex, int count)
    {
        ArgumentNullException.ThrowIfNull(array);
        if ((uint)startIndex > (uint)array.Length)
        {
            throw new ArgumentOutOfRangeException(nameof(startIndex), BeyondIndex);
        }

        if ((uint)count > (uint)(array.Length - startIndex))
        {
            throw new ArgumentOutOfRangeException(nameof(count), BeyondCount);
        }
    }

    private static void CheckPart(int arrayLength, int index, int length)
    {
        if (index < 0 || length < 0)
        {
            throw new ArgumentOutOfRangeException(index < 0 ? nameof(index) : nameof(length), "Non-negative number required.");
        }

        if (arrayLength - index < length)
        {
            throw new ArgumentException(BadPart);
        }
    }

    private static void CheckFromEnd(int arrayLength, int startIndex, int count)
    {
        bool isInside = arrayLength == 0 ? startIndex is -1 or 0 : (uint)startIndex < (uint)arrayLength;
        if (!isInside)
        {
            throw new ArgumentOutOfRangeException(nameof(startIndex), BeyondCollection);
        }

        if (count < 0 || startIndex - count + 1 < 0 || count > arrayLength)
        {
            throw new ArgumentOutOfRangeException(nameof(count), BeyondCount);
        }
    }
}
