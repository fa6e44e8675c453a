namespace RustKernel.Services.Internet;

/// <summary>An item with at most one deadline at a time, in a <see cref="DeadlineHeap"/>.</summary>
internal abstract class TimedItem
{
    /// <summary>When, in microseconds; <see cref="long.MaxValue"/>: never. The heap sets it.</summary>
    public long Deadline { get; set; } = long.MaxValue;

    /// <summary>Its place in the heap; below 0: none. The heap sets it.</summary>
    public int HeapIndex { get; set; } = -1;

    /// <summary>The deadline has come; the item is no longer in the heap.</summary>
    public abstract void OnDeadline(long now);
}
