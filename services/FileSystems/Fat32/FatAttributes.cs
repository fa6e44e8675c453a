using System;

namespace RustKernel.Services.FileSystems.Fat32;

/// <summary>The attribute byte of a directory entry. [fatgen103, "FAT Directory Structure"]</summary>
[Flags]
public enum FatAttributes
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Must not be written or removed.</summary>
    ReadOnly = 0x01,

    /// <summary>Left out of ordinary listings.</summary>
    Hidden = 0x02,

    /// <summary>Belongs to the system: other systems do not move it.</summary>
    System = 0x04,

    /// <summary>The entry is the volume's label.</summary>
    Label = 0x08,

    /// <summary>The entry is a directory.</summary>
    Directory = 0x10,

    /// <summary>Changed since the last backup: set at every write.</summary>
    Archive = 0x20,
}
