// The hosts on the wire of the network suite.

using RustKernel.Services.Internet;

namespace RustKernel.Hil.NetworkPeer;

/// <summary>Addresses and ports that the peer and the machine agree on. The peer is every host but the machine, and its router.</summary>
internal static class Hosts
{
    /// <summary>10.0.0.2: the machine.</summary>
    public const uint MachineAddress = 0x0A000002;

    /// <summary>10.0.0.1: the peer, the router of the network.</summary>
    public const uint PeerAddress = 0x0A000001;

    /// <summary>10.0.0.255.</summary>
    public const uint Broadcast = 0x0A0000FF;

    /// <summary>198.18.0.0: the first of the addresses behind the router; each case has one of its own. [RFC 2544 C.2.2]</summary>
    public const uint FirstCase = 0xC6120000;

    /// <summary>UDP port of the peer's orders, at each address.</summary>
    public const ushort PeerPort = 7000;

    /// <summary>UDP port at which the machine takes orders.</summary>
    public const ushort OrderPort = 7001;

    /// <summary>TCP and UDP: what comes goes back.</summary>
    public const ushort EchoPort = 7;

    /// <summary>TCP: what comes is taken.</summary>
    public const ushort DiscardPort = 9;

    /// <summary>TCP: nothing is taken or said without an order.</summary>
    public const ushort HoldPort = 19;

    /// <summary>No socket has it.</summary>
    public const ushort ClosedPort = 81;

    /// <summary>The machine's card.</summary>
    public static readonly LinkAddress MachineLink = new(0x020000000002);

    /// <summary>The peer's card.</summary>
    public static readonly LinkAddress PeerLink = new(0x020000000001);
}
