// What the server does.

namespace RustKernel.Flash.Dhcp;

/// <summary>Full server or companion of another one.</summary>
public enum DhcpMode
{
    /// <summary>Gives addresses: a direct cable, an isolated network.</summary>
    Full,

    /// <summary>Gives boot information only, to boot ROMs, next to the network's own DHCP server (proxyDHCP).</summary>
    Proxy,
}
