// Kinds of log entries.

namespace RustKernel.Flash.Dhcp;

/// <summary>What happened.</summary>
public enum DhcpEventKind
{
    /// <summary>An address or boot information was offered.</summary>
    Offered,

    /// <summary>An address was given or kept.</summary>
    Leased,

    /// <summary>An address was refused.</summary>
    Refused,

    /// <summary>An address came back.</summary>
    Released,

    /// <summary>Another host uses an address that was to be given away.</summary>
    Conflict,

    /// <summary>Another DHCP server is on this network.</summary>
    ForeignServer,

    /// <summary>No address is left.</summary>
    Exhausted,

    /// <summary>A request that this server does not answer.</summary>
    Ignored,

    /// <summary>The leases could not be written to their file.</summary>
    Unsaved,
}
