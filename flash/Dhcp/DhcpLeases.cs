// The addresses and their holders.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;

namespace RustKernel.Flash.Dhcp;

/// <summary>
/// The table of addresses, by Ethernet address: a board's firmware, boot loader and kernel name themselves differently in
/// DHCP, but its Ethernet address stays. Expired leases stay remembered, so that a board gets its old address again.
/// </summary>
public sealed class DhcpLeases
{
    private readonly DhcpPolicy _policy;
    private readonly Dictionary<string, DhcpLease> _byMac = [];
    private readonly Dictionary<IPAddress, DateTimeOffset> _conflicts = [];

    /// <summary>An empty table.</summary>
    public DhcpLeases(DhcpPolicy policy) => _policy = policy;

    /// <summary>Leases and offers, expired ones among them.</summary>
    public IReadOnlyCollection<DhcpLease> All => _byMac.Values;

    /// <summary>
    /// The address of <paramref name="pool"/> for <paramref name="mac"/>: its fixed one, its old one, the wanted one, a free one,
    /// the longest expired one; null when all are taken.
    /// </summary>
    public IPAddress? Choose(string mac, IPAddress? wanted, DhcpPool pool, DateTimeOffset now)
    {
        if (_policy.Fixed.TryGetValue(mac, out IPAddress? fixedAddress) && pool.IsNetworkOf(fixedAddress))
        {
            return fixedAddress;
        }

        if (_byMac.TryGetValue(mac, out DhcpLease? old) && IsUsable(old.Address, mac, pool, now))
        {
            return old.Address;
        }

        if (wanted is not null && IsUsable(wanted, mac, pool, now))
        {
            return wanted;
        }

        HashSet<IPAddress> remembered = [.. _byMac.Values.Select(lease => lease.Address)];
        return Range(pool).FirstOrDefault(address => !remembered.Contains(address) && IsUsable(address, mac, pool, now))
            ?? _byMac.Values.Where(lease => IsUsable(lease.Address, mac, pool, now)).MinBy(lease => lease.Expires)?.Address;
    }

    /// <summary>
    /// True when this server has given <paramref name="mac"/> an address and keeps record of it, expired or not, or has one
    /// reserved for it. An offer that was never taken is no record: its client is another server's.
    /// </summary>
    public bool IsKnown(string mac) => _policy.Fixed.ContainsKey(mac) || (_byMac.TryGetValue(mac, out DhcpLease? lease) && lease.Bound);

    /// <summary>True when <paramref name="mac"/> may have <paramref name="address"/> of <paramref name="pool"/> now.</summary>
    public bool IsUsable(IPAddress address, string mac, DhcpPool pool, DateTimeOffset now)
    {
        if (_policy.Fixed.TryGetValue(mac, out IPAddress? own) && own.Equals(address) && pool.IsNetworkOf(own))
        {
            return true;
        }

        if (!pool.Contains(address)
            || address.Equals(_policy.Server)
            || address.Equals(pool.Router)
            || _policy.Fixed.Values.Contains(address))
        {
            return false;
        }

        if (_conflicts.TryGetValue(address, out DateTimeOffset until) && until > now)
        {
            return false;
        }

        return !_byMac.Values.Any(lease => lease.Mac != mac && lease.Address.Equals(address) && lease.Expires > now);
    }

    /// <summary>Gives or promises an address.</summary>
    public void Assign(string mac, IPAddress address, DateTimeOffset expires, bool bound)
    {
        // An expired lease is forgotten only when another client gets its address.
        foreach (DhcpLease other in _byMac.Values.Where(lease => lease.Mac != mac && lease.Address.Equals(address)).ToArray())
        {
            _byMac.Remove(other.Mac);
        }

        _byMac[mac] = new DhcpLease(mac, address, expires, bound);
    }

    /// <summary>The client gave it back, or took another server's offer; true when it had a lease.</summary>
    public bool Release(string mac, DateTimeOffset now)
    {
        if (!_byMac.TryGetValue(mac, out DhcpLease? lease))
        {
            return false;
        }

        _byMac[mac] = lease with { Expires = now, Bound = false };
        return lease.Bound;
    }

    /// <summary>Notes that a host outside this table uses the address.</summary>
    public void Conflict(IPAddress address, DateTimeOffset now)
    {
        _conflicts[address] = now + _policy.ConflictTime;
        foreach (DhcpLease lease in _byMac.Values.Where(lease => lease.Address.Equals(address)).ToArray())
        {
            _byMac.Remove(lease.Mac);
        }
    }

    /// <summary>The Ethernet address that has a valid lease of <paramref name="address"/>; null when none has.</summary>
    public string? MacOf(IPAddress address, DateTimeOffset now)
        => _byMac.Values.FirstOrDefault(lease => lease.Bound && lease.Expires > now && lease.Address.Equals(address))?.Mac;

    /// <summary>
    /// Writes the leases to <paramref name="path"/>: a new file, then renamed, so that a crash
    /// leaves the old or the new one.
    /// </summary>
    public void Save(string path)
    {
        string[] lines = [.. _byMac.Values.Where(lease => lease.Bound).Select(lease
            => string.Create(
                CultureInfo.InvariantCulture,
                $"{lease.Mac} {lease.Address} {lease.Expires.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}"))];
        File.WriteAllLines(path + ".new", lines);
        File.Move(path + ".new", path, overwrite: true);
    }

    /// <summary>Reads what <see cref="Save"/> wrote; lines that are not leases are left out. No file is no lease.</summary>
    public void Load(string path)
    {
        if (!File.Exists(path))
        {
            return;
        }

        foreach (string line in File.ReadLines(path))
        {
            string[] words = line.Split(' ');
            if (words.Length == 3 && words[0].Length == 17 && IPAddress.TryParse(words[1], out IPAddress? address)
                && DateTimeOffset.TryParse(
                    words[2],
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.AssumeUniversal,
                    out DateTimeOffset expires))
            {
                _byMac[words[0]] = new DhcpLease(words[0], address, expires, Bound: true);
            }
        }
    }

    private static IEnumerable<IPAddress> Range(DhcpPool pool)
    {
        for (ulong number = DhcpPool.Number(pool.First); number <= DhcpPool.Number(pool.Last); number++)
        {
            yield return DhcpPool.AddressOf((uint)number);
        }
    }
}

/// <summary>An address, its holder, and the end of the lease.</summary>
/// <param name="Mac">As in dc:a6:32:01:36:c2.</param>
/// <param name="Address">The address.</param>
/// <param name="Expires">The end, by the wall clock.</param>
/// <param name="Bound">True for a lease, false for an offer that waits for its request.</param>
public sealed record DhcpLease(string Mac, IPAddress Address, DateTimeOffset Expires, bool Bound);
