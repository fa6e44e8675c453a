// One file of a board's firmware list.

using System.Collections.Generic;

namespace RustKernel.Hil.Firmware;

/// <summary>A file to take out of a package.</summary>
public sealed class FirmwareFile
{
    /// <summary>Path in the package; may have one <c>*</c>, which matches any characters except a slash.</summary>
    public string From { get; set; } = string.Empty;

    /// <summary>Name in the cache.</summary>
    public string To { get; set; } = string.Empty;

    /// <summary>The SHA-256 values (hex, lower case) that are accepted, each with the version it is of.</summary>
    public Dictionary<string, string> Sha256 { get; set; } = [];
}
