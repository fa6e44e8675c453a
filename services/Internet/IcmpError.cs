// An ICMP error as a transport sees it.

namespace RustKernel.Services.Internet;

/// <summary>What a router or the peer says of a packet of ours.</summary>
/// <param name="Type">3: unreachable; 11: time exceeded.</param>
/// <param name="Code">More about it.</param>
/// <param name="Mtu">Of "fragmentation needed": what the path takes; else 0.</param>
/// <param name="Destination">Where our packet went.</param>
internal readonly record struct IcmpError(byte Type, byte Code, int Mtu, uint Destination)
{
    /// <summary>The host or the way to it is not there: it may come back.</summary>
    public bool IsSoft => Type != 3 || Code is 0 or 1 or 5 or 4;

    public NetworkError Error => Type != 3 ? NetworkError.HostUnreachable : Code switch
    {
        0 => NetworkError.NetworkUnreachable,
        2 or 3 => NetworkError.ConnectionRefused,
        _ => NetworkError.HostUnreachable,
    };
}
