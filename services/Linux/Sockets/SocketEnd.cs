// Addresses in the form of Linux's calls. Independent of memory and services: host tests compile it.

using System.Runtime.InteropServices;

namespace RustKernel.Linux.Sockets;

/// <summary>An IPv4 address, the first byte the highest, and a port.</summary>
/// <param name="address">The address; 0: any.</param>
/// <param name="port">The port; 0: any.</param>
internal readonly struct SocketEnd(uint address, ushort port)
{
    /// <summary>The address.</summary>
    internal uint Address => address;

    /// <summary>The port.</summary>
    internal ushort Port => port;

    /// <summary>The last eight bytes of the address in the form ::ffff:a.b.c.d; 0: any.</summary>
    internal ulong Low => address == 0 ? 0 : 0xFFFF_0000_0000ul | address;

    /// <summary>The bytes in reverse order.</summary>
    internal static uint Swap(uint value) => (value >> 24) | ((value >> 8) & 0xFF00) | ((value << 8) & 0xFF_0000) | (value << 24);
}

/// <summary>struct sockaddr_in. [include/uapi/linux/in.h]</summary>
[StructLayout(LayoutKind.Sequential, Size = 16)]
internal struct AddressRecord
{
    /// <summary>AF_INET.</summary>
    internal const ushort Internet = 2;

    /// <summary>Bytes.</summary>
    internal const uint Bytes = 16;

    internal ushort Family;
    internal ushort PortOfNetwork;
    internal uint AddressOfNetwork;
    internal ulong Zero;

    /// <summary>Converts from an end.</summary>
    internal static AddressRecord Of(in SocketEnd end) => new()
    {
        Family = Internet,
        PortOfNetwork = (ushort)((end.Port << 8) | (end.Port >> 8)),
        AddressOfNetwork = SocketEnd.Swap(end.Address),
    };

    /// <summary>The end that it names.</summary>
    internal readonly SocketEnd End =>
        new(SocketEnd.Swap(AddressOfNetwork), (ushort)((PortOfNetwork << 8) | (PortOfNetwork >> 8)));
}
