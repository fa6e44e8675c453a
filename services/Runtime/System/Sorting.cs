// Heap sort below quicksort: never more than n log n steps, no memory.

using System.Collections.Generic;

namespace System;

internal static class Sorting<T>
{
    private const int Small = 16;

    internal static void Sort(Span<T> items, IComparer<T> comparer)
    {
        int depth = 2 * Numerics.BitOperations.Log2((uint)items.Length | 1);
        Quick(items, comparer, depth);
        for (int i = 1; i < items.Length; i++)
        {
            T item = items[i];
            int at = i;
            for (; at > 0 && comparer.Compare(items[at - 1], item) > 0; at--)
            {
                items[at] = items[at - 1];
            }

            items[at] = item;
        }
    }

    // Leaves runs of up to Small items for the insertion above.
    private static void Quick(Span<T> items, IComparer<T> comparer, int depth)
    {
        while (items.Length > Small)
        {
            if (depth-- == 0)
            {
                Heap(items, comparer);
                return;
            }

            int border = Partition(items, comparer);
            Quick(items.Slice(border + 1), comparer, depth);
            items = items.Slice(0, border + 1);
        }
    }

    private static int Partition(Span<T> items, IComparer<T> comparer)
    {
        T pivot = items[(items.Length - 1) >> 1];
        int low = -1;
        int high = items.Length;
        while (true)
        {
            while (comparer.Compare(items[++low], pivot) < 0)
            {
            }

            while (comparer.Compare(items[--high], pivot) > 0)
            {
            }

            if (low >= high)
            {
                return high;
            }

            (items[low], items[high]) = (items[high], items[low]);
        }
    }

    private static void Heap(Span<T> items, IComparer<T> comparer)
    {
        for (int i = (items.Length >> 1) - 1; i >= 0; i--)
        {
            Sink(items, i, items.Length, comparer);
        }

        for (int end = items.Length - 1; end > 0; end--)
        {
            (items[0], items[end]) = (items[end], items[0]);
            Sink(items, 0, end, comparer);
        }
    }

    private static void Sink(Span<T> items, int at, int end, IComparer<T> comparer)
    {
        for (int child = (2 * at) + 1; child < end; child = (2 * at) + 1)
        {
            child += child + 1 < end && comparer.Compare(items[child], items[child + 1]) < 0 ? 1 : 0;
            if (comparer.Compare(items[at], items[child]) >= 0)
            {
                return;
            }

            (items[at], items[child]) = (items[child], items[at]);
            at = child;
        }
    }
}
