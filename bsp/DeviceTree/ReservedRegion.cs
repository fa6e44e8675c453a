namespace RustKernel.DeviceTree;

/// <summary>
/// A reserved region of /reserved-memory: static (<see cref="IsDynamic"/> false, at <see cref="Range"/>) or to be placed by the
/// kernel.
/// </summary>
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

    /// <summary>Its place; for a dynamic region only the size counts.</summary>
    public AddressRange Range { get; }

    /// <summary>True when the tree gives only a size, and perhaps alignment and alloc-ranges.</summary>
    public bool IsDynamic { get; }

    /// <summary>Required alignment of a dynamic region in bytes; 0 when the tree gives none or an invalid one.</summary>
    public ulong AlignmentBytes => Node.Property("alignment"u8).AsUInt64.Value;

    /// <summary>True when the kernel must not map it, not even speculatively.</summary>
    public bool IsNoMap => Node.Property("no-map"u8).Exists;

    /// <summary>True when the kernel may use it as long as the owner does not need it.</summary>
    public bool IsReusable => Node.Property("reusable"u8).Exists;
}
