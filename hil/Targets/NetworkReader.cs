// --net, --forward and --pcap: words of the command line, each checked.

using System;
using System.Globalization;
using System.Linq;

namespace RustKernel.Hil.Targets;

/// <summary>Reads the command line's network options.</summary>
internal static class NetworkReader
{
    private const int MostInterfaceName = 15;

    // A unix socket's path has at most 107 bytes, and the longer of the two endings has 6.
    private const int MostSocketPath = 101;

    private static readonly string[] s_kinds = ["user", "dgram", "tap", "peer", "none"];

    /// <summary><paramref name="target"/> with the network that <c>--net</c> names.</summary>
    /// <exception cref="ConfigurationException">There is no such kind of network, or what follows the kind is not valid.</exception>
    internal static TargetDefinition WithNetwork(TargetDefinition target, string value)
    {
        int colon = value.IndexOf(':', StringComparison.Ordinal);
        string kind = colon < 0 ? value : value[..colon];
        string place = colon < 0 ? "" : value[(colon + 1)..];
        NetworkSettings network = target.Qemu.Network with
        {
            Kind = kind switch
            {
                "none" => NetworkKind.None,
                "user" => NetworkKind.User,
                "dgram" => NetworkKind.Datagram,
                "tap" => NetworkKind.Tap,
                "peer" => NetworkKind.Peer,
                _ => throw new ConfigurationException($"--net: there is no network {kind}{Suggestion.For(kind, s_kinds)}"),
            },
            Place = place,
        };
        if (colon >= 0 && network.Kind is NetworkKind.None or NetworkKind.User or NetworkKind.Peer)
        {
            throw new ConfigurationException($"--net {kind} takes nothing after it, not \"{place}\"");
        }

        if (network.Kind == NetworkKind.Tap && !IsInterface(place))
        {
            throw new ConfigurationException($"--net tap:NAME needs the name of an interface, such as tap0, not \"{place}\": "
                + "ip tuntap add tap0 mode tap makes one");
        }

        if (network.Kind == NetworkKind.Datagram && (place.Length is 0 or > MostSocketPath || place.Any(char.IsControl)))
        {
            throw new ConfigurationException($"--net dgram:PATH needs a path of 1 to {MostSocketPath} bytes, not \"{place}\": the machine "
                + "receives at PATH.board, its peer at PATH.peer");
        }

        return target with { Qemu = target.Qemu with { Network = network } };
    }

    /// <summary><paramref name="target"/> with one more port of the host that leads to it: <c>[udp:]HOST:GUEST</c>.</summary>
    /// <exception cref="ConfigurationException">It has another form, or a port outside of 1 to 65535.</exception>
    internal static TargetDefinition WithForward(TargetDefinition target, string value)
    {
        string[] parts = value.Split(':');
        bool isUdp = parts.Length == 3 && parts[0] == "udp";
        bool isSound = (parts.Length == 2 || isUdp || (parts.Length == 3 && parts[0] == "tcp"));
        if (!isSound || !TryPort(parts[^2], 0, out int host) || !TryPort(parts[^1], 1, out int guest))
        {
            throw new ConfigurationException(
                $"--forward is [udp:]HOST:GUEST, ports from 1 to 65535 such as 8080:80 (HOST 0: any that is free), not \"{value}\"");
        }

        PortForward forward = new(isUdp, host, guest);
        NetworkSettings network = target.Qemu.Network;
        return target with { Qemu = target.Qemu with { Network = network with { Forwards = [.. network.Forwards, forward] } } };
    }

    /// <summary><paramref name="target"/> with every frame recorded in <paramref name="file"/>.</summary>
    internal static TargetDefinition WithCapture(TargetDefinition target, string file)
        => target with { Qemu = target.Qemu with { Network = target.Qemu.Network with { CaptureFile = file } } };

    private static bool TryPort(string text, int least, out int port)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port >= least && port <= ushort.MaxValue;

    private static bool IsInterface(string name)
        => name.Length is > 0 and <= MostInterfaceName
            && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');
}
