using System;

namespace RustKernel.Services.FileSystems;

/// <summary>How a file is opened: what may be done with it, and what happens at the opening.</summary>
[Flags]
public enum FileOpening : uint
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>For reading.</summary>
    Read = 1,

    /// <summary>For writing.</summary>
    Write = 2,

    /// <summary>Make it if it does not exist.</summary>
    Create = 4,

    /// <summary>It must not exist yet.</summary>
    New = 8,

    /// <summary>Empty it.</summary>
    Empty = 16,

    /// <summary>No one else may have it open at the same time.</summary>
    Alone = 0x100,
}
