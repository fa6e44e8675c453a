// One child of /reserved-memory.

namespace RustKernel.DeviceTree;

/// <summary>A reserved region: static (<see cref="IsDynamic"/> false, at <see cref="Range"/>) or to be placed by the kernel.</summary>
public readonly ref struct ReservedRegion
{
    internal ReservedRegion(scoped in DeviceTreeNode node, AddressRange range, bool isDynamic)
    {
        Node = node;
        Range = range;
        IsDynamic = isDynamic;
    }

    /// <summary>The node, for its name, compatible and phandle.</summary>
    public DeviceTreeNode Node { get; }

    /// <summary>Where it lies; of a dynamic region only the size counts.</summary>
    public AddressRange Range { get; }

    /// <summary>True when only size, and perhaps alignment and alloc-ranges, are given.</summary>
    public bool IsDynamic { get; }

    /// <summary>Required alignment of a dynamic region in bytes; 0 when the tree does not say or makes no sense.</summary>
    public ulong AlignmentBytes => Node.Property("alignment"u8).AsUInt64.Value;

    /// <summary>True when the kernel must not map it, not even speculatively.</summary>
    public bool IsNoMap => Node.Property("no-map"u8).Exists;

    /// <summary>True when the kernel may use it as long as the owner does not need it.</summary>
    public bool IsReusable => Node.Property("reusable"u8).Exists;
}
