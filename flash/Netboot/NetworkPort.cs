// The interface that has an address.

using System;
using System.Buffers.Binary;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.NetworkInformation;

namespace RustKernel.Flash.Netboot;

/// <summary>A network interface of this machine.</summary>
/// <param name="Name">As in eth0.</param>
/// <param name="Address">Its IPv4 address.</param>
/// <param name="Mask">The mask of its network.</param>
public sealed record NetworkPort(string Name, IPAddress Address, IPAddress Mask)
{
    private const uint FirstHost = 16;
    private const uint Hosts = 200;

    /// <summary>The interface that has <paramref name="address"/>; null when none has.</summary>
    public static NetworkPort? Of(IPAddress address)
        => NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(port => port.GetIPProperties().UnicastAddresses.Select(
                own => new NetworkPort(port.Name, own.Address, own.IPv4Mask)))
            .FirstOrDefault(port => port.Address.Equals(address));

    /// <summary>The addresses to give away: from the 16th of the network on, at most 200, never the broadcast address.</summary>
    public (IPAddress First, IPAddress Last) Range()
    {
        uint mask = BinaryPrimitives.ReadUInt32BigEndian(Mask.GetAddressBytes());
        uint network = BinaryPrimitives.ReadUInt32BigEndian(Address.GetAddressBytes()) & mask;
        uint broadcast = network | ~mask;
        uint first = Math.Min(network + FirstHost, broadcast - 1);
        return (AddressOf(first), AddressOf(Math.Min(first + Hosts - 1, broadcast - 1)));
    }

    /// <summary>The Ethernet address that the system's ARP table has for <paramref name="address"/>; null without.</summary>
    public static string? NeighbourOf(IPAddress address)
    {
        const string table = "/proc/net/arp";
        if (!File.Exists(table))
        {
            return null;
        }

        foreach (string line in File.ReadLines(table).Skip(1))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length >= 4 && words[0] == $"{address}" && words[3] != "00:00:00:00:00:00")
            {
                return words[3].ToLowerInvariant();
            }
        }

        return null;
    }

    private static IPAddress AddressOf(uint number)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return new IPAddress(bytes);
    }
}
