// The deadlines of the stack, nearest first.

using System;

namespace RustKernel.Services.Internet;

/// <summary>A binary heap whose items know their place, so that a deadline moves in a few steps.</summary>
internal sealed class DeadlineHeap
{
    private const int FirstRoom = 16;

    // Structs: storing a reference into an array of its base class checks the type each time.
    private Entry[] _entries = new Entry[FirstRoom];

    /// <summary>The nearest deadline; <see cref="long.MaxValue"/>: none.</summary>
    public long Next => Count == 0 ? long.MaxValue : _entries[0].Deadline;

    /// <summary>How many items wait.</summary>
    public int Count { get; private set; }

    /// <summary>Gives the item this as its only deadline; <see cref="long.MaxValue"/> removes it.</summary>
    public void Set(TimedItem item, long deadline)
    {
        long before = item.Deadline;
        if (deadline == before)
        {
            return;
        }

        item.Deadline = deadline;
        Entry entry = new() { Item = item, Deadline = deadline };
        if (before == long.MaxValue)
        {
            Add(entry);
        }
        else if (deadline == long.MaxValue)
        {
            Remove(item);
        }
        else if (deadline < before)
        {
            Up(item.HeapIndex, entry);
        }
        else
        {
            Down(item.HeapIndex, entry);
        }
    }

    /// <summary>Removes and returns an item that is due; null if there is none.</summary>
    public TimedItem? TakeDue(long now)
    {
        if (Count == 0 || Next > now)
        {
            return null;
        }

        TimedItem item = _entries[0].Item;
        item.Deadline = long.MaxValue;
        Remove(item);
        return item;
    }

    private void Add(in Entry entry)
    {
        if (Count == _entries.Length)
        {
            Array.Resize(ref _entries, 2 * Count);
        }

        Up(Count++, entry);
    }

    private void Remove(TimedItem item)
    {
        int index = item.HeapIndex;
        Entry last = _entries[--Count];
        _entries[Count] = default;
        item.HeapIndex = -1;
        if (last.Item != item)
        {
            Up(index, last);
            Down(last.Item.HeapIndex, last);
        }
    }

    // Puts an entry at a place, or nearer to the root.
    private void Up(int index, Entry entry)
    {
        Entry[] entries = _entries;
        while (index > 0 && entries[(index - 1) / 2].Deadline > entry.Deadline)
        {
            Put(entries, index, entries[(index - 1) / 2]);
            index = (index - 1) / 2;
        }

        Put(entries, index, entry);
    }

    // Puts an entry at a place, or farther from the root.
    private void Down(int index, Entry entry)
    {
        Entry[] entries = _entries;
        while (true)
        {
            int child = (2 * index) + 1;
            if (child + 1 < Count && entries[child + 1].Deadline < entries[child].Deadline)
            {
                child++;
            }

            if (child >= Count || entries[child].Deadline >= entry.Deadline)
            {
                break;
            }

            Put(entries, index, entries[child]);
            index = child;
        }

        Put(entries, index, entry);
    }

    private static void Put(Entry[] entries, int index, in Entry entry)
    {
        entries[index] = entry;
        entry.Item.HeapIndex = index;
    }

    private struct Entry
    {
        public long Deadline;
        public TimedItem Item;
    }
}
