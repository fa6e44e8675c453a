using System.Net;

namespace RustKernel.Runtime;

/// <summary>An address of 16 bytes, IPv4's in the form ::ffff:a.b.c.d, and a port.</summary>
/// <param name="high">The first 8 bytes of the address as a big-endian number.</param>
/// <param name="low">The last 8 bytes of the address as a big-endian number.</param>
/// <param name="port">The port; 0: any.</param>
public readonly struct SocketEnd(ulong high, ulong low, ushort port)
{
    /// <summary>The first 8 bytes of the address as a big-endian number.</summary>
    public ulong High => high;

    /// <summary>The last 8 bytes of the address as a big-endian number.</summary>
    public ulong Low => low;

    /// <summary>The port; 0: any.</summary>
    public ushort Port => port;

    internal static SocketEnd Of(IPEndPoint end) => new(end.Address.Mapped.High, end.Address.Mapped.Low, (ushort)end.Port);

    internal IPEndPoint ToIPEndPoint() => new(IPAddress.FromMapped(high, low), port);
}
