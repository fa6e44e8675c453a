// The addresses of one network.

using System;
using System.Buffers.Binary;
using System.Net;

namespace RustKernel.Flash.Dhcp;

/// <summary>What boards of one network get: the server's own network, or the network at a relay's other end.</summary>
public sealed record DhcpPool
{
    /// <summary>The first address to give away.</summary>
    public required IPAddress First { get; init; }

    /// <summary>The last address to give away.</summary>
    public required IPAddress Last { get; init; }

    /// <summary>The network's mask.</summary>
    public IPAddress SubnetMask { get; init; } = IPAddress.Parse("255.255.255.0");

    /// <summary>The router that boards get; null for none.</summary>
    public IPAddress? Router { get; init; }

    /// <summary>The address for all machines of the network.</summary>
    public IPAddress Broadcast => AddressOf(Number(First) | ~Number(SubnetMask));

    /// <summary>True for an address of the network, to be given away or not.</summary>
    public bool IsNetworkOf(IPAddress address) => ((Number(address) ^ Number(First)) & Number(SubnetMask)) == 0;

    /// <summary>True for an address from the first to the last.</summary>
    public bool Contains(IPAddress address) => Number(address) >= Number(First) && Number(address) <= Number(Last);

    internal static uint Number(IPAddress address) => BinaryPrimitives.ReadUInt32BigEndian(address.GetAddressBytes());

    internal static IPAddress AddressOf(uint number)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return new IPAddress(bytes);
    }
}
