// Datagrams.

using System.Threading;
using System.Threading.Tasks;

namespace System.Net.Sockets;

public class UdpClient : IDisposable
{
    private const int MostDatagram = 65507;
    private readonly byte[] _buffer = new byte[MostDatagram];
    private bool _isDisposed;

    public UdpClient()
        : this(AddressFamily.InterNetwork)
    {
    }

    public UdpClient(AddressFamily family)
    {
        if (family is not (AddressFamily.InterNetwork or AddressFamily.InterNetworkV6))
        {
            throw new ArgumentException("'UDP' Client can only accept InterNetwork or InterNetworkV6 addresses.", nameof(family));
        }

        Client = new Socket(family, SocketType.Dgram, ProtocolType.Udp);
    }

    public UdpClient(int port)
        : this(port, AddressFamily.InterNetwork)
    {
    }

    public UdpClient(int port, AddressFamily family)
        : this(family) => Client.Bind(new IPEndPoint(IPAddress.Any, port));

    public UdpClient(IPEndPoint localEP)
        : this(Given(localEP).AddressFamily) => Client.Bind(localEP);

    public UdpClient(string hostname, int port)
        : this()
    {
        ArgumentNullException.ThrowIfNull(hostname);
        Connect(hostname, port);
    }

    public Socket Client { get; set; }

    protected bool Active { get; set; }

    public int Available => Client.Available;

    public short Ttl => Client.Ttl;

    public bool DontFragment => Client.DontFragment;

    public bool EnableBroadcast
    {
        get => Client.EnableBroadcast;
        set => Client.EnableBroadcast = value;
    }

    public bool ExclusiveAddressUse
    {
        get => Client.ExclusiveAddressUse;
        set => Client.ExclusiveAddressUse = value;
    }

    public void Connect(string hostname, int port)
    {
        CheckNotDisposed();
        Client.Connect(hostname, port);
        Active = true;
    }

    public void Connect(IPAddress addr, int port) => Connect(new IPEndPoint(addr, port));

    public void Connect(IPEndPoint endPoint)
    {
        CheckNotDisposed();
        Client.Connect(endPoint);
        Active = true;
    }

    public int Send(byte[] dgram, int bytes) => Send(Part(dgram, bytes));

    public int Send(ReadOnlySpan<byte> datagram)
    {
        CheckNotDisposed();
        if (!Active)
        {
            throw new InvalidOperationException("The operation is not allowed on non-connected sockets.");
        }

        return Client.Send(datagram);
    }

    public int Send(byte[] dgram, int bytes, IPEndPoint? endPoint) => Send(Part(dgram, bytes), endPoint);

    public int Send(ReadOnlySpan<byte> datagram, IPEndPoint? endPoint)
    {
        CheckDestination(endPoint is not null);
        return endPoint is null ? Send(datagram) : Client.SendTo(datagram, SocketFlags.None, endPoint);
    }

    public int Send(byte[] dgram, int bytes, string? hostname, int port) => Send(Part(dgram, bytes), hostname, port);

    public int Send(ReadOnlySpan<byte> datagram, string? hostname, int port) =>
        Send(datagram, hostname is null ? null : new IPEndPoint(Dns.GetHostAddresses(hostname)[0], port));

    public Task<int> SendAsync(byte[] datagram, int bytes) => SendAsync(new ReadOnlyMemory<byte>(datagram, 0, bytes)).AsTask();

    public ValueTask<int> SendAsync(ReadOnlyMemory<byte> datagram, CancellationToken cancellationToken = default)
    {
        CheckNotDisposed();
        return Client.SendAsync(datagram, SocketFlags.None, cancellationToken);
    }

    public Task<int> SendAsync(byte[] datagram, int bytes, IPEndPoint? endPoint) =>
        SendAsync(new ReadOnlyMemory<byte>(datagram, 0, bytes), endPoint).AsTask();

    public ValueTask<int> SendAsync(ReadOnlyMemory<byte> datagram, IPEndPoint? endPoint, CancellationToken cancellationToken = default)
    {
        CheckDestination(endPoint is not null);
        return endPoint is null
            ? SendAsync(datagram, cancellationToken)
            : Client.SendToAsync(datagram, SocketFlags.None, endPoint, cancellationToken);
    }

    public Task<int> SendAsync(byte[] datagram, int bytes, string? hostname, int port) =>
        SendAsync(new ReadOnlyMemory<byte>(datagram, 0, bytes), hostname, port).AsTask();

    public async ValueTask<int> SendAsync(
        ReadOnlyMemory<byte> datagram, string? hostname, int port, CancellationToken cancellationToken = default)
    {
        CheckDestination(hostname is not null);
        return hostname is null
            ? await SendAsync(datagram, cancellationToken)
            : await SendAsync(
                datagram, new IPEndPoint((await Dns.GetHostAddressesAsync(hostname, cancellationToken))[0], port), cancellationToken);
    }

    public byte[] Receive(ref IPEndPoint? remoteEP)
    {
        CheckNotDisposed();
        EndPoint from = new IPEndPoint(IPAddress.Any, 0);
        int count = Client.ReceiveFrom(_buffer, SocketFlags.None, ref from);
        remoteEP = (IPEndPoint)from;
        return _buffer.AsSpan(0, count).ToArray();
    }

    public Task<UdpReceiveResult> ReceiveAsync() => ReceiveAsync(default).AsTask();

    public async ValueTask<UdpReceiveResult> ReceiveAsync(CancellationToken cancellationToken)
    {
        CheckNotDisposed();
        SocketReceiveFromResult result = await Client.ReceiveFromAsync(
            _buffer.AsMemory(), SocketFlags.None, new IPEndPoint(IPAddress.Any, 0), cancellationToken);
        return new UdpReceiveResult(_buffer.AsSpan(0, result.ReceivedBytes).ToArray(), (IPEndPoint)result.RemoteEndPoint);
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
            Client.Dispose();
            Client = null!;
        }
    }

    private static IPEndPoint Given(IPEndPoint end)
    {
        ArgumentNullException.ThrowIfNull(end, "localEP");
        return end;
    }

    private static ReadOnlySpan<byte> Part(byte[] dgram, int bytes)
    {
        ArgumentNullException.ThrowIfNull(dgram);
        return dgram.AsSpan(0, bytes);
    }

    private void CheckDestination(bool isGiven)
    {
        CheckNotDisposed();
        if (Active && isGiven)
        {
            throw new InvalidOperationException("Cannot send packets to an arbitrary host while connected.");
        }
    }

    private void CheckNotDisposed() => ObjectDisposedException.ThrowIf(_isDisposed, this);
}
