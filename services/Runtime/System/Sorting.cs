// Introspective sort: O(n log n) steps, no extra memory. It takes the same steps as .NET's, so items that compare equal end up in the same
// order.

using System.Collections.Generic;

namespace System;

internal static class Sorting<T>
{
    private const int Small = 16;

    internal static void Sort(Span<T> items, IComparer<T> comparer)
    {
        try
        {
            Sort(items, comparer, 2 * (Numerics.BitOperations.Log2((uint)items.Length | 1) + 1));
        }
        catch (Exception error)
        {
            throw SortingErrors.Of(error);
        }
    }

    private static void Sort(Span<T> items, IComparer<T> comparer, int depth)
    {
        while (items.Length > 1)
        {
            if (items.Length <= 3)
            {
                Order(items, comparer, 0, 1);
                if (items.Length == 3)
                {
                    Order(items, comparer, 0, 2);
                    Order(items, comparer, 1, 2);
                }

                return;
            }

            if (items.Length <= Small)
            {
                Insert(items, comparer);
                return;
            }

            if (depth-- == 0)
            {
                Heap(items, comparer);
                return;
            }

            int border = Partition(items, comparer);
            Sort(items.Slice(border + 1), comparer, depth);
            items = items.Slice(0, border);
        }
    }

    // The pivot is the median of the first, the middle and the last; it is kept next to the last.
    private static int Partition(Span<T> items, IComparer<T> comparer)
    {
        int last = items.Length - 1;
        int middle = last >> 1;
        Order(items, comparer, 0, middle);
        Order(items, comparer, 0, last);
        Order(items, comparer, middle, last);
        T pivot = items[middle];
        Swap(items, middle, last - 1);
        int low = 0;
        int high = last - 1;
        while (low < high)
        {
            while (comparer.Compare(items[++low], pivot) < 0)
            {
            }

            while (comparer.Compare(pivot, items[--high]) < 0)
            {
            }

            if (low >= high)
            {
                break;
            }

            Swap(items, low, high);
        }

        Swap(items, low, last - 1);
        return low;
    }

    private static void Insert(Span<T> items, IComparer<T> comparer)
    {
        for (int i = 1; i < items.Length; i++)
        {
            T item = items[i];
            int at = i;
            for (; at > 0 && comparer.Compare(item, items[at - 1]) < 0; at--)
            {
                items[at] = items[at - 1];
            }

            items[at] = item;
        }
    }

    private static void Heap(Span<T> items, IComparer<T> comparer)
    {
        for (int root = items.Length >> 1; root >= 1; root--)
        {
            Sink(items, comparer, root);
        }

        for (int count = items.Length; count > 1; count--)
        {
            Swap(items, 0, count - 1);
            Sink(items.Slice(0, count - 1), comparer, 1);
        }
    }

    // Places count from 1: the children of n are 2n and 2n + 1.
    private static void Sink(Span<T> items, IComparer<T> comparer, int place)
    {
        T item = items[place - 1];
        while (place <= items.Length >> 1)
        {
            int child = 2 * place;
            if (child < items.Length && comparer.Compare(items[child - 1], items[child]) < 0)
            {
                child++;
            }

            if (comparer.Compare(item, items[child - 1]) >= 0)
            {
                break;
            }

            items[place - 1] = items[child - 1];
            place = child;
        }

        items[place - 1] = item;
    }

    private static void Order(Span<T> items, IComparer<T> comparer, int left, int right)
    {
        if (comparer.Compare(items[left], items[right]) > 0)
        {
            Swap(items, left, right);
        }
    }

    private static void Swap(Span<T> items, int left, int right) => (items[left], items[right]) = (items[right], items[left]);
}
