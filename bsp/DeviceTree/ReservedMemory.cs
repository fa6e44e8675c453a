// /reserved-memory: what the kernel must not touch, or must set aside. [DTSpec 3.5]

namespace RustKernel.DeviceTree;

/// <summary>
/// Enumerates the regions of the enabled children of /reserved-memory, one for each "reg" entry, one for a "size".
/// Skips and counts regions that wrap round or make no sense.
/// </summary>
public ref struct ReservedMemory
{
    private DeviceTreeChildren _children;
    private DeviceTreeNode _node;
    private AddressRange _range;
    private bool _isDynamic;
    private int _index;
    private int _count;

    internal ReservedMemory(scoped in DeviceTreeNode reservedMemory)
    {
        _children = reservedMemory.Children;
        _node = default;
        _range = default;
        _isDynamic = false;
        _index = 0;
        _count = 0;
        RejectedCount = 0;
    }

    /// <summary>The current region.</summary>
    public readonly ReservedRegion Current => new(_node, _range, _isDynamic);

    /// <summary>How many regions so far made no sense.</summary>
    public int RejectedCount { get; private set; }

    /// <summary>For <c>foreach</c>.</summary>
    public readonly ReservedMemory GetEnumerator() => this;

    /// <summary>Moves to the next region; false when there is none.</summary>
    public bool MoveNext()
    {
        while (true)
        {
            while (_index < _count)
            {
                Result<AddressRange> range = _isDynamic
                    ? AddressRange.Create(0, _node.Property("size"u8).AsUInt64.Value)
                    : _node.Register(_index);
                _index++;
                if (!range.IsOk)
                {
                    RejectedCount++;
                    continue;
                }
                if (range.Value.SizeBytes == 0)
                {
                    continue;
                }

                _range = range.Value;
                return true;
            }
            if (!NextNode())
            {
                return false;
            }
        }
    }

    private bool NextNode()
    {
        while (_children.MoveNext())
        {
            _node = _children.Current;
            _index = 0;
            _count = 0;
            if (_node.Status != DeviceTreeStatus.Okay)
            {
                continue;
            }

            bool hasRegister = _node.Property("reg"u8).Exists;
            DeviceTreeProperty size = _node.Property("size"u8);
            _isDynamic = !hasRegister && size.Exists;
            _count = _isDynamic ? 1 : _node.RegisterCount;
            if ((hasRegister && _count == 0) || (_isDynamic && !size.AsUInt64.IsOk))
            {
                RejectedCount++;
            }

            return true;
        }
        return false;
    }
}
