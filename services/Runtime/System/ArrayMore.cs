// Searches and conversions of arrays.

using System.Collections.Generic;

namespace System;

public abstract partial class Array
{
    public object Clone() => MemberwiseClone();

    public static int IndexOf<T>(T[] array, T value, int startIndex)
    {
        ArgumentNullException.ThrowIfNull(array);
        return IndexOf(array, value, startIndex, array.Length - startIndex);
    }

    public static int LastIndexOf<T>(T[] array, T value)
    {
        ArgumentNullException.ThrowIfNull(array);
        for (int i = array.Length - 1; i >= 0; i--)
        {
            if (EqualityComparer<T>.Default.Equals(array[i], value))
            {
                return i;
            }
        }

        return -1;
    }

    public static int FindIndex<T>(T[] array, Predicate<T> match)
    {
        ArgumentNullException.ThrowIfNull(array);
        ArgumentNullException.ThrowIfNull(match);
        for (int i = 0; i < array.Length; i++)
        {
            if (match(array[i]))
            {
                return i;
            }
        }

        return -1;
    }

    public static T? Find<T>(T[] array, Predicate<T> match)
    {
        int index = FindIndex(array, match);
        return index < 0 ? default : array[index];
    }

    public static T[] FindAll<T>(T[] array, Predicate<T> match)
    {
        ArgumentNullException.ThrowIfNull(array);
        return new List<T>(array).FindAll(match).ToArray();
    }

    public static bool Exists<T>(T[] array, Predicate<T> match) => FindIndex(array, match) >= 0;

    public static bool TrueForAll<T>(T[] array, Predicate<T> match)
    {
        ArgumentNullException.ThrowIfNull(match);
        return FindIndex(array, item => !match(item)) < 0;
    }

    public static void ForEach<T>(T[] array, Action<T> action)
    {
        ArgumentNullException.ThrowIfNull(array);
        ArgumentNullException.ThrowIfNull(action);
        foreach (T item in array)
        {
            action(item);
        }
    }

    public static TOutput[] ConvertAll<TInput, TOutput>(TInput[] array, Converter<TInput, TOutput> converter)
    {
        ArgumentNullException.ThrowIfNull(array);
        ArgumentNullException.ThrowIfNull(converter);
        TOutput[] made = new TOutput[array.Length];
        for (int i = 0; i < made.Length; i++)
        {
            made[i] = converter(array[i]);
        }

        return made;
    }

    public static Collections.ObjectModel.ReadOnlyCollection<T> AsReadOnly<T>(T[] array) => new(array);
}
