// The network card of an emulated machine: its place in the machine, and QEMU's arguments for it.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using RustKernel.Hil.NetworkPeer.Rig;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Drivers.Qemu;

/// <summary>A virtio card on machine virt, and the other end of its wire.</summary>
public static class QemuNetwork
{
    // The last of machine virt's transports. A page of registers has eight transports and goes to one driver; disks use the first page.
    private const int Transport = 31;
    private const int StatusPort = 80;

    /// <summary>The monitor's command that lists which ports lead where.</summary>
    internal const string ForwardsCommand = "info usernet";

    // "TCP[HOST_FORWARD]   8       127.0.0.1 36863       10.0.2.15    80     0     0": what, descriptor, from, to, bytes that wait.
    private static readonly Regex s_forward = new(@"(TCP|UDP)\[HOST_FORWARD\]\s+\d+\s+127\.0\.0\.1\s+([1-9]\d{0,4})\s+\S+\s+(\d{1,5})\s");

    /// <summary>
    /// Completes <paramref name="settings"/>: if the command line forwards no port, a free port of the host leads to the machine's
    /// port 80.
    /// </summary>
    public static QemuSettings Complete(QemuSettings settings)
    {
        NetworkSettings network = settings.Network;
        return network.Kind == NetworkKind.User && network.Forwards.Count == 0
            ? settings with { Network = network with { Forwards = [new PortForward(false, 0, StatusPort)] } }
            : settings;
    }

    /// <summary>
    /// <paramref name="target"/> with its wire in <paramref name="folder"/>, for a network whose other end is the rig's own peer.
    /// </summary>
    internal static TargetDefinition Place(TargetDefinition target, string folder) => target.Qemu.Network.Kind != NetworkKind.Peer
        ? target
        : target with
        {
            Qemu = target.Qemu with { Network = target.Qemu.Network with { Place = Path.Combine(folder, "wire") } },
        };

    /// <summary>Throws unless the machine can have the network of <paramref name="settings"/>.</summary>
    /// <exception cref="ConfigurationException">As <see cref="Arguments"/>.</exception>
    public static void Check(QemuSettings settings)
    {
        foreach (string argument in Arguments(settings))
        {
            _ = argument;
        }
    }

    /// <summary>Arguments for the card of <paramref name="settings"/>; none when it has none.</summary>
    /// <exception cref="ConfigurationException">The machine has no place for a card, or an option lacks another that it needs.</exception>
    public static IEnumerable<string> Arguments(QemuSettings settings)
    {
        NetworkSettings network = settings.Network;
        if (network.Kind != NetworkKind.User && network.Forwards.Count != 0)
        {
            throw new ConfigurationException(
                "--forward works with --net user only: with dgram, peer and tap the machine is reached directly");
        }

        if (network.Kind == NetworkKind.None)
        {
            return network.CaptureFile.Length == 0
                ? []
                : throw new ConfigurationException("--pcap needs a network: --net user, peer, dgram:PATH or tap:NAME");
        }

        if (settings.Machine != "virt")
        {
            string why = settings.Machine == "raspi4b" ? "QEMU's raspi4b models no Ethernet; qemu-virt has a card" : "none is known here";
            throw new ConfigurationException($"machine {settings.Machine} has no network card: {why}");
        }

        List<string> words =
            ["-netdev", OtherEnd(network), "-device", $"virtio-net-device,netdev=net0,bus=virtio-mmio-bus.{Transport}{Address(network)}"];
        if (network.CaptureFile.Length != 0)
        {
            words.AddRange(["-object", $"filter-dump,id=capture0,netdev=net0,file={Escape(network.CaptureFile)}"]);
        }

        return words;
    }

    /// <summary>
    /// <paramref name="network"/> with the ports that QEMU chose where the command line left them open. <paramref name="list"/> is what its
    /// monitor answers to <see cref="ForwardsCommand"/>. Null: a port is not in it.
    /// </summary>
    public static NetworkSettings? WithPorts(NetworkSettings network, string list)
    {
        List<Match> listed = new(s_forward.Matches(list));
        List<PortForward> found = [];
        foreach (PortForward forward in network.Forwards)
        {
            Match? entry = listed.Find(one => (one.Groups[1].Value == "UDP") == forward.IsUdp
                && one.Groups[3].Value == forward.Guest.ToString(CultureInfo.InvariantCulture)
                && (forward.Host == 0 || one.Groups[2].Value == forward.Host.ToString(CultureInfo.InvariantCulture)));
            if (entry is null)
            {
                return null;
            }

            _ = listed.Remove(entry);
            found.Add(forward with { Host = int.Parse(entry.Groups[2].Value, CultureInfo.InvariantCulture) });
        }

        return network with { Forwards = found };
    }

    /// <summary>What a person must know to reach the machine, a line each.</summary>
    public static IEnumerable<string> Describe(NetworkSettings network)
    {
        foreach (PortForward forward in network.Forwards)
        {
            yield return $"127.0.0.1:{forward.Host}{(forward.IsUdp ? " (UDP)" : "")} leads to port {forward.Guest} of the machine";
        }

        if (network.Kind == NetworkKind.Datagram)
        {
            yield return $"the machine receives frames at {network.Place}.board and sends them to {network.Place}.peer";
        }
        else if (network.Kind == NetworkKind.Peer)
        {
            yield return "the rig's peer is at the other end of the wire";
        }
        else if (network.Kind == NetworkKind.Tap)
        {
            yield return $"the machine is at the other end of {network.Place}";
        }

        if (network.CaptureFile.Length != 0)
        {
            yield return $"every frame goes to {network.CaptureFile}";
        }
    }

    private static string OtherEnd(NetworkSettings network) => network.Kind switch
    {
        NetworkKind.User => "user,id=net0" + string.Concat(network.Forwards.Select(forward =>
            $",hostfwd={(forward.IsUdp ? "udp" : "tcp")}:127.0.0.1:{forward.Host}-:{forward.Guest}")),
        NetworkKind.Datagram or NetworkKind.Peer => $"dgram,id=net0,local.type=unix,local.path={Escape(network.Place)}.board,"
            + $"remote.type=unix,remote.path={Escape(network.Place)}.peer",
        _ => $"tap,id=net0,ifname={network.Place},script=no,downscript=no",
    };

    // The rig's peer knows the machine's card beforehand.
    private static string Address(NetworkSettings network) => network.Kind == NetworkKind.Peer ? $",mac={SuitePeer.MachineLink}" : "";

    private static string Escape(string path) => path.Replace(",", ",,", StringComparison.Ordinal);
}
