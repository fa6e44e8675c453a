// The files that one board sees.

using System.Collections.Generic;
using System.Net;

namespace RustKernel.Flash.Tftp;

/// <summary>Folders served to the boards that match. A view that names no board is for all boards that match no other.</summary>
public sealed record BootView
{
    /// <summary>Its name in the log.</summary>
    public required string Name { get; init; }

    /// <summary>Looked through in order; the first that has the file serves it.</summary>
    public required IReadOnlyList<string> Folders { get; init; }

    /// <summary>Serial numbers as a Pi writes them before its file names: 8 hexadecimal digits, lower case.</summary>
    public IReadOnlyList<string> Serials { get; init; } = [];

    /// <summary>Own prefixes of boards (TFTP_PREFIX_STR), folders with "/" between them, as in "rack-3" or "lab/rack-3".</summary>
    public IReadOnlyList<string> Prefixes { get; init; } = [];

    /// <summary>Ethernet addresses, as in dc:a6:32:01:36:c2.</summary>
    public IReadOnlyList<string> Macs { get; init; } = [];

    /// <summary>IP addresses.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; init; } = [];

    internal bool NamesNoBoard => Serials.Count == 0 && Prefixes.Count == 0 && Macs.Count == 0 && Addresses.Count == 0;
}
