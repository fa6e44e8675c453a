// The options of the lab.

namespace RustKernel.Hil.VirtualRpi4;

/// <summary>The command line of rk-virtual-rpi4.</summary>
public sealed record LabOptions
{
    /// <summary>The folder with <c>console</c> (a link to the pseudo-terminal) and <c>relay</c> (a socket).</summary>
    public required string Folder { get; init; }

    /// <summary>The card's image file.</summary>
    public string Card { get; init; } = "";

    /// <summary>True to boot from the network, as BOOT_ORDER f2 does; false to boot from the card.</summary>
    public bool IsNetwork { get; init; }

    /// <summary>
    /// Ethernet frames come out of the board's side as datagrams from this port of the loopback
    /// interface to the next one.
    /// </summary>
    public int FramesPort { get; init; }

    /// <summary>The seed of everything random.</summary>
    public int Seed { get; init; } = 1;
}
