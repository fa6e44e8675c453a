namespace RustKernel.Services.Internet.Dhcp;

/// <summary>The states of the DHCP client. [RFC 2131 4.4, figure 5]</summary>
public enum DhcpState
{
    /// <summary>Nothing: the address is given by hand, or there is none.</summary>
    Stopped,

    /// <summary>Asks for the address of its last lease.</summary>
    Rebooting,

    /// <summary>Searches for servers.</summary>
    Selecting,

    /// <summary>Asks one server for the address that it offered.</summary>
    Requesting,

    /// <summary>Checks whether another host of the link has the address. [RFC 5227]</summary>
    Probing,

    /// <summary>Has a lease.</summary>
    Bound,

    /// <summary>Asks its server for a longer lease.</summary>
    Renewing,

    /// <summary>Asks any server for a longer lease.</summary>
    Rebinding,

    /// <summary>Waits before it begins again: another host had the address.</summary>
    Waiting,
}
