// A netboot session on frames: needs no privilege.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Net;
using System.Threading;
using RustKernel.Flash.Dhcp;
using RustKernel.Flash.Ethernet;
using RustKernel.Flash.Tftp;

namespace RustKernel.Flash.Netboot;

/// <summary>Serves one link (an emulated card) on its own thread.</summary>
public sealed class EthernetNetboot : INetbootSession, IDatagramReceiver, ITftpTransport, IDhcpTransport
{
    private const int FirstTransferPort = 49152;
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(20);

    // Locally administered; the last three bytes say "RK1" to a person who reads a trace.
    private static readonly byte[] s_hardware = [0x02, 0x00, 0x00, (byte)'R', (byte)'K', (byte)'1'];
    private readonly Lock _gate = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly NetbootPlan _plan;
    private readonly INetbootLog _log;
    private readonly QemuDatagramLink _link;
    private readonly UserStack _stack;
    private readonly TftpServer _tftp;
    private readonly DhcpServer? _dhcp;
    private readonly LeaseFile? _leaseFile;
    private readonly HashSet<int> _ports = [];
    private readonly Thread _thread;
    private int _nextPort = FirstTransferPort;
    private volatile bool _stopping;

    /// <summary>Starts to serve <paramref name="link"/>, which the caller still owns.</summary>
    /// <param name="plan">What is served.</param>
    /// <param name="link">Where frames come from.</param>
    /// <param name="wire">Where frames go: the link itself, or something in between.</param>
    /// <param name="log">Receives the reports.</param>
    public EthernetNetboot(NetbootPlan plan, QemuDatagramLink link, IFrameLink wire, INetbootLog log)
    {
        _plan = plan;
        _log = log;
        _link = link;
        _stack = new UserStack(wire, s_hardware, plan.Address, this);
        _tftp = new TftpServer(plan.Tftp, this, new BootViews(plan.Views, _stack.MacOf), Report);
        if (plan.Dhcp is { } policy)
        {
            DhcpLeases leases = new(policy);
            _leaseFile = new LeaseFile(plan.LeaseFile, leases, Report);
            _leaseFile.Load();
            _dhcp = new DhcpServer(policy, leases, this, _stack.MacOf, Report);
        }

        _thread = new Thread(Serve) { IsBackground = true, Name = "netboot" };
        _thread.Start();
    }

    /// <inheritdoc/>
    public BoardTable Boards { get; } = new();

    /// <inheritdoc/>
    public void Inspect(Action<IEnumerable<TftpRequestRecord>, TimeSpan> view)
    {
        lock (_gate)
        {
            view(_tftp.Running, _clock.Elapsed);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping = true;
        _thread.Join();
        lock (_gate)
        {
            _tftp.Stop(_clock.Elapsed);
        }
    }

    void IDatagramReceiver.Receive(IPEndPoint source, int destinationPort, ReadOnlySpan<byte> payload)
    {
        if (destinationPort == _plan.TftpPort)
        {
            _tftp.ReceiveRequest(source, payload, destinationPort, _clock.Elapsed);
        }
        else if (destinationPort is DhcpServer.ServerPort or DhcpServer.ClientPort or DhcpServer.ProxyPort)
        {
            ReceiveDhcp(destinationPort, payload);
        }
        else
        {
            _tftp.Receive(destinationPort, source, payload, _clock.Elapsed);
        }
    }

    int ITftpTransport.OpenPort()
    {
        for (int tries = FirstTransferPort; tries <= ushort.MaxValue; tries++)
        {
            _nextPort = _nextPort == ushort.MaxValue ? FirstTransferPort : _nextPort + 1;
            if (_ports.Add(_nextPort))
            {
                return _nextPort;
            }
        }

        return 0;
    }

    void ITftpTransport.ClosePort(int port) => _ports.Remove(port);

    void ITftpTransport.Send(int port, IPEndPoint destination, ReadOnlySpan<byte> datagram) =>
        _stack.Send(port, destination, null, datagram);

    void IDhcpTransport.Send(int sourcePort, IPEndPoint destination, byte[]? hardware, ReadOnlySpan<byte> message)
        => _stack.Send(sourcePort, destination, hardware, message);

    void IDhcpTransport.Probe(IPAddress address) => _stack.Probe(address);

    private void ReceiveDhcp(int port, ReadOnlySpan<byte> message)
    {
        if (_dhcp is not null && _dhcp.Receive(message, port, DateTimeOffset.UtcNow))
        {
            _leaseFile!.Save();
        }
    }

    private void Report(DhcpEvent report)
    {
        Boards.Add(report, _clock.Elapsed);
        _log.Dhcp(report);
    }

    private void Report(TftpRequestRecord request)
    {
        Boards.Add(request, _stack.MacOf(request.Client.Address), _clock.Elapsed);
        _log.Tftp(request);
    }

    private void Serve()
    {
        byte[] buffer = new byte[65536];
        while (!_stopping)
        {
            int length = _link.Receive(buffer, s_tick);
            lock (_gate)
            {
                if (length > 0)
                {
                    _stack.Receive(buffer.AsSpan(0, length));
                }

                _dhcp?.Tick(DateTimeOffset.UtcNow);
                if (_tftp.NextDeadline <= _clock.Elapsed)
                {
                    _tftp.Tick(_clock.Elapsed);
                }
            }
        }
    }
}
