// A node of the tree: names, properties, children, parents, and its description by buses.

using System;
using System.Runtime.CompilerServices;

namespace RustKernel.DeviceTree;

/// <summary>
/// A node. An absent one (<see cref="Exists"/> false) has no name, properties or children, so that searches can be
/// chained without a test of each step. Holds the path from the root by value: <see cref="Parent"/> costs no
/// search.
/// </summary>
public readonly ref struct DeviceTreeNode
{
    private readonly DeviceTreeBlob _tree;
    private readonly DeviceTreePath _path;
    private readonly int _levels;

    internal DeviceTreeNode(DeviceTreeBlob tree, scoped in DeviceTreePath path, int levels)
    {
        _tree = tree;
        _path = path;
        _levels = levels;
    }

    /// <summary>False when a search found nothing.</summary>
    public bool Exists => _levels > 0;

    /// <summary>Level in the tree: the root is 1, an absent node 0.</summary>
    public int Level => _levels;

    /// <summary>Byte offset of the node in the tree; identifies it. 0 when absent.</summary>
    public int Offset => _levels > 0 ? _path[_levels - 1] : 0;

    /// <summary>The full name, <c>serial@7e201000</c>; empty for the root.</summary>
    public ReadOnlySpan<byte> Name
    {
        get
        {
            DeviceTreeToken token = BeginToken();
            return _tree.Data(token.DataOffset, token.DataLength);
        }
    }

    /// <summary>The name without unit address, <c>serial</c>.</summary>
    public ReadOnlySpan<byte> BaseName
    {
        get
        {
            ReadOnlySpan<byte> name = Name;
            int at = IndexOf(name, (byte)'@');
            return at < 0 ? name : name.Slice(0, at);
        }
    }

    /// <summary>The unit address as text, <c>7e201000</c>; empty when there is none.</summary>
    public ReadOnlySpan<byte> UnitAddress
    {
        get
        {
            ReadOnlySpan<byte> name = Name;
            int at = IndexOf(name, (byte)'@');
            return at < 0 ? default : name.Slice(at + 1);
        }
    }

    /// <summary>The node above; absent for the root.</summary>
    public DeviceTreeNode Parent => _levels > 1 ? new DeviceTreeNode(_tree, in _path, _levels - 1) : default;

    /// <summary>The properties in document order.</summary>
    public DeviceTreeProperties Properties => new(_tree, _levels > 0 ? BeginToken().Next : 0);

    /// <summary>The child nodes in document order. Steps over each child's own subtree.</summary>
    public DeviceTreeChildren Children => new(this);

    /// <summary>All nodes below this one, in document order, in one pass.</summary>
    public DeviceTreeWalk Descendants => new(_tree, in _path, _levels, _levels > 0 ? BeginToken().Next : 0, _levels);

    /// <summary>All nodes that come later in the document: those below this one, then the rest of the tree.</summary>
    public DeviceTreeWalk NodesBehind => new(_tree, in _path, _levels, _levels > 0 ? BeginToken().Next : 0, 1);

    /// <summary>The property <paramref name="name"/>; absent when there is none.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public DeviceTreeProperty Property(scoped ReadOnlySpan<byte> name)
    {
        int end = _levels > 0 ? _tree.NameEnd(_path[_levels - 1]) : -1;
        return end >= 0 ? _tree.PropertyAt(DeviceTreeBlob.AlignToCell(end + 1), name) : default;
    }

    /// <summary>
    /// The child whose full name is <paramref name="name"/>; otherwise the first whose name without unit address is.
    /// (Not simply the first of either: Debian has a tree with timer@60005000 before timer.) Absent when there is none.
    /// </summary>
    public DeviceTreeNode Child(ReadOnlySpan<byte> name)
    {
        DeviceTreeNode first = default;
        DeviceTreeChildren children = Children;
        while (children.MoveNext())
        {
            ReadOnlySpan<byte> candidate = children.CurrentName;
            if (candidate.Length < name.Length || !candidate.Slice(0, name.Length).SequenceEqual(name))
            {
                continue;
            }

            if (candidate.Length == name.Length)
            {
                return children.Current;
            }

            if (!first.Exists && candidate[name.Length] == (byte)'@')
            {
                first = children.Current;
            }
        }
        return first;
    }

    /// <summary>True when one of the "compatible" strings is <paramref name="compatible"/>.</summary>
    public bool IsCompatible(scoped ReadOnlySpan<byte> compatible) => Property("compatible"u8).ContainsString(compatible);

    /// <summary>The node's own "status".</summary>
    public DeviceTreeStatus Status
    {
        get
        {
            DeviceTreeProperty status = Property("status"u8);
            ReadOnlySpan<byte> text = status.AsString;
            if (!status.Exists || text.SequenceEqual("okay"u8) || text.SequenceEqual("ok"u8))
            {
                return DeviceTreeStatus.Okay;
            }

            if (text.SequenceEqual("disabled"u8))
            {
                return DeviceTreeStatus.Disabled;
            }

            return text.SequenceEqual("reserved"u8) ? DeviceTreeStatus.Reserved : DeviceTreeStatus.Failed;
        }
    }

    /// <summary>True when this node and all above it are "okay": a device on a disabled bus is unusable.</summary>
    public bool IsEnabled
    {
        get
        {
            for (int levels = _levels; levels > 0; levels--)
            {
                if (new DeviceTreeNode(_tree, in _path, levels).Status != DeviceTreeStatus.Okay)
                {
                    return false;
                }
            }

            return _levels > 0;
        }
    }

    /// <summary>The phandle by which others refer to this node; 0 when it has none.</summary>
    public uint Phandle
    {
        get
        {
            Result<uint> phandle = Property("phandle"u8).AsUInt32;
            return phandle.IsOk ? phandle.Value : Property("linux,phandle"u8).AsUInt32.Value;
        }
    }

    /// <summary>
    /// Cells of an address on this node's bus (for its children's "reg"). 2 when it does not say: the value is not
    /// inherited from further up [DTSpec 2.3.5].
    /// </summary>
    public uint AddressCells => CellsOr("#address-cells"u8, 2);

    /// <summary>Cells of a size on this node's bus; 1 when it does not say [DTSpec 2.3.5].</summary>
    public uint SizeCells => CellsOr("#size-cells"u8, 1);

    /// <summary>
    /// The number of address-and-size pairs in "reg"; 0 when there is none, or its length or the bus's cell counts are absurd.
    /// </summary>
    public int RegisterCount => BusAddressing.EntryCount(this);

    /// <summary>
    /// Entry <paramref name="index"/> of "reg" as the CPU sees it, translated through every bus's "ranges".
    /// <see cref="ErrorCode.NotFound"/>: no such entry. <see cref="ErrorCode.Corrupt"/>: a length or cell count is absurd,
    /// or an address overflows. <see cref="ErrorCode.NotSupported"/>: some bus on the way does not map this address.
    /// </summary>
    public Result<AddressRange> Register(int index)
    {
        Result<BusRange> local = BusAddressing.ReadRegister(this, index);
        if (!local.IsOk)
        {
            return local.Error;
        }

        Result<BusAddress> address = BusAddressing.ToRoot(Parent, local.Value.Address);
        return address.IsOk ? AddressRange.Create(address.Value.Low, local.Value.SizeBytes) : address.Error;
    }

    /// <summary>
    /// Entry <paramref name="index"/> of "reg" in the device's own bus numbering, untranslated; the lower 64 bits of a
    /// three-cell (PCI) address. Errors as <see cref="Register"/>, never NotSupported for lack of ranges.
    /// </summary>
    public Result<AddressRange> LocalRegister(int index)
    {
        Result<BusRange> local = BusAddressing.ReadRegister(this, index);
        return local.IsOk ? AddressRange.Create(local.Value.Address.Low, local.Value.SizeBytes) : local.Error;
    }

    /// <summary>
    /// The memory that the device reaches by itself, through every bus's "dma-ranges"; the longest of several windows.
    /// <see cref="ErrorCode.NotSupported"/>: a bus passes none on. <see cref="ErrorCode.Corrupt"/>: a length or cell count is absurd,
    /// or an address overflows.
    /// </summary>
    public Result<DmaReach> DmaReach => BusAddressing.ReadReach(Parent);

    /// <summary>The number of interrupts of the device, from "interrupts-extended" or "interrupts"; 0 when none or damaged.</summary>
    public int InterruptCount => InterruptRouting.Count(this);

    /// <summary>
    /// Interrupt <paramref name="index"/> of the device, followed through interrupt maps to a real controller.
    /// <see cref="ErrorCode.NotFound"/>: no such interrupt, or no controller. <see cref="ErrorCode.Corrupt"/>: lengths or
    /// phandles contradict each other. <see cref="ErrorCode.NotSupported"/>: more than
    /// <see cref="InterruptRouting.MaximumHops"/> maps in a row or <see cref="InterruptRouting.MaximumLookUps"/> controllers.
    /// </summary>
    public ErrorCode Interrupt(int index, out DeviceTreeInterrupt interrupt) => InterruptRouting.Resolve(this, index, out interrupt);

    /// <summary>True when both are the same node of the same tree.</summary>
    public bool IsSame(scoped in DeviceTreeNode other) => Offset == other.Offset;

    /// <summary>
    /// Writes the absolute path into <paramref name="destination"/>; returns its length, or
    /// <see cref="ErrorCode.OutOfMemory"/> when it does not fit.
    /// </summary>
    public Result<int> WritePath(Span<byte> destination)
    {
        int length = 0;
        for (int levels = Math.Min(_levels, 2); levels <= _levels; levels++)
        {
            ReadOnlySpan<byte> name = new DeviceTreeNode(_tree, in _path, levels).Name;
            if (name.Length + 1 > destination.Length - length)
            {
                return ErrorCode.OutOfMemory;
            }

            destination[length] = (byte)'/';
            name.CopyTo(destination.Slice(length + 1));
            length += name.Length + 1;
        }
        return length;
    }

    /// <summary>The node's tree.</summary>
    internal DeviceTreeBlob Tree => _tree;

    /// <summary>The child whose token is at <paramref name="offset"/>; absent below the deepest level.</summary>
    internal DeviceTreeNode ChildAt(int offset)
    {
        if (_levels >= DeviceTreeBlob.MaximumDepth)
        {
            return default;
        }

        DeviceTreePath path = _path;
        path[_levels] = offset;
        return new DeviceTreeNode(_tree, in path, _levels + 1);
    }

    private static int IndexOf(ReadOnlySpan<byte> text, byte value)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == value)
            {
                return i;
            }
        }

        return -1;
    }

    private DeviceTreeToken BeginToken() => _levels > 0 ? _tree.ReadToken(_path[_levels - 1]) : default;

    private uint CellsOr(ReadOnlySpan<byte> name, uint fallback)
    {
        DeviceTreeProperty property = Property(name);
        if (!property.Exists)
        {
            return fallback;
        }

        Result<uint> cells = property.AsUInt32;
        return cells.IsOk ? cells.Value : uint.MaxValue;
    }
}
