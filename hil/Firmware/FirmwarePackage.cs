// One package of a board's firmware list.

using System.Collections.Generic;

namespace RustKernel.Hil.Firmware;

/// <summary>A Debian package and what is taken from it.</summary>
public sealed class FirmwarePackage
{
    /// <summary>The package's name, as hil/Firmware/debian-download.sh takes it.</summary>
    public string Name { get; set; } = string.Empty;

    /// <summary>Path of its copyright file, kept next to the files; may have one <c>*</c>.</summary>
    public string Copyright { get; set; } = string.Empty;

    /// <summary>True when its files go on the boot partition; false for what only tests or the tool use.</summary>
    public bool Boot { get; set; } = true;

    /// <summary>The files taken.</summary>
    public List<FirmwareFile> Files { get; set; } = [];
}
