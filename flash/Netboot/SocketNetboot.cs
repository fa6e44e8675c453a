// A netboot session on the system's sockets: real boards.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using RustKernel.Flash.Dhcp;
using RustKernel.Flash.Tftp;

namespace RustKernel.Flash.Netboot;

/// <summary>
/// Serves one interface of this machine. DHCP sockets are bound to the interface itself, so that no other network gets an
/// answer.
/// </summary>
public sealed class SocketNetboot : INetbootSession, IDhcpTransport
{
    private const int SocketLevel = 1;
    private const int BindToDevice = 25;
    private const int DiscardPort = 9;
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(50);

    // Shorter than any boot ROM waits: a board that asks while its link comes up gets an answer at its second try.
    private static readonly TimeSpan s_lookInterval = TimeSpan.FromMilliseconds(500);
    private readonly Lock _gate = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly INetbootLog _log;
    private readonly Dictionary<int, Socket> _sockets = [];
    private readonly DhcpServer? _dhcp;
    private readonly bool _isProxy;
    private readonly LeaseFile? _leaseFile;
    private readonly TftpUdpHost _tftp;
    private readonly LinkWatch? _link;
    private readonly Timer? _timer;
    private TimeSpan _nextLook;
    private string _socketProblem = "";
    private bool _disposed;

    /// <summary>Starts to serve.</summary>
    /// <param name="plan">What is served.</param>
    /// <param name="port">The interface that is served, and watched: it may go and come back. Null without DHCP: any.</param>
    /// <param name="log">Receives the reports.</param>
    /// <exception cref="SocketException">A port is taken or not allowed.</exception>
    public SocketNetboot(NetbootPlan plan, NetworkPort? port, INetbootLog log)
    {
        _log = log;
        BootViews views = new(plan.Views, NetworkPort.NeighbourOf);
        _tftp = new TftpUdpHost(new IPEndPoint(plan.Address, plan.TftpPort), plan.Tftp, views, Report);
        if (port is not null)
        {
            _link = new LinkWatch(
                port.Name,
                InterfaceTable.IndexOf(port.Name),
                plan.Address,
                name => InterfaceTable.Look(plan.Address, name));
        }

        try
        {
            if (plan.Dhcp is { } policy)
            {
                DhcpLeases leases = new(policy);
                _leaseFile = new LeaseFile(plan.LeaseFile, leases, Report);
                _leaseFile.Load();
                _dhcp = new DhcpServer(policy, leases, this, NetworkPort.NeighbourOf, Report);
                _isProxy = policy.Mode == DhcpMode.Proxy;
                ListenAll(port!.Name);
            }
        }
        catch (SocketException)
        {
            Dispose();
            throw;
        }

        if (_link is not null)
        {
            _timer = new Timer(_ => Tick(), null, s_tick, s_tick);
        }
    }

    /// <inheritdoc/>
    public BoardTable Boards { get; } = new();

    /// <summary>Where TFTP requests come in.</summary>
    public IPEndPoint TftpEndpoint => _tftp.Endpoint;

    /// <inheritdoc/>
    public void Inspect(Action<IEnumerable<TftpRequestRecord>, TimeSpan> view)
        => _tftp.Inspect(running =>
        {
            lock (_gate)
            {
                view(running, _clock.Elapsed);
            }
        });

    /// <inheritdoc/>
    public void Dispose()
    {
        _tftp.Dispose();
        _timer?.Dispose();
        lock (_gate)
        {
            _disposed = true;
            foreach (Socket socket in _sockets.Values)
            {
                socket.Dispose();
            }
        }
    }

    void IDhcpTransport.Send(int sourcePort, IPEndPoint destination, byte[]? hardware, ReadOnlySpan<byte> message)
    {
        // A client that has no address yet does not answer ARP, and sockets cannot address frames: broadcast instead.
        bool isNew = hardware is not null && destination.Port == DhcpServer.ClientPort;
        try
        {
            if (_sockets.TryGetValue(sourcePort, out Socket? socket))
            {
                socket.SendTo(message, SocketFlags.None, isNew ? new IPEndPoint(IPAddress.Broadcast, destination.Port) : destination);
            }
        }
        catch (SocketException)
        {
            // The interface is down: the client asks again.
        }
    }

