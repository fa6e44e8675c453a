using System;

namespace RustKernel.Services.Internet;

/// <summary>A frame of ours that waits to be sent, in a reused buffer. Room for the Ethernet header comes first.</summary>
internal sealed class Packet(int mtu)
{
    private readonly byte[] _bytes = new byte[Wire.EthernetHeader + mtu];

    /// <summary>The whole buffer.</summary>
    public Span<byte> Bytes => _bytes;

    /// <summary>Bytes of the frame.</summary>
    public int Length { get; set; }

    /// <summary>The next packet of its list.</summary>
    public Packet? Next { get; set; }
}
