namespace RustKernel.Services.FileSystems.Memory;

/// <summary>The first number of a node's record: written last when a node is made, and first when it is removed.</summary>
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
