// The deadlines of the stack, nearest first.

using System.Collections.Generic;

namespace RustKernel.Services.Internet;

/// <summary>A binary heap whose items know their place, so that a deadline moves in a few steps.</summary>
internal sealed class DeadlineHeap
{
    private readonly List<TimedItem> _items = [];

    /// <summary>The nearest deadline; <see cref="long.MaxValue"/>: none.</summary>
    public long Next => _items.Count == 0 ? long.MaxValue : _items[0].Deadline;

    /// <summary>How many items wait.</summary>
    public int Count => _items.Count;

    /// <summary>Gives the item this deadline alone; <see cref="long.MaxValue"/> takes it out.</summary>
    public void Set(TimedItem item, long deadline)
    {
        if (item.HeapIndex < 0)
        {
            if (deadline != long.MaxValue)
            {
                item.Deadline = deadline;
                item.HeapIndex = _items.Count;
                _items.Add(item);
                Up(item.HeapIndex);
            }

            return;
        }

        if (deadline == long.MaxValue)
        {
            Remove(item);
            return;
        }

        bool isSooner = deadline < item.Deadline;
        item.Deadline = deadline;
        if (isSooner)
        {
            Up(item.HeapIndex);
        }
        else
        {
            Down(item.HeapIndex);
        }
    }

    /// <summary>Takes out an item whose deadline has come; null if there is none.</summary>
    public TimedItem? TakeDue(long now)
    {
        if (_items.Count == 0 || _items[0].Deadline > now)
        {
            return null;
        }

        TimedItem item = _items[0];
        Remove(item);
        return item;
    }

    private void Remove(TimedItem item)
    {
        int index = item.HeapIndex;
        TimedItem last = _items[_items.Count - 1];
        _items.RemoveAt(_items.Count - 1);
        item.HeapIndex = -1;
        item.Deadline = long.MaxValue;
        if (last != item)
        {
            Put(index, last);
            Up(index);
            Down(last.HeapIndex);
        }
    }

    private void Put(int index, TimedItem item)
    {
        _items[index] = item;
        item.HeapIndex = index;
    }

    private void Up(int index)
    {
        TimedItem item = _items[index];
        while (index > 0 && _items[(index - 1) / 2].Deadline > item.Deadline)
        {
            Put(index, _items[(index - 1) / 2]);
            index = (index - 1) / 2;
        }

        Put(index, item);
    }

    private void Down(int index)
    {
        TimedItem item = _items[index];
        while (true)
        {
            int child = (2 * index) + 1;
            if (child + 1 < _items.Count && _items[child + 1].Deadline < _items[child].Deadline)
            {
                child++;
            }

            if (child >= _items.Count || _items[child].Deadline >= item.Deadline)
            {
                break;
            }

            Put(index, _items[child]);
            index = child;
        }

        Put(index, item);
    }
}
