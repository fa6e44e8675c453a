// Support for the untyped interfaces of typed collections.

namespace System.Collections.Generic;

internal static class Untyped
{
    private const string Incompatible =
        "Target array type is not compatible with the type of items in the collection.";

    /// <summary>
    /// Exceptions: ArgumentNullException for null if a value cannot be null, ArgumentException for a value of another type.
    /// </summary>
    internal static T Of<T>(object? value, string name)
    {
        if (value is null && default(T) is not null)
        {
            throw new ArgumentNullException(name);
        }

        // A cast, not a type test: an enum's value can be unboxed as its number.
        try
        {
            return (T)value!;
        }
        catch (InvalidCastException)
        {
            throw new ArgumentException($"The value \"{value}\" is not of the type of this generic collection's items.", name);
        }
    }

    /// <summary>Whether it may be one of the items.</summary>
    internal static bool Is<T>(object? value) => value is T || (value is null && default(T) is null);

    /// <summary>For enumerators whose collection may change in the meantime.</summary>
    internal static void CheckUnchanged(bool isUnchanged)
    {
        if (!isUnchanged)
        {
            throw new InvalidOperationException("Collection was modified after the enumerator was instantiated.");
        }
    }

    internal static InvalidOperationException NoCurrent() => new("Enumeration has either not started or has already finished.");

    /// <summary>Into an array that accepts the items as <see cref="Array.Copy(Array, Array, int)"/> does.</summary>
    internal static void CopyAll<T>(T[] items, Array array, int index)
    {
        CheckSingle(array);
        try
        {
            Array.Copy((Array)items, 0, array, index, items.Length);
        }
        catch (ArrayTypeMismatchException)
        {
            throw new ArgumentException(Incompatible, nameof(array));
        }
    }

    /// <summary>Into an array of that type, or of objects of which the items are some.</summary>
    internal static void CopyEach<T>(ICollection<T> items, Array array, int index)
    {
        CheckSingle(array);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        if (array.Length - index < items.Count)
        {
            throw new ArgumentException(
                "Destination array is not long enough to copy all the items in the collection. Check array index and length.");
        }

        if (array is T[] same)
        {
            items.CopyTo(same, index);
            return;
        }

        if (array is not object?[] objects)
        {
            throw new ArgumentException(Incompatible, nameof(array));
        }

        try
        {
            foreach (T item in items)
            {
                objects[index++] = item;
            }
        }
        catch (ArrayTypeMismatchException)
        {
            throw new ArgumentException(Incompatible, nameof(array));
        }
    }

    /// <summary>The same, for collections that check the index first, by itself.</summary>
    internal static void CopyWithin<T>(ICollection<T> items, Array array, int index)
    {
        if (array is { Rank: 1 })
        {
            Dictionary<int, int>.CheckRoom(array, index, items.Count);
        }

        CopyEach(items, array, index);
    }

    internal static void CopyEntries<TKey, TValue>(IEnumerable<KeyValuePair<TKey, TValue>> pairs, DictionaryEntry[] array, int index)
        where TKey : notnull
    {
        foreach (KeyValuePair<TKey, TValue> pair in pairs)
        {
            array[index++] = new DictionaryEntry(pair.Key, pair.Value);
        }
    }

    private static void CheckSingle(Array array)
    {
        ArgumentNullException.ThrowIfNull(array);
        if (array.Rank != 1)
        {
            throw new ArgumentException("Only single dimensional arrays are supported for the requested action.", nameof(array));
        }
    }
}
