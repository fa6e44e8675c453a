namespace RustKernel.DeviceTree;

/// <summary>
/// One token of the structure block, located but not interpreted. All offsets are in bytes from the start of the tree and already
/// checked against its blocks.
/// </summary>
internal readonly struct DeviceTreeToken
{
    /// <summary>Its kind.</summary>
    public readonly DeviceTreeTokenKind Kind;

    /// <summary>Why <see cref="Kind"/> is Invalid.</summary>
    public readonly DeviceTreeError Error;

    /// <summary>The offset of the token itself.</summary>
    public readonly int Offset;

    /// <summary>The offset of the next token; always at least 4 more.</summary>
    public readonly int Next;

    /// <summary>A node's name (without NUL), or a property's value.</summary>
    public readonly int DataOffset;

    /// <summary>Length of that in bytes.</summary>
    public readonly int DataLength;

    /// <summary>Where a property's name begins in the strings block; -1 when outside.</summary>
    public readonly int NameOffset;

    /// <summary>A token without data.</summary>
    public DeviceTreeToken(DeviceTreeTokenKind kind, int offset)
        : this(kind, offset, offset + 4, 0, 0, -1)
    {
    }

    /// <summary>A token with data.</summary>
    public DeviceTreeToken(DeviceTreeTokenKind kind, int offset, int next, int dataOffset, int dataLength, int nameOffset)
    {
        Kind = kind;
        Error = DeviceTreeError.None;
        Offset = offset;
        Next = next;
        DataOffset = dataOffset;
        DataLength = dataLength;
        NameOffset = nameOffset;
    }

    /// <summary>No token, and the reason.</summary>
    public DeviceTreeToken(DeviceTreeError error, int offset)
        : this(DeviceTreeTokenKind.Invalid, offset) => Error = error;
}
