// What a node's record is.

namespace RustKernel.Services.FileSystems.Memory;

/// <summary>The first number of a record: it is written last when a node is made, and first when it goes.</summary>
internal enum NodeState : uint
{
    /// <summary>Nothing.</summary>
    Free = 0,

    /// <summary>A file.</summary>
    File = 1,

    /// <summary>A directory.</summary>
    Directory = 2,

    /// <summary>A file without a name that is held.</summary>
    Nameless = 3,
}
