// Services of the stack for its host: configuration by DHCP, names by DNS.

using RustKernel.Services.Internet.Dhcp;
using RustKernel.Services.Internet.Dns;

namespace RustKernel.Services.Internet;

/// <content>DHCP and DNS.</content>
public sealed partial class InternetStack
{
    private const ushort DhcpPort = 68;

    /// <summary>The DHCP client; null: it was never started.</summary>
    public DhcpClient? Dhcp { get; private set; }

    internal DnsClient Dns { get; }

    /// <summary>The address came by DHCP, so another one may replace it, and no connection ends with it.</summary>
    internal bool MayGiveUpAddress => Dhcp is { State: not DhcpState.Stopped } && Tcp.Count == 0;

    /// <summary>
    /// Gets the interface's configuration by DHCP; first asks for the address of <paramref name="last"/>, if given. If no server answers
    /// for a while, the interface gets a link-local address until one does.
    /// </summary>
    public void StartDhcp(string hostName, DhcpLease? last, long now)
    {
        Dhcp?.Stop();
        Dhcp = new DhcpClient(this, hostName, last, now);
    }

    /// <summary>
    /// Continues a lease that this stack held before a restart: the interface has the address at once, and the client sends nothing until
    /// it must renew.
    /// </summary>
    public void ResumeDhcp(string hostName, in DhcpHold held, InterfaceConfiguration configuration, long now)
    {
        Dhcp?.Stop();
        Configure(configuration, now);
        Dhcp = new DhcpClient(this, hostName, held);
    }

    /// <summary>Ends DHCP; the configuration stays until <see cref="Configure"/> changes it.</summary>
    public void StopDhcp() => Dhcp?.Stop();

    /// <summary>
    /// Looks up a name, or reads an IPv4 address. InvalidArgument: it is not a possible name; QuotaExceeded. The query's Closed event
    /// reports the answer.
    /// </summary>
    public NetworkError Resolve(SocketOwner owner, string name, long now, out DnsQuery? query)
    {
        query = null;
        if (!owner.HasRoom || DnsName.Normalize(name) is not { } normal)
        {
            return owner.HasRoom ? NetworkError.InvalidArgument : NetworkError.QuotaExceeded;
        }

        query = new DnsQuery(this, owner, normal, now);
        return NetworkError.None;
    }

    /// <summary>Gives the interface the address of a held claim, without announcing it again.</summary>
    internal void ConfigureLease(InterfaceConfiguration configuration, long now)
    {
        uint before = Address;
        Configuration = configuration;
        if (before == Address)
        {
            return;
        }

        Neighbors.Clear();
        if (before != 0)
        {
            Tcp.OnAddressLost(now);
        }
    }

    /// <summary>Result of a claim: a probed address is free, or another host has ours.</summary>
    internal void OnClaim(bool isOurs, long now)
    {
        if (Dhcp is { State: not DhcpState.Stopped } client)
        {
            client.OnClaim(isOurs, now);
        }
        else if (!isOurs)
        {
            Configure(null, now);
        }
    }
}
