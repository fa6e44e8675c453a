// Everything with a deadline.

namespace RustKernel.Services.Internet;

/// <summary>Something that has at most one deadline at a time in a <see cref="DeadlineHeap"/>.</summary>
internal abstract class TimedItem
{
    /// <summary>When, in microseconds; <see cref="long.MaxValue"/>: never. The heap sets it.</summary>
    public long Deadline { get; set; } = long.MaxValue;

    /// <summary>Where it is in the heap; below 0: nowhere. The heap sets it.</summary>
    public int HeapIndex { get; set; } = -1;

    /// <summary>The deadline has come; it is in the heap no more.</summary>
    public abstract void OnDeadline(long now);
}
