namespace RustKernel.DeviceTree;

/// <summary>Why bytes are not a well-formed flattened device tree. <see cref="DeviceTreeErrorText"/> has the words.</summary>
public enum DeviceTreeError
{
    /// <summary>Nothing wrong.</summary>
    None = 0,

    /// <summary>Fewer bytes than a header.</summary>
    TooShort = 1,

    /// <summary>The first cell is not 0xd00dfeed.</summary>
    BadMagic = 2,

    /// <summary>Neither version 16 nor 17 nor compatible with them.</summary>
    UnsupportedVersion = 3,

    /// <summary>The header's total size is smaller than the header or larger than <see cref="DeviceTreeBlob.MaximumSizeBytes"/>.</summary>
    BadTotalSize = 4,

    /// <summary>The header's size is larger than the bytes available.</summary>
    Truncated = 5,

    /// <summary>The structure block is misaligned or lies outside the tree.</summary>
    BadStructureBlock = 6,

    /// <summary>The strings block lies outside the tree.</summary>
    BadStringsBlock = 7,

    /// <summary>The memory reservation block is misaligned, lies outside the tree or has no end.</summary>
    BadReservationBlock = 8,

    /// <summary>The structure block does not begin with a root node.</summary>
    NoRoot = 9,

    /// <summary>A token of the structure block is unknown or the block ends early.</summary>
    BadToken = 10,

    /// <summary>A node name has no end.</summary>
    BadNodeName = 11,

    /// <summary>A property's name lies outside the strings block or has no end there.</summary>
    BadPropertyName = 12,

    /// <summary>A property's value extends beyond the structure block.</summary>
    BadPropertyLength = 13,

    /// <summary>A property follows a child node, or is outside any node.</summary>
    MisplacedProperty = 14,

    /// <summary>Nodes are nested deeper than <see cref="DeviceTreeBlob.MaximumDepth"/>.</summary>
    TooDeep = 15,

    /// <summary>Node ends do not match node beginnings, or there is more than one root.</summary>
    Unbalanced = 16,
}
