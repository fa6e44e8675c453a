// Which relays are served with which addresses.

using System.Collections.Generic;
using System.Globalization;
using System.Net;
using RustKernel.Flash.Dhcp;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Cli;

/// <summary>Reads relays as a person writes them: "10.2.0.1=10.2.0.50-10.2.0.99/24". Boards there get the relay as their router.</summary>
internal static class RelayOption
{
    private const int SmallestPrefix = 8;
    private const int LargestPrefix = 30;

    /// <summary>The addresses by relay.</summary>
    /// <exception cref="ConfigurationException">A text says nothing that can be served.</exception>
    public static IReadOnlyDictionary<IPAddress, DhcpPool> Read(IEnumerable<string> texts)
    {
        Dictionary<IPAddress, DhcpPool> relays = [];
        foreach (string text in texts)
        {
            string[] parts = text.Split('=', '-', '/');
            if (parts.Length != 4
                || InternetAddress.Read(parts[0]) is not { } relay || InternetAddress.Read(
                    parts[1]) is not { } first || InternetAddress.Read(
                    parts[2]) is not { } last
                || !int.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out int prefix) || prefix is < SmallestPrefix
                    or > LargestPrefix)
            {
                throw new ConfigurationException(
                    $"--relay is RELAY=FIRST-LAST/PREFIX, as in 10.2.0.1=10.2.0.50-10.2.0.99/24, not \"{text}\"");
            }

            DhcpPool pool = new() { First = first, Last = last, SubnetMask = InternetAddress.Mask(prefix), Router = relay };
            if (!pool.IsNetworkOf(relay)
                || !pool.IsNetworkOf(last)
                || !pool.Contains(first)
                || !pool.Contains(last)
                || pool.Contains(pool.Broadcast))
            {
                throw new ConfigurationException(
                    $"--relay {text}: the addresses go from the lower to the higher one and lie in the relay's own network, below its "
                        + $"broadcast address {pool.Broadcast}");
            }

            if (!relays.TryAdd(relay, pool))
            {
                throw new ConfigurationException($"--relay {relay} is there twice");
            }
        }

        return relays;
    }
}
