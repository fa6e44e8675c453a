// Searches and sorts of arrays whose element type is unknown.

using System.Collections;
using System.Collections.Generic;

namespace System;

public abstract partial class Array
{
    private const string OneDimension = "Only single dimension arrays are supported here.";

    public static int IndexOf(Array array, object? value)
    {
        ArgumentNullException.ThrowIfNull(array);
        return IndexOf(array, value, 0, array.Length);
    }

    public static int IndexOf(Array array, object? value, int startIndex)
    {
        ArgumentNullException.ThrowIfNull(array);
        return IndexOf(array, value, startIndex, array.Length - startIndex);
    }

    public static int IndexOf(Array array, object? value, int startIndex, int count)
    {
        CheckSingle(array);
        CheckFrom(array, startIndex, count);
        for (int i = startIndex; i < startIndex + count; i++)
        {
            if (IsAt(array, i, value))
            {
                return i;
            }
        }

        return -1;
    }

    public static int LastIndexOf(Array array, object? value)
    {
        ArgumentNullException.ThrowIfNull(array);
        return LastIndexOf(array, value, array.Length - 1, array.Length);
    }

    public static int LastIndexOf(Array array, object? value, int startIndex)
    {
        ArgumentNullException.ThrowIfNull(array);
        return LastIndexOf(array, value, startIndex, startIndex + 1);
    }

    public static int LastIndexOf(Array array, object? value, int startIndex, int count)
    {
        ArgumentNullException.ThrowIfNull(array);
        if (array.Length == 0)
        {
            return -1;
        }

        CheckFromEnd(array.Length, startIndex, count);
        CheckSingle(array);
        for (int i = startIndex; i > startIndex - count; i--)
        {
            if (IsAt(array, i, value))
            {
                return i;
            }
        }

        return -1;
    }

    public static int BinarySearch(Array array, object? value) => BinarySearch(array, value, null);

    public static int BinarySearch(Array array, object? value, IComparer? comparer)
    {
        ArgumentNullException.ThrowIfNull(array);
        return BinarySearch(array, 0, array.Length, value, comparer);
    }

    public static int BinarySearch(Array array, int index, int length, object? value) => BinarySearch(array, index, length, value, null);

    public static int BinarySearch(Array array, int index, int length, object? value, IComparer? comparer)
    {
        ArgumentNullException.ThrowIfNull(array);
        CheckPart(array.Length, index, length);
        CheckSingle(array);
        comparer ??= Collections.Comparer.Default;
        int low = index;
        int high = index + length - 1;
        while (low <= high)
        {
            int middle = low + ((high - low) >> 1);
            int order = Compare(array.ValueAt(middle), value, comparer);
            if (order == 0)
            {
                return middle;
            }

            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle - 1;
        }

        return ~low;
    }

    public static void Reverse(Array array)
    {
        ArgumentNullException.ThrowIfNull(array);
        Reverse(array, 0, array.Length);
    }

    public static void Reverse(Array array, int index, int length)
    {
        ArgumentNullException.ThrowIfNull(array);
        CheckPart(array.Length, index, length);
        CheckSingle(array);
        for (int low = index, high = index + length - 1; low < high; low++, high--)
        {
            object? first = array.ValueAt(low);
            array.SetValueAt(array.ValueAt(high), low);
            array.SetValueAt(first, high);
        }
    }

    public static void Sort(Array array) => Sort(array, (IComparer?)null);

    public static void Sort(Array array, IComparer? comparer)
    {
        ArgumentNullException.ThrowIfNull(array);
        Sort(array, null, 0, array.Length, comparer);
    }

    public static void Sort(Array array, int index, int length) => Sort(array, null, index, length, null);

    public static void Sort(Array array, int index, int length, IComparer? comparer) => Sort(array, null, index, length, comparer);

    public static void Sort(Array keys, Array? items) => Sort(keys, items, null);

    public static void Sort(Array keys, Array? items, IComparer? comparer)
    {
        ArgumentNullException.ThrowIfNull(keys);
        Sort(keys, items, 0, keys.Length, comparer);
    }

    public static void Sort(Array keys, Array? items, int index, int length) => Sort(keys, items, index, length, null);

    public static void Sort(Array keys, Array? items, int index, int length, IComparer? comparer)
    {
        CheckSingle(keys);
        if (items is not null)
        {
            CheckSingle(items);
        }

        CheckPart(keys.Length, index, length);
        if (items is not null && items.Length - index < length)
        {
            throw new ArgumentException(BadPart);
        }

        KeyValuePair<object?, object?>[] pairs = new KeyValuePair<object?, object?>[length];
        for (int i = 0; i < length; i++)
        {
            pairs[i] = new(keys.ValueAt(index + i), items?.ValueAt(index + i));
        }

        try
        {
            Sorting<KeyValuePair<object?, object?>>.Sort(pairs, new KeyComparer(comparer ?? Collections.Comparer.Default));
        }
        finally
        {
            // Even a sort that failed half-way is written back.
            for (int i = 0; i < length; i++)
            {
                keys.SetValueAt(pairs[i].Key, index + i);
                items?.SetValueAt(pairs[i].Value, index + i);
            }
        }
    }

    private static void CheckSingle(Array array, [Runtime.CompilerServices.CallerArgumentExpression(nameof(array))] string? name = null)
    {
        ArgumentNullException.ThrowIfNull(array, name);
        if (array.Rank != 1)
        {
            throw new RankException(OneDimension);
        }
    }

    // Calls the element, so that its type decides what is equal.
    private static bool IsAt(Array array, int index, object? value) =>
        array.ValueAt(index) is { } item ? item.Equals(value) : value is null;

    private static int Compare(object? item, object? value, IComparer comparer)
    {
        try
        {
            return comparer.Compare(item, value);
        }
        catch (Exception error)
        {
            throw new InvalidOperationException("Failed to compare two elements in the array.", error);
        }
    }

    private sealed class KeyComparer(IComparer comparer) : IComparer<KeyValuePair<object?, object?>>
    {
        public int Compare(KeyValuePair<object?, object?> x, KeyValuePair<object?, object?> y) => comparer.Compare(x.Key, y.Key);
    }
}
