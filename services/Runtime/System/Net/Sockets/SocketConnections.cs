// Bind, listen, accept, connect.

using System.Threading;
using System.Threading.Tasks;
using RustKernel.Runtime;

namespace System.Net.Sockets;

public partial class Socket
{
    private const int MostBacklog = 128;

    // Memory for the rings of all waiting connections. With fewer than eight a server refuses browsers.
    private const int BacklogBytes = 512 * 1024;
    private const int LeastBacklog = 8;

    public void Bind(EndPoint localEP)
    {
        CheckNotDisposed();
        ArgumentNullException.ThrowIfNull(localEP);
        IPEndPoint local = Known(localEP);
        SocketErrors.Check(_local is not null ? SocketError.InvalidArgument : SocketError.Success);
        ushort port;
        SocketErrors.Check(IsUdp
            ? Provided.OpenUdp(SocketEnd.Of(local), _sendBytes, _receiveBytes, out port)
            : Provided.Reserve(SocketEnd.Of(local), out port));
        _isOpen = IsUdp;
        _local = new IPEndPoint(local.Address, port);
    }

    public void Listen() => Listen(int.MaxValue);

    /// <summary>
    /// Listens. Each waiting connection already has its rings, of <see cref="SendBufferSize"/> and <see cref="ReceiveBufferSize"/>: as many
    /// can wait as 512 KiB has rings for, but at least 8 and at most 128.
    /// </summary>
    public void Listen(int backlog)
    {
        CheckNotDisposed();
        SocketErrors.Check(IsUdp ? SocketError.OperationNotSupported : _isListening ? SocketError.Success
            : _remote is not null ? SocketError.InvalidArgument : SocketError.Success);
        if (_isListening)
        {
            return;
        }

        IPEndPoint local = _local ?? new IPEndPoint(IPAddress.Any, 0);
        int most = Math.Clamp(BacklogBytes / (_sendBytes + _receiveBytes), LeastBacklog, MostBacklog);
        SocketErrors.Check(Provided.Listen(
            SocketEnd.Of(local), Math.Clamp(backlog, 1, most), _sendBytes, _receiveBytes, out ushort port));
        _local = new IPEndPoint(local.Address, port);
        _isListening = true;
        _isOpen = true;
        SetOptions();
    }

    public Socket Accept()
    {
        CheckListening();
        SocketWait wait = new(0);
        Socket? accepted;
        while (!TryAccept(out accepted, out SocketError error))
        {
            SocketErrors.Check(Blocking ? SocketError.Success : SocketError.WouldBlock);
            _ = wait.Next(_socket!, true, 0);
        }

        return accepted ?? throw Stopped();
    }

    public Task<Socket> AcceptAsync() => AcceptAsync(CancellationToken.None).AsTask();

    public async ValueTask<Socket> AcceptAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        CheckListening();
        Socket? accepted;
        using SocketNews news = new(_socket!, cancellationToken);
        while (!TryAccept(out accepted, out _))
        {
            await news.Next(true, 0);
        }

