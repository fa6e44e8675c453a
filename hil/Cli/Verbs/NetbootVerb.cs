// rk netboot.

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using RustKernel.Flash.Dhcp;
using RustKernel.Flash.Ethernet;
using RustKernel.Flash.Netboot;
using RustKernel.Flash.Tftp;
using RustKernel.Hil.Drivers;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Cli.Verbs;

/// <summary>Serves DHCP or proxyDHCP and TFTP to boards, and explains what each asks for.</summary>
internal sealed class NetbootVerb
{
    private readonly Argument<string> _board = new("BOARD") { Description = "the board whose artifacts/BOARD/boot is served" };
    private readonly Option<string?> _address = new("--address") { Description = "this machine's address on the boards' network", HelpName = "A" };
    private readonly Option<int> _port = new("--port") { Description = "TFTP's port", HelpName = "N", DefaultValueFactory = _ => 69 };
    private readonly Option<bool> _noDhcp = new("--no-dhcp") { Description = "TFTP only" };
    private readonly Option<bool> _proxy = new("--proxy") { Description = "no addresses, only boot information, beside the network's own DHCP server" };
    private readonly Option<int?> _qemu = new("--qemu") { Description = "serve an emulator's -netdev dgram on these two ports: it listens at PORT and sends to PORT + 1", HelpName = "PORT" };
    private readonly Option<string?> _pcap = new("--pcap") { Description = "write every frame to a file (with --qemu)", HelpName = "FILE" };
    private readonly Option<string?> _json = new("--json") { Description = "write every report as a line of JSON", HelpName = "FILE" };

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        NetbootVerb verb = new();
        Command command = new("netboot", "Serve a board's boot folder by DHCP and TFTP and explain what each board asks for, until Ctrl-C.");
        command.Arguments.Add(verb._board);
        foreach (Option option in new Option[] { verb._address, verb._port, verb._noDhcp, verb._proxy, verb._qemu, verb._pcap, verb._json })
            command.Options.Add(option);
        command.SetAction(verb.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        BoardDefinition board = BoardCatalog.Load(Repository.Root).Board(parsed.GetValue(_board)!);
        string folder = Repository.Artifact(board.Name, "boot");
        if (!System.IO.Directory.Exists(folder))
            throw new ConfigurationException($"{Repository.Show(folder)} does not exist: run rk image {board.Name} first");
        int? qemu = parsed.GetValue(_qemu);
        if (parsed.GetValue(_noDhcp) && parsed.GetValue(_proxy))
            throw new ConfigurationException("--no-dhcp and --proxy exclude each other");
        if (parsed.GetValue(_port) is < 1 or > 65535)
            throw new ConfigurationException("--port is a number from 1 to 65535");
        if (qemu is < 1 or > 65534)
            throw new ConfigurationException("--qemu is a number from 1 to 65534");
        if (qemu is null && parsed.GetValue(_pcap) is not null)
            throw new ConfigurationException("--pcap needs --qemu; for a real interface use tcpdump -w");
        NetworkPort network = Network(parsed, qemu is not null);
        NetbootPlan plan = Plan(parsed, board, folder, network);
        using NetbootDisplay display = new(parsed.GetValue(_json));
        using Interruption interruption = new();
        if (qemu is { } first)
        {
            using PcapWriter? pcap = parsed.GetValue(_pcap) is { } file ? new PcapWriter(file) : null;
            using QemuDatagramLink link = Link(first, pcap);
            using EthernetNetboot emulated = new(plan, link, link, display);
            display.Run(emulated, Describe(plan, $"QEMU at port {first}"), interruption.Token);
            return ExitStatus.Pass;
        }

        using SocketNetboot session = Open(plan, network, display);
        display.Run(session, Describe(plan, network.Name), interruption.Token);
        return ExitStatus.Pass;
    }

    private static string Describe(NetbootPlan plan, string where)
    {
        string dhcp = plan.Dhcp is not { } policy ? "no DHCP" : policy.Mode == DhcpMode.Proxy ? "proxyDHCP" : $"DHCP {policy.First} to {policy.Last}";
        return $"{where}: {plan.Address}, TFTP port {plan.TftpPort}, {dhcp}; Ctrl-C ends";
    }

    private static QemuDatagramLink Link(int port, PcapWriter? pcap)
    {
        try
        {
            return new QemuDatagramLink(port + 1, port, pcap);
        }
        catch (SocketException e)
        {
            throw new InfrastructureException($"port {port + 1} of the loopback interface: {e.Message}");
        }
    }

    private static SocketNetboot Open(NetbootPlan plan, NetworkPort network, NetbootDisplay display)
    {
        try
        {
            return new SocketNetboot(plan, network, display);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AccessDenied)
        {
            throw new InfrastructureException(
                "ports 67 and 69 need a privilege; either of these grants it: sudo setcap cap_net_bind_service,cap_net_raw+ep "
                + $"{Environment.ProcessPath}, or sudo sysctl net.ipv4.ip_unprivileged_port_start=67");
        }
        catch (SocketException e)
        {
            throw new InfrastructureException($"DHCP or TFTP port on {plan.Address}: {e.Message}");
        }
    }

    private NetworkPort Network(ParseResult parsed, bool isEmulated)
    {
        if (parsed.GetValue(_address) is not { } text)
        {
            if (isEmulated)
                return new NetworkPort("qemu", IPAddress.Parse("192.168.76.1"), IPAddress.Parse("255.255.255.0"));
            throw new ConfigurationException("--address is needed: this machine's address on the boards' network (ip -br address lists them)");
        }

        if (!IPAddress.TryParse(text, out IPAddress? address) || address.AddressFamily != AddressFamily.InterNetwork)
            throw new ConfigurationException($"--address is an IPv4 address, not \"{text}\"");
        if (isEmulated)
            return new NetworkPort("qemu", address, IPAddress.Parse("255.255.255.0"));
        return NetworkPort.Of(address) ?? throw new ConfigurationException($"no interface of this machine has the address {address}");
    }

    private NetbootPlan Plan(ParseResult parsed, BoardDefinition board, string folder, NetworkPort network)
    {
        (IPAddress first, IPAddress last) = network.Range();
        DhcpPolicy? dhcp = parsed.GetValue(_noDhcp) ? null : new DhcpPolicy
        {
            Mode = parsed.GetValue(_proxy) ? DhcpMode.Proxy : DhcpMode.Full,
            Server = network.Address,
            SubnetMask = network.Mask,
            First = first,
            Last = last,
            BootFile = board.BootName,
        };
        return new NetbootPlan
        {
            Address = network.Address,
            Views = new List<BootView> { new() { Name = board.Name, Folders = [folder] } },
            Dhcp = dhcp,
            TftpPort = parsed.GetValue(_port),
            LeaseFile = dhcp?.Mode == DhcpMode.Full ? Repository.Artifact($"leases.{network.Name}") : null,
        };
    }
}
