// How a file is opened.

using System;

namespace RustKernel.Services.FileSystems;

/// <summary>What is done with an open file, and when it is opened.</summary>
[Flags]
public enum FileOpening : uint
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>It is read.</summary>
    Read = 1,

    /// <summary>It is written.</summary>
    Write = 2,

    /// <summary>It is made if it is not there.</summary>
    Create = 4,

    /// <summary>It must not be there yet.</summary>
    New = 8,

    /// <summary>It is emptied.</summary>
    Empty = 16,

    /// <summary>Nothing else has it open meanwhile.</summary>
    Alone = 0x100,
}
