// What a stack hears of its card.

namespace RustKernel.Services;

/// <summary>A network card.</summary>
public struct EthernetDescription
{
    /// <summary>Its address: 48 bits, the first byte the highest.</summary>
    public ulong LinkAddress;

    /// <summary>Largest packet of the link in bytes, without the Ethernet header: at most 1500.</summary>
    public ushort Mtu;

    /// <summary>It completes checksums of TCP and UDP in frames to be sent.</summary>
    public bool HasTransmitChecksum;

    /// <summary>It says of received frames what it knows of their checksums.</summary>
    public bool HasReceiveChecksum;
}
