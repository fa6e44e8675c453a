namespace RustKernel.DeviceTree;

/// <summary>The tokens of the structure block; NOP never leaves the token reader. [DTSpec 5.4.1]</summary>
internal enum DeviceTreeTokenKind : uint
{
    /// <summary>Not a token: the walk stops here.</summary>
    Invalid = 0,

    /// <summary>FDT_BEGIN_NODE.</summary>
    BeginNode = 1,

    /// <summary>FDT_END_NODE.</summary>
    EndNode = 2,

    /// <summary>FDT_PROP.</summary>
    Property = 3,

    /// <summary>FDT_NOP: skipped.</summary>
    Nop = 4,

    /// <summary>FDT_END.</summary>
    End = 9,
}
