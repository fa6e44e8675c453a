namespace RustKernel.Services.Internet;

/// <summary>An ICMP error as a transport sees it: what a router or the peer reports about a packet of ours.</summary>
/// <param name="Type">3: unreachable; 11: time exceeded.</param>
/// <param name="Code">Details.</param>
/// <param name="Mtu">For "fragmentation needed": the largest packet that the path takes; else 0.</param>
/// <param name="Destination">Where our packet went.</param>
internal readonly record struct IcmpError(byte Type, byte Code, int Mtu, uint Destination)
{
    /// <summary>The host or the route to it is missing, but may come back.</summary>
    public bool IsSoft => Type != 3 || Code is 0 or 1 or 5 or 4;

    public NetworkError Error => Type != 3 ? NetworkError.HostUnreachable : Code switch
    {
        0 => NetworkError.NetworkUnreachable,
        2 or 3 => NetworkError.ConnectionRefused,
        _ => NetworkError.HostUnreachable,
    };
}
