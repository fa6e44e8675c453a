// The servers of a bring-up.

using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Sockets;
using RustKernel.Flash.Dhcp;
using RustKernel.Flash.Ethernet;
using RustKernel.Flash.Netboot;
using RustKernel.Flash.Tftp;
using RustKernel.Hil.Drivers;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Cli.Bringup;

/// <summary>DHCP and TFTP on the board's cable; every frame goes to netboot.pcap.</summary>
internal sealed class BringupNetwork : INetbootLog, IDisposable
{
    private readonly List<string> _requests = [];
    private readonly PacketCapture _capture;
    private readonly SocketNetboot _session;

    /// <summary>Starts to serve <paramref name="board"/>.</summary>
    /// <exception cref="InfrastructureException">A port or the interface may not be used.</exception>
    public BringupNetwork(NetworkPort port, BoardDefinition board, string folder)
    {
        try
        {
            _capture = new PacketCapture(port.Name, port.Address, Path.Combine(folder, "netboot.pcap"));
        }
        catch (IOException e)
        {
            throw new InfrastructureException($"{e.Message}; a bring-up records frames and serves ports 67 and 69: run it with sudo");
        }

        (System.Net.IPAddress first, System.Net.IPAddress last) = port.Range();
        NetbootPlan plan = new()
        {
            Address = port.Address,
            Views = [new BootView { Name = board.Name, Folders = [BootFolder.PathOf(board)] }],
            Dhcp = new DhcpPolicy
            {
                Server = port.Address,
                SubnetMask = port.Mask,
                First = first,
                Last = last,
                Router = port.Address,
                BootFile = board.BootName,
                ProbeTime = TimeSpan.FromMilliseconds(300)
            },
        };
        try
        {
            _session = new SocketNetboot(plan, port, this);
        }
        catch (SocketException e)
        {
            _capture.Dispose();
            throw new InfrastructureException($"DHCP or TFTP port on {port.Address}: {e.Message}; run it with sudo");
        }
    }

    /// <summary>The files asked for, in order, each with its verdict.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_requests)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>What DHCP showed about the board.</summary>
    public string Discovers { get; private set; } = "";

    /// <inheritdoc/>
    public void Dhcp(DhcpEvent report) => Discovers += $"{report.Mac} {report.Board}: {report.Kind}, {report.Text}\n";

    /// <inheritdoc/>
    public void Link(LinkEvent report) => Discovers += report.Text + "\n";

    /// <inheritdoc/>
    public void Tftp(TftpRequestRecord request)
    {
        lock (_requests)
        {
            _requests.Add($"{request.File} {request.Verdict} {request.Options}".TrimEnd());
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _session.Dispose();
        _capture.Dispose();
    }
}