        return accepted ?? throw SocketErrors.Of(SocketError.OperationAborted);
    }

    public void Connect(EndPoint remoteEP)
    {
        ArgumentNullException.ThrowIfNull(remoteEP);
        if (remoteEP is DnsEndPoint name)
        {
            Connect(name.Host, name.Port);
            return;
        }

        IPEndPoint remote = Known(remoteEP);
        if (Begin(remote))
        {
            SocketWait wait = new(0);
            SocketError error;
            while (!TryConnect(remote, out error))
            {
                SocketErrors.Check(Blocking ? SocketError.Success : SocketError.InProgress);
                _ = wait.Next(_socket!, false, 0);
            }

            SocketErrors.Check(error);
        }
    }

    public void Connect(IPAddress address, int port) => Connect(new IPEndPoint(address, port));

    public void Connect(string host, int port)
    {
        ArgumentNullException.ThrowIfNull(host);
        Connect(Dns.GetHostAddresses(host), port);
    }

    public void Connect(IPAddress[] addresses, int port)
    {
        CheckAddresses(addresses);
        for (int i = 0; ; i++)
        {
            try
            {
                Connect(addresses[i], port);
                return;
            }
            catch (SocketException) when (i < addresses.Length - 1)
            {
            }
        }
    }

    public Task ConnectAsync(EndPoint remoteEP) => ConnectAsync(remoteEP, default).AsTask();

    public async ValueTask ConnectAsync(EndPoint remoteEP, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(remoteEP);
        cancellationToken.ThrowIfCancellationRequested();
        if (remoteEP is DnsEndPoint name)
        {
            await ConnectAsync(name.Host, name.Port, cancellationToken);
            return;
        }

        IPEndPoint remote = Known(remoteEP);
        if (!Begin(remote))
        {
            return;
        }

        SocketError error;
        using SocketNews news = new(_socket!, cancellationToken);
        while (!TryConnect(remote, out error))
        {
            try
            {
                await news.Next(false, 0);
            }
            catch (OperationCanceledException)
            {
                // After a cancellation the caller's socket can connect again.
                Abandon();
                throw;
            }
        }

        SocketErrors.Check(error);
    }

    public Task ConnectAsync(IPAddress address, int port) => ConnectAsync(new IPEndPoint(address, port));

    public ValueTask ConnectAsync(IPAddress address, int port, CancellationToken cancellationToken) =>
        ConnectAsync(new IPEndPoint(address, port), cancellationToken);

    public Task ConnectAsync(IPAddress[] addresses, int port) => ConnectAsync(addresses, port, default).AsTask();

    public async ValueTask ConnectAsync(IPAddress[] addresses, int port, CancellationToken cancellationToken)
    {
        CheckAddresses(addresses);
        for (int i = 0; ; i++)
        {
            try
            {
                await ConnectAsync(addresses[i], port, cancellationToken);
                return;
            }
            catch (SocketException) when (i < addresses.Length - 1)
            {
            }
        }
    }

    public Task ConnectAsync(string host, int port) => ConnectAsync(host, port, default).AsTask();

    public async ValueTask ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(host);
        await ConnectAsync(await Dns.GetHostAddressesAsync(host, cancellationToken), port, cancellationToken);
    }

    private static void CheckAddresses(IPAddress[] addresses)
    {
        ArgumentNullException.ThrowIfNull(addresses);
        if (addresses.Length == 0)
        {
            throw new ArgumentException("The number of specified IP addresses has to be greater than 0.", nameof(addresses));
        }
    }

    // An address of another family is not possible here.
    private IPEndPoint Known(EndPoint end)
    {
        if (end is not IPEndPoint known)
        {
            throw new ArgumentException($"The parameter {nameof(end)} must be of type IPEndPoint.", nameof(end));
        }

        bool isIPv4 = known.AddressFamily == AddressFamily.InterNetwork || known.Address.IsIPv4MappedToIPv6;
        return isIPv4 ? known : throw SocketErrors.Of(SocketError.AddressFamilyNotSupported);
    }

    private void CheckListening()
    {
        CheckNotDisposed();
        if (!_isListening)
        {
            throw new InvalidOperationException(_local is null
                ? "You must call the Bind method before performing this operation."
                : "You must call the Listen method before performing this operation.");
        }
    }

    private Exception Stopped() => SocketErrors.Of(SocketError.Interrupted);

    // True: there is one, or none will come.
    private bool TryAccept(out Socket? accepted, out SocketError error)
    {
        accepted = null;
        error = SocketError.Success;
        lock (_gate)
        {
            if (!_isDisposed && _socket!.Accept() is { } connection)
            {
                accepted = new Socket(connection, this);
            }
        }

        return accepted is not null || _isDisposed;
    }

    // False: it is connected already; datagram sockets are so at once.
    private bool Begin(IPEndPoint remote)
    {
        CheckNotDisposed();
        if (_isListening)
        {
            throw new InvalidOperationException(
                "You may not perform this operation on a socket that has been placed into a listening state.");
        }

        if (IsUdp)
        {
            OpenUdp();
            SocketErrors.Check(_socket!.ConnectUdp(SocketEnd.Of(remote)));
            _remote = remote;
            Connected = true;
            return false;
        }

        SocketErrors.Check(Connected || _isOpen ? SocketError.IsConnected : SocketError.Success);
        SocketErrors.Check(Provided.Connect(SocketEnd.Of(remote), (ushort)(_local?.Port ?? 0), _sendBytes, _receiveBytes));
        _isOpen = true;
        if (_hasNoDelay || _isKeptAlive)
        {
            // The service's new connection has neither.
            SetOptions();
        }

        return true;
    }

    // True: it has succeeded or failed.
    private bool TryConnect(IPEndPoint remote, out SocketError error)
    {
        lock (_gate)
        {
            SocketSigns signs = _isDisposed ? SocketSigns.Closed : _socket!.Signs;
            error = SocketError.Success;
            if (_isDisposed)
            {
                error = SocketError.OperationAborted;
            }
            else if ((signs & SocketSigns.Connected) != 0)
            {
                Connected = true;
                _remote = remote;
                _local = _socket!.Local.ToIPEndPoint();
            }
            else if ((signs & SocketSigns.Closed) != 0)
            {
                error = _socket!.Error == SocketError.Success ? SocketError.ConnectionAborted : _socket.Error;
                Retry();
            }

            return signs != SocketSigns.None && (signs & (SocketSigns.Connected | SocketSigns.Closed)) != 0;
        }
    }

    private void Abandon()
    {
        lock (_gate)
        {
            IPEndPoint? local = _local;
            _socket?.Close(resets: true);
            Forget();
            _local = local;
        }
    }

    // The next attempt gets another socket of the service.
    private void Retry()
    {
        IPEndPoint? local = _local;
        if (_socket is not null && (_socket.Signs & SocketSigns.Closed) != 0)
        {
            _socket.Close(resets: false);
        }

        Forget();
        _local = local;
    }

    private void OpenUdp()
    {
        lock (_gate)
        {
            if (_isOpen)
            {
                return;
            }
        }

        Bind(new IPEndPoint(IPAddress.Any, 0));
    }
}
