// The memory of the machine. [DTSpec 3.4]

using System;

namespace RustKernel.DeviceTree;

/// <summary>
/// Enumerates RAM: every "reg" entry of every enabled child of the root whose device_type is "memory". Skips empty
/// banks silently (firmware may fill them in); skips and counts banks that wrap round.
/// </summary>
public ref struct MemoryBanks
{
    private DeviceTreeChildren _children;
    private DeviceTreeNode _node;
    private int _index;
    private int _count;

    internal MemoryBanks(scoped in DeviceTreeNode root)
    {
        _children = root.Children;
        _node = default;
        _index = 0;
        _count = 0;
        Current = default;
        RejectedCount = 0;
    }

    /// <summary>The current bank, at the CPU's addresses.</summary>
    public AddressRange Current { get; private set; }

    /// <summary>How many banks so far made no sense: a range that wraps round, or a "reg" of absurd length.</summary>
    public int RejectedCount { get; private set; }

    /// <summary>The node of the current bank, for example for its numa-node-id.</summary>
    public readonly DeviceTreeNode Node => _node;

    /// <summary>For <c>foreach</c>.</summary>
    public readonly MemoryBanks GetEnumerator() => this;

    /// <summary>Moves to the next bank; false when there is none.</summary>
    public bool MoveNext()
    {
        while (true)
        {
            while (_index < _count)
            {
                Result<AddressRange> bank = _node.Register(_index++);
                if (!bank.IsOk)
                {
                    RejectedCount++;
                }
                else if (bank.Value.SizeBytes > 0)
                {
                    Current = bank.Value;
                    return true;
                }
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
            if (!_children.CurrentProperty("device_type"u8).AsString.SequenceEqual("memory"u8))
            {
                continue;
            }

            DeviceTreeNode node = _children.Current;
            if (node.Status != DeviceTreeStatus.Okay)
            {
                continue;
            }

            _node = node;
            _index = 0;
            _count = node.RegisterCount;
            if (_count == 0 && node.Property("reg"u8).Exists)
            {
                RejectedCount++;
            }

            return true;
        }
        return false;
    }
}
