namespace RustKernel.Services;

/// <summary>A network card, as its driver describes it to the stack.</summary>
public struct EthernetDescription
{
    /// <summary>Its address: 48 bits, the first byte the highest.</summary>
    public ulong LinkAddress;

    /// <summary>Largest packet of the link in bytes, without the Ethernet header: at most 1500.</summary>
    public ushort Mtu;

    /// <summary>The card completes TCP's and UDP's checksums in frames to be sent.</summary>
    public bool HasTransmitChecksum;

    /// <summary>The card reports what it knows of received frames' checksums.</summary>
    public bool HasReceiveChecksum;
}