    // Any datagram makes the system ask by ARP, and needs no privilege; an answer shows in its table.
    void IDhcpTransport.Probe(IPAddress address)
    {
        try
        {
            using Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.SendTo([], SocketFlags.None, new IPEndPoint(address, DiscardPort));
        }
        catch (SocketException)
        {
            // No route to that address: then no other host here has it either.
        }
    }

    // Other servers answer at the clients' port. If a DHCP client of this machine has that port, other servers show only once a board names
    // them.
    private void LookForOthers(string interfaceName)
    {
        try
        {
            Listen(DhcpServer.ClientPort, interfaceName);
        }
        catch (SocketException)
        {
            return;
        }

        lock (_gate)
        {
            _dhcp!.LookForOthers();
        }
    }

    private void Tick()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _dhcp?.Tick(DateTimeOffset.UtcNow);
            if (_clock.Elapsed >= _nextLook)
            {
                _nextLook = _clock.Elapsed + s_lookInterval;
                LookAtLink();
            }
        }
    }

    // TFTP's socket is bound to an address and works again with it; DHCP's are bound to the adapter, which may be another one.
    private void LookAtLink()
    {
        if (_link!.Look() is { } change)
        {
            _log.Link(change);
        }

        if (!_link.NeedsSockets)
        {
            return;
        }

        try
        {
            if (_dhcp is not null)
            {
                ListenAll(_link.Last.Name);
            }

            _link.Bind();
            _socketProblem = "";
        }
        catch (SocketException e)
        {
            if (_socketProblem != e.Message)
            {
                _log.Link(new LinkEvent(_link.Last, $"{_link.Last.Name}: DHCP cannot be served: {e.Message}; tried again until it can"));
            }

            _socketProblem = e.Message;
        }
    }

    private void ListenAll(string interfaceName)
    {
        foreach (Socket socket in _sockets.Values)
        {
            socket.Dispose();
        }

        _sockets.Clear();
        Listen(DhcpServer.ServerPort, interfaceName);
        if (_isProxy)
        {
            Listen(DhcpServer.ProxyPort, interfaceName);
        }

        LookForOthers(interfaceName);
    }

    private void Listen(int port, string interfaceName)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { EnableBroadcast = true };
        try
        {
            socket.SetRawSocketOption(SocketLevel, BindToDevice, Encoding.ASCII.GetBytes(interfaceName + '\0'));
            socket.Bind(new IPEndPoint(IPAddress.Any, port));
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }

        _sockets[port] = socket;
        _ = ReceiveLoop(socket, port);
    }

    private async Task ReceiveLoop(Socket socket, int port)
    {
        byte[] buffer = new byte[4096];
        IPEndPoint any = new(IPAddress.Any, 0);
        while (true)
        {
            try
            {
                SocketReceiveFromResult received = await socket.ReceiveFromAsync(buffer, SocketFlags.None, any).ConfigureAwait(false);
                lock (_gate)
                {
                    if (_disposed)
                    {
                        return;
                    }

                    if (_dhcp!.Receive(buffer.AsSpan(0, received.ReceivedBytes), port, DateTimeOffset.UtcNow))
                    {
                        _leaseFile!.Save();
                    }
                }
            }
            catch (ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                lock (_gate)
                {
                    if (_disposed || !_sockets.ContainsValue(socket))
                    {
                        return;
                    }
                }

                // An interface that was switched off reports that once; any other error must not keep a processor busy.
                await Task.Delay(s_tick).ConfigureAwait(false);
            }
        }
    }

    private void Report(DhcpEvent report)
    {
        Boards.Add(report, _clock.Elapsed);
        _log.Dhcp(report);
    }

    private void Report(TftpRequestRecord request)
    {
        lock (_gate)
        {
            Boards.Add(request, NetworkPort.NeighbourOf(request.Client.Address), _clock.Elapsed);
            _log.Tftp(request);
        }
    }
}
