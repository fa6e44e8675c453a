using System;
using RustKernel.Services.Internet;
using RustKernel.Services.Internet.Dhcp;
using RustKernel.Services.Storage;

namespace RustKernel.Services.Network;

/// <summary>The interface's configuration and its lease, kept over a restart in the first bytes of the table (KeptSockets).</summary>
/// <param name="memory">The table's memory.</param>
internal sealed class KeptInterface(MappedMemory memory)
{
    private const ulong IsThere = 1;
    private const ulong IsLeased = 2;
    private const int AddressAt = 8;
    private const int GatewayAt = 24;
    private const int NameServersAt = 40;
    private const int MostNameServers = 2;
    private const int ServerAt = 72;
    private const int TimesAt = 88;
    private const int DomainAt = 112;
    private const int MostDomain = 64;

    /// <summary>
    /// Whether the configuration was set by hand or is a lease. A link-local address is no lease and is not kept: a successor, or a new
    /// card, searches for one again.
    /// </summary>
    internal static bool IsToBeKept(InternetStack stack) =>
        stack.Configuration is not null && stack.Dhcp is null or { State: DhcpState.Stopped } or { Held: not null };

    /// <summary>Keeps a configuration; null: there is none.</summary>
    internal void Write(InterfaceConfiguration? configuration, DhcpHold? held)
    {
        memory.Write(0, 0);
        if (configuration is null)
        {
            return;
        }

        int servers = Math.Min(configuration.NameServers.Length, MostNameServers);
        int domain = configuration.Domain.Length <= MostDomain ? configuration.Domain.Length : 0;
        Write(AddressAt, configuration.Address);
        Write(GatewayAt, configuration.Gateway);
        for (int i = 0; i < servers; i++)
        {
            Write(NameServersAt + (i * InternetAddress.Size), configuration.NameServers[i]);
        }

        for (int i = 0; i < domain; i++)
        {
            memory.Bytes[DomainAt + i] = (byte)configuration.Domain[i];
        }

        DhcpHold lease = held ?? default;
        Write(ServerAt, lease.Lease.Server);
        memory.Write(TimesAt, (ulong)lease.RenewAt);
        memory.Write(TimesAt + 8, (ulong)lease.RebindAt);
        memory.Write(TimesAt + 16, (ulong)lease.EndAt);
        memory.Write(
            0,
            IsThere | (held is null ? 0 : IsLeased) | ((ulong)configuration.PrefixLength << 8) | ((ulong)configuration.Mtu << 16)
                | ((ulong)servers << 32) | ((ulong)domain << 40));
    }

    /// <summary>
    /// Gives <paramref name="stack"/> what a predecessor kept, with its lease; false: it kept nothing. Call it before its sockets are
    /// opened again, even without a card: data that clients have put into the rings then waits for the hosts' addresses instead of failing.
    /// </summary>
    internal bool TryResume(InternetStack stack, string hostName, long now)
    {
        InterfaceConfiguration? kept = Read(out DhcpHold? held);
        if (kept is not null && held is DhcpHold hold)
        {
            stack.ResumeDhcp(hostName, hold, kept, now);
        }
        else if (kept is not null)
        {
            stack.Configure(kept, now);
        }

        return kept is not null;
    }

    /// <summary>What a predecessor kept; null: nothing.</summary>
    internal InterfaceConfiguration? Read(out DhcpHold? held)
    {
        ulong head = memory.Read(0);
        held = null;
        if ((head & IsThere) == 0)
        {
            return null;
        }

        InternetAddress[] servers = new InternetAddress[Math.Min((int)(head >> 32) & 0xFF, MostNameServers)];
        for (int i = 0; i < servers.Length; i++)
        {
            servers[i] = ReadAddress(NameServersAt + (i * InternetAddress.Size));
        }

        string domain = "";
        for (int i = 0; i < Math.Min((int)(head >> 40) & 0xFF, MostDomain); i++)
        {
            domain += (char)memory.Bytes[DomainAt + i];
        }

        InternetAddress address = ReadAddress(AddressAt);
        if ((head & IsLeased) != 0)
        {
            held = new DhcpHold(
                new DhcpLease(address, ReadAddress(ServerAt)),
                (long)memory.Read(TimesAt),
                (long)memory.Read(TimesAt + 8),
                (long)memory.Read(TimesAt + 16));
        }

        return new InterfaceConfiguration
        {
            Address = address,
            PrefixLength = (int)(head >> 8) & 0xFF,
            Gateway = ReadAddress(GatewayAt),
            NameServers = servers,
            Mtu = (int)(head >> 16) & 0xFFFF,
            Domain = domain,
        };
    }

    private InternetAddress ReadAddress(int at) => new(memory.Read(at), memory.Read(at + 8));

    private void Write(int at, InternetAddress address)
    {
        memory.Write(at, address.High);
        memory.Write(at + 8, address.Low);
    }
}
