// A connection, made by this side or accepted by a TcpListener.

using System.Threading;
using System.Threading.Tasks;

namespace System.Net.Sockets;

public class TcpClient : IDisposable
{
    private NetworkStream? _stream;
    private bool _isDisposed;

    public TcpClient()
        : this(AddressFamily.InterNetwork)
    {
    }

    public TcpClient(AddressFamily family)
    {
        if (family is not (AddressFamily.InterNetwork or AddressFamily.InterNetworkV6))
        {
            throw new ArgumentException("'TCP' Client can only accept InterNetwork or InterNetworkV6 addresses.", nameof(family));
        }

        Client = new Socket(family, SocketType.Stream, ProtocolType.Tcp);
    }

    public TcpClient(IPEndPoint localEP)
        : this(Given(localEP).AddressFamily) => Client.Bind(localEP);

    public TcpClient(string hostname, int port)
        : this()
    {
        ArgumentNullException.ThrowIfNull(hostname);
        Connect(hostname, port);
    }

    internal TcpClient(Socket accepted)
    {
        Client = accepted;
        Active = true;
    }

    public Socket Client { get; set; }

    protected bool Active { get; set; }

    public int Available => Client.Available;

    public bool Connected => Client?.Connected ?? false;

    public bool ExclusiveAddressUse
    {
        get => Client.ExclusiveAddressUse;
        set => Client.ExclusiveAddressUse = value;
    }

    public int ReceiveBufferSize
    {
        get => Client.ReceiveBufferSize;
        set => Client.ReceiveBufferSize = value;
    }

    public int SendBufferSize
    {
        get => Client.SendBufferSize;
        set => Client.SendBufferSize = value;
    }

    public int ReceiveTimeout
    {
        get => Client.ReceiveTimeout;
        set => Client.ReceiveTimeout = value;
    }

    public int SendTimeout
    {
        get => Client.SendTimeout;
        set => Client.SendTimeout = value;
    }

    public LingerOption? LingerState
    {
        get => Client.LingerState;
        set => Client.LingerState = value;
    }

    public bool NoDelay
    {
        get => Client.NoDelay;
        set => Client.NoDelay = value;
    }

    public void Connect(string hostname, int port)
    {
        CheckNotDisposed();
        ArgumentNullException.ThrowIfNull(hostname);
        Client.Connect(hostname, port);
        Active = true;
    }

    public void Connect(IPAddress address, int port) => Connect(new IPEndPoint(address, port));

    public void Connect(IPEndPoint remoteEP)
    {
        CheckNotDisposed();
        Client.Connect(remoteEP);
        Active = true;
    }

    public void Connect(IPAddress[] ipAddresses, int port)
    {
        CheckNotDisposed();
        Client.Connect(ipAddresses, port);
        Active = true;
    }

    public Task ConnectAsync(IPAddress address, int port) => ConnectAsync(address, port, default).AsTask();

    public Task ConnectAsync(string host, int port) => ConnectAsync(host, port, default).AsTask();

    public Task ConnectAsync(IPAddress[] addresses, int port) => ConnectAsync(addresses, port, default).AsTask();

    public Task ConnectAsync(IPEndPoint remoteEP) => ConnectAsync(remoteEP, default).AsTask();

    public ValueTask ConnectAsync(IPAddress address, int port, CancellationToken cancellationToken) =>
        ConnectAsync(new IPEndPoint(address, port), cancellationToken);

    public ValueTask ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        CheckNotDisposed();
        return Connecting(Client.ConnectAsync(host, port, cancellationToken));
    }

    public ValueTask ConnectAsync(IPAddress[] addresses, int port, CancellationToken cancellationToken)
    {
        CheckNotDisposed();
        return Connecting(Client.ConnectAsync(addresses, port, cancellationToken));
    }

    public ValueTask ConnectAsync(IPEndPoint remoteEP, CancellationToken cancellationToken)
    {
        CheckNotDisposed();
        return Connecting(Client.ConnectAsync(remoteEP, cancellationToken));
    }

    public NetworkStream GetStream()
    {
        CheckNotDisposed();
        if (!Connected)
        {
            throw new InvalidOperationException("The operation is not allowed on non-connected sockets.");
        }

        return _stream ??= new NetworkStream(Client, true);
    }

    public void Close() => Dispose();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            if (_stream is not null)
            {
                _stream.Dispose();
            }
            else
            {
                Client?.Dispose();
            }

            Client = null!;
        }
    }

    private static IPEndPoint Given(IPEndPoint end)
    {
        ArgumentNullException.ThrowIfNull(end, "localEP");
        return end;
    }

    private async ValueTask Connecting(ValueTask connecting)
    {
        await connecting;
        Active = true;
    }

    private void CheckNotDisposed() => ObjectDisposedException.ThrowIf(_isDisposed, this);
}
