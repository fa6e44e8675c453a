// Kind and attributes of a file.

using System;

namespace RustKernel.Services.FileSystems;

/// <summary>Bits of <see cref="FileStatus.Flags"/>; the numbers are those of FAT and of System.IO.FileAttributes.</summary>
[Flags]
public enum FileFlags : uint
{
    /// <summary>A plain file.</summary>
    None = 0,

    /// <summary>It is not written.</summary>
    ReadOnly = 0x01,

    /// <summary>Not listed unless asked for.</summary>
    Hidden = 0x02,

    /// <summary>Of an operating system.</summary>
    System = 0x04,

    /// <summary>It is a directory. Cannot be set.</summary>
    Directory = 0x10,

    /// <summary>Changed since it was archived.</summary>
    Archive = 0x20,
}
