// A network that boots the board.

using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Threading;
using RustKernel.Flash.Dhcp;
using RustKernel.Flash.Ethernet;
using RustKernel.Flash.Netboot;
using RustKernel.Flash.Tftp;
using RustKernel.Hil.Events;
using RustKernel.Hil.Targets.Settings;

namespace RustKernel.Hil.Drivers.Media;

/// <summary>Serves the board's files by DHCP and TFTP from before power-on until it is disposed; every request is in the log.</summary>
public sealed class NetbootMedia : IBootMedia, INetbootLog
{
    private readonly EventLogWriter _log;
    private readonly DriverSettings _settings;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rk-netboot-");
    private INetbootSession? _session;
    private QemuDatagramLink? _link;
    private PcapWriter? _frames;

    /// <summary>A server as <paramref name="settings"/> say.</summary>
    public NetbootMedia(EventLogWriter log, DriverSettings settings)
    {
        _log = log;
        _settings = settings;
    }

    /// <inheritdoc/>
    public void Prepare(BootJob job, CancellationToken deadline)
    {
        string boot = CardImage.LayOut(job, Path.Combine(_folder.FullName, "boot"));
        deadline.ThrowIfCancellationRequested();
        NetworkPort port = Port();
        try
        {
            _session = Serve(Plan(job, boot, port), port);
        }
        catch (SocketException e)
        {
            string help = e.SocketErrorCode == SocketError.AccessDenied ? "; rk netboot says which privilege is missing" : "";
            throw new InfrastructureException($"DHCP or TFTP port at {port.Address}: {e.Message}{help}");
        }

        _log.Append(
            EventKind.Media,
            new JsonObject { ["driver"] = "netboot", ["what"] = $"serving {boot} at {port.Address}, {port.Name}" });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _session?.Dispose();
        _link?.Dispose();
        _frames?.Dispose();
        if (_folder.Exists)
        {
            _folder.Delete(recursive: true);
        }
    }

    void INetbootLog.Dhcp(DhcpEvent report)
        => _log.Append(
            EventKind.Dhcp,
            new JsonObject
            {
                ["what"] = $"{report.Kind}",
                ["mac"] = report.Mac,
                ["address"] = $"{report.Address}",
                ["board"] = report.Board,
                ["serial"] = report.Serial,
                ["text"] = report.Text
            });

    void INetbootLog.Tftp(TftpRequestRecord request)
        => _log.Append(
            EventKind.Tftp,
            new JsonObject
            {
                ["verdict"] = $"{request.Verdict}",
                ["client"] = $"{request.Client}",
                ["file"] = request.File,
                ["size"] = request.Size,
                ["options"] = request.Options,
                ["reason"] = request.Reason,
                ["sent_again"] = request.Retransmissions,
                ["seconds"] = (request.Ended - request.Began).TotalSeconds
            });

    void INetbootLog.Link(LinkEvent report)
        => _log.Append(
            EventKind.Link,
            new JsonObject { ["what"] = $"{report.Status.Condition}", ["port"] = report.Status.Name, ["text"] = report.Text });

    private NetworkPort Port()
    {
        string text = _settings.Text("address");
        if (!IPAddress.TryParse(text, out IPAddress? address) || address.AddressFamily != AddressFamily.InterNetwork)
        {
            throw new InfrastructureException($"media.address is an IPv4 address (nothing is served by IPv6), not \"{text}\"");
        }

        if (_settings.Integer("frames_port") > 0)
        {
            return new NetworkPort("frames", address, IPAddress.Parse("255.255.255.0"));
        }

        return NetworkPort.Of(address) ?? throw new InfrastructureException($"no interface of this machine has the address {address}");
    }

    private IPAddress? Router(NetworkPort port)
    {
        string text = _settings.Text("router");
        if (text is "" or "none")
        {
            return text.Length == 0 ? port.Address : null;
        }

        return IPAddress.TryParse(text, out IPAddress? address) && address.AddressFamily == AddressFamily.InterNetwork
            ? address
            : throw new InfrastructureException($"media.router is an IPv4 address or none, not \"{text}\"");
    }

    private NetbootPlan Plan(BootJob job, string boot, NetworkPort port) => new()
    {
        Address = port.Address,
        Views = [new BootView { Name = job.Target.Board, Folders = [boot] }],
        TftpPort = _settings.Integer("tftp_port"),
        Dhcp = Policy(port, job.Target.BootName),
    };

    /// <summary>What DHCP says on <paramref name="port"/>; null without DHCP.</summary>
    internal DhcpPolicy? Policy(NetworkPort port, string bootFile)
    {
        (IPAddress first, IPAddress last) = port.Range();
        string mode = _settings.Text("dhcp");
        return mode == "none" ? null : new DhcpPolicy
        {
            Mode = mode == "proxy" ? DhcpMode.Proxy : DhcpMode.Full,
            Server = port.Address,
            SubnetMask = port.Mask,
            First = first,
            Last = last,
            Router = Router(port),
            ServesRelays = _settings.Text("relays") == "own",
            BootFile = bootFile,
        };
    }

    private INetbootSession Serve(NetbootPlan plan, NetworkPort port)
    {
        int frames = _settings.Integer("frames_port");
        if (frames == 0)
        {
            return new SocketNetboot(plan, port, this);
        }

        if (_settings.Text("frames_file") is { Length: > 0 } file)
        {
            _frames = new PcapWriter(file);
        }

        _link = new QemuDatagramLink(frames + 1, frames, _frames);
        return new EthernetNetboot(plan, _link, _link, this);
    }
}
