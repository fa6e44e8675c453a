using System;

namespace RustKernel.Services.FileSystems;

/// <summary>
/// Kind and attributes of a file: bits of <see cref="FileStatus.Flags"/>, with the numbers of FAT and System.IO.FileAttributes.
/// </summary>
[Flags]
public enum FileFlags : uint
{
    /// <summary>A plain file.</summary>
    None = 0,

    /// <summary>It must not be written.</summary>
    ReadOnly = 0x01,

    /// <summary>Not listed unless asked for.</summary>
    Hidden = 0x02,

    /// <summary>Belongs to an operating system.</summary>
    System = 0x04,

    /// <summary>It is a directory. Cannot be set.</summary>
    Directory = 0x10,

    /// <summary>Changed since it was archived.</summary>
    Archive = 0x20,
}
