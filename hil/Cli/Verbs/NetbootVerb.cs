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
    // Binding the ports, and listening to frames for --pcap.
    private const string Capabilities = "cap_net_bind_service,cap_net_raw+ep";

    // Long enough for ARP on any wire, short enough for boot ROMs that wait 2.5 s.
    private static readonly TimeSpan s_probeTime = TimeSpan.FromMilliseconds(300);
    private readonly Argument<string> _board = new("BOARD") { Description = "the board whose artifacts/BOARD/boot is served" };
    private readonly Option<string?> _address = new("--address")
    {
        Description = "this machine's address on the boards' network",
        HelpName = "A"
    };
    private readonly Option<int> _port = new("--port") { Description = "TFTP's port", HelpName = "N", DefaultValueFactory = _ => 69 };
    private readonly Option<bool> _noDhcp = new("--no-dhcp") { Description = "TFTP only" };
    private readonly Option<bool> _proxy = new("--proxy")
    {
        Description = "no addresses, only boot information, beside the network's own DHCP server"
    };
    private readonly Option<string?> _router = new("--router")
    {
        Description = "the gateway that boards get: an address, or none (default: this machine)",
        HelpName = "A"
    };
    private readonly Option<string[]> _relays = new("--relay")
    {
        Description = "give boards at the other end of a DHCP relay these addresses; may be repeated (a relay in this network needs none)",
        HelpName = "RELAY=FIRST-LAST/PREFIX"
    };
    private readonly Option<bool> _noRelays = new("--no-relays") { Description = "ignore requests that come through a DHCP relay" };
    private readonly Option<int?> _qemu = new("--qemu")
    {
        Description = "serve an emulator's -netdev dgram on these two ports: it listens at PORT and sends to PORT + 1",
        HelpName = "PORT"
    };
    private readonly Option<string?> _pcap = new("--pcap")
    {
        Description = "write the frames of DHCP, TFTP and ARP to a file (on a real interface this needs cap_net_raw)",
        HelpName = "FILE"
    };
    private readonly Option<string[]> _views = new("--view")
    {
        Description = "serve BOARD or a folder to the boards with this serial number, own prefix (TFTP_PREFIX_STR), Ethernet or IP "
            + "address; may be repeated",
        HelpName = "MATCH=WHAT"
    };
    private readonly Option<string?> _viewFile = new("--views")
    {
        Description = "the same from a YAML file: a list of serial, prefix, mac or address with board or folder",
        HelpName = "FILE"
    };
    private readonly Option<string?> _json = new("--json")
    {
        Description = "write every report as a JSON line; - prints them, and all else goes to standard error",
        HelpName = "FILE"
    };

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        NetbootVerb verb = new();
        Command command = new(
            "netboot",
            "Serve a board's boot folder by DHCP and TFTP and explain what each board asks for, until Ctrl-C.");
        command.Arguments.Add(verb._board);
        command.AddOptions(
            verb._address,
            verb._port,
            verb._noDhcp,
            verb._proxy,
            verb._router,
            verb._relays,
            verb._noRelays,
            verb._qemu,
            verb._pcap,
            verb._json,
            verb._views,
            verb._viewFile);

        command.SetAction(verb.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        using IDisposable reserved = JsonOption.Reserve(parsed.GetValue(_json));
        BoardDefinition board = BoardCatalog.Load(Repository.Root).Board(parsed.GetValue(_board)!);
        string folder = Repository.Work(board.Name, "boot");
        if (!System.IO.Directory.Exists(folder))
        {
            throw new ConfigurationException($"{Repository.Show(folder)} does not exist: run rk image {board.Name} first");
        }

        int? qemu = parsed.GetValue(_qemu);
        if (parsed.GetValue(_noDhcp) && parsed.GetValue(_proxy))
        {
            throw new ConfigurationException("--no-dhcp and --proxy exclude each other");
        }

        if (parsed.GetValue(_noRelays) && parsed.GetValue(_relays) is { Length: > 0 })
        {
            throw new ConfigurationException("--relay and --no-relays exclude each other");
        }

        if (parsed.GetValue(_port) is < 1 or > 65535)
        {
            throw new ConfigurationException("--port is a number from 1 to 65535");
        }

        if (qemu is < 1 or > 65534)
        {
            throw new ConfigurationException("--qemu is a number from 1 to 65534");
        }

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
            link.Dispose();
            pcap?.Dispose();
            return Finish(parsed, pcap?.Problem);
        }

        using PacketCapture? capture = parsed.GetValue(_pcap) is { } trace ? Capture(network, trace) : null;
        using SocketNetboot session = Open(plan, network, display);
        display.Run(session, Describe(plan, network.Name), interruption.Token);
        capture?.Dispose();
        return Finish(parsed, capture?.Problem);
    }

    // A trace that is cut off spoils no boot, but its reader must know.
    private int Finish(ParseResult parsed, string? traceProblem)
    {
        if (traceProblem is not null)
        {
            Console.Error.WriteLine($"rk: {parsed.GetValue(_pcap)}: {traceProblem}; the trace is cut off");
        }

        return ExitStatus.Pass;
    }

    private static string Describe(NetbootPlan plan, string where)
    {
        string dhcp = plan.Dhcp is not { } policy
            ? "no DHCP"
            : policy.Mode == DhcpMode.Proxy ? "proxyDHCP" : $"DHCP {policy.First} to {policy.Last}";
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

    private static PacketCapture Capture(NetworkPort network, string path)
    {
        try
        {
            return new PacketCapture(network.Name, network.Address, path);
        }
        catch (System.IO.IOException e)
        {
            throw new InfrastructureException(
                $"--pcap: {e.Message}; listening to an interface needs a privilege: sudo setcap {Capabilities} {Environment.ProcessPath}");
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
                $"ports below 1024 (TFTP 69, DHCP 67 and 68) need a privilege. For this program: sudo setcap {Capabilities} "
                    + $"{Environment.ProcessPath} "
                + "(again after each build of it). For everybody: sudo sysctl net.ipv4.ip_unprivileged_port_start=67. Or --port N "
                    + "--no-dhcp, which needs none");
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
            {
                return new NetworkPort("qemu", IPAddress.Parse("192.168.76.1"), IPAddress.Parse("255.255.255.0"));
            }

            throw new ConfigurationException(
                "--address is needed: this machine's address on the boards' network (ip -br address lists them)");
        }

        IPAddress address = InternetAddress.Require("--address", text);
        if (isEmulated)
        {
            return new NetworkPort("qemu", address, IPAddress.Parse("255.255.255.0"));
        }

        return NetworkPort.Of(address) ?? throw new ConfigurationException($"no interface of this machine has the address {address}");
    }

    private IPAddress? Router(ParseResult parsed, NetworkPort network) => parsed.GetValue(_router) switch
    {
        null => network.Address,
        "none" => null,
        string text => InternetAddress.Require("--router", text),
    };

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
            Router = Router(parsed, network),
            Relays = RelayOption.Read(parsed.GetValue(_relays) ?? []),
            ServesRelays = !parsed.GetValue(_noRelays),
            BootFile = board.BootName,
            ProbeTime = s_probeTime,
        };
        List<BootView> views = [new() { Name = board.Name, Folders = [folder] }];
        foreach (string view in parsed.GetValue(_views) ?? [])
        {
            views.Add(BootViewReader.FromOption(view));
        }

        if (parsed.GetValue(_viewFile) is { } file)
        {
            views.AddRange(BootViewReader.FromFile(file));
        }

        return new NetbootPlan
        {
            Address = network.Address,
            Views = views,
            Dhcp = dhcp,
            TftpPort = parsed.GetValue(_port),
            LeaseFile = dhcp?.Mode == DhcpMode.Full ? Repository.Work($"leases.{network.Name}") : null,
        };
    }
}
