// The memory reservation block: ranges that firmware keeps. [DTSpec 5.3]

namespace RustKernel.DeviceTree;

/// <summary>Enumerates the memory reservation block. Skips entries that wrap round or are empty.</summary>
public ref struct MemoryReservations
{
    private readonly DeviceTreeBlob _tree;
    private int _next;

    internal MemoryReservations(DeviceTreeBlob tree, int start)
    {
        _tree = tree;
        _next = start;
        Current = default;
        IsTerminated = false;
    }

    /// <summary>The current range.</summary>
    public AddressRange Current { get; private set; }

    /// <summary>True after the empty entry that ends the block.</summary>
    public bool IsTerminated { get; private set; }

    /// <summary>For <c>foreach</c>.</summary>
    public readonly MemoryReservations GetEnumerator() => this;

    /// <summary>Moves to the next range; false when there is none.</summary>
    public bool MoveNext()
    {
        while (!IsTerminated)
        {
            Result<ulong> start = _tree.ReadUInt64(_next);
            Result<ulong> size = _tree.ReadUInt64(_next + 8);
            if (!start.IsOk || !size.IsOk)
            {
                return false;
            }

            _next += 16;
            IsTerminated = (start.Value | size.Value) == 0;
            Result<AddressRange> range = AddressRange.Create(start.Value, size.Value);
            if (range.IsOk && size.Value > 0)
            {
                Current = range.Value;
                return true;
            }
        }
        return false;
    }
}
