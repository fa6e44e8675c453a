// One end of a conversation, as it goes through interfaces.

using RustKernel.Services.Internet;

namespace RustKernel.Services;

/// <summary>An address of 16 bytes, IPv4's in the form ::ffff:a.b.c.d, and a port.</summary>
public struct NetworkEndPoint
{
    /// <summary>The first 8 bytes of the address as a big-endian number.</summary>
    public ulong High;

    /// <summary>The last 8 bytes of the address as a big-endian number.</summary>
    public ulong Low;

    /// <summary>The port; 0: any.</summary>
    public ushort Port;

    /// <summary>The same as the stack has it.</summary>
    public readonly EndPoint ToEndPoint() => new(new InternetAddress(High, Low), Port);

    /// <summary>What the stack has, to go through an interface.</summary>
    public static NetworkEndPoint From(EndPoint end) => new() { High = end.Address.High, Low = end.Address.Low, Port = end.Port };
}
