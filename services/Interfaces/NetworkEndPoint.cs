using RustKernel.Services.Internet;

namespace RustKernel.Services;

/// <summary>An address and a port as calls of interfaces carry them: 16 bytes, IPv4 in the form ::ffff:a.b.c.d.</summary>
public struct NetworkEndPoint
{
    /// <summary>The first 8 bytes of the address as a big-endian number.</summary>
    public ulong High;

    /// <summary>The last 8 bytes of the address as a big-endian number.</summary>
    public ulong Low;

    /// <summary>The port; 0: any.</summary>
    public ushort Port;

    /// <summary>The stack's form of it.</summary>
    public readonly EndPoint ToEndPoint() => new(new InternetAddress(High, Low), Port);

    /// <summary>Converts from the stack's form.</summary>
    public static NetworkEndPoint From(EndPoint end) => new() { High = end.Address.High, Low = end.Address.Low, Port = end.Port };
}
