// Accepts connections at a port.

using System.Threading;
using System.Threading.Tasks;

namespace System.Net.Sockets;

public class TcpListener : IDisposable
{
    private readonly IPEndPoint _local;
    private Socket? _socket;

    public TcpListener(IPEndPoint localEP)
    {
        ArgumentNullException.ThrowIfNull(localEP);
        _local = localEP;
        _socket = Made();
    }

    public TcpListener(IPAddress localaddr, int port)
        : this(new IPEndPoint(localaddr, port))
    {
    }

    public Socket Server => _socket ??= Made();

    protected bool Active { get; private set; }

    public EndPoint LocalEndpoint => Active ? _socket!.LocalEndPoint! : _local;

    public bool ExclusiveAddressUse
    {
        get => Server.ExclusiveAddressUse;
        set => Server.ExclusiveAddressUse = !Active ? value : throw new InvalidOperationException(
            "The TcpListener must not be listening before performing this operation.");
    }

    public static TcpListener Create(int port) => new(IPAddress.Any, port);

    public void Start() => Start(int.MaxValue);

    public void Start(int backlog)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(backlog);
        if (Active)
        {
            return;
        }

        Server.Bind(_local);
        try
        {
            Server.Listen(backlog);
        }
        catch (SocketException)
        {
            Stop();
            throw;
        }

        Active = true;
    }

    public void Stop()
    {
        _socket?.Dispose();
        _socket = null;
        Active = false;
    }

    public void Dispose() => Stop();

    public bool Pending()
    {
        CheckActive();
        return _socket!.Poll(0, SelectMode.SelectRead);
    }

    public Socket AcceptSocket()
    {
        CheckActive();
        return _socket!.Accept();
    }

    public TcpClient AcceptTcpClient() => new(AcceptSocket());

    public Task<Socket> AcceptSocketAsync() => AcceptSocketAsync(default).AsTask();

    public ValueTask<Socket> AcceptSocketAsync(CancellationToken cancellationToken)
    {
        CheckActive();
        return _socket!.AcceptAsync(cancellationToken);
    }

    public Task<TcpClient> AcceptTcpClientAsync() => AcceptTcpClientAsync(default).AsTask();

    public ValueTask<TcpClient> AcceptTcpClientAsync(CancellationToken cancellationToken)
    {
        return Wrapped(AcceptSocketAsync(cancellationToken));

        static async ValueTask<TcpClient> Wrapped(ValueTask<Socket> accepting) => new(await accepting);
    }

    private Socket Made() => new(_local.AddressFamily, SocketType.Stream, ProtocolType.Tcp);

    private void CheckActive()
    {
        if (!Active)
        {
            throw new InvalidOperationException(
                "Not listening. You must call the Start() method before calling this method.");
        }
    }
}
