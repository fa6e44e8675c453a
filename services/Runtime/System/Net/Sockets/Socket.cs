// A socket: its kind, options and addresses, and how it is closed.

using RustKernel.Runtime;

namespace System.Net.Sockets;

/// <summary>
/// As .NET's on Linux, for TCP and UDP over IPv4. A waiting call runs the thread's tasks. Absent: sockets of other kinds,
/// SocketAsyncEventArgs, Begin and End, multicast groups.
/// </summary>
public partial class Socket : IDisposable
{
    private const int DefaultBytes = 32 * 1024;
    private const int DatagramBytes = 64 * 1024;
    private const int LeastBytes = 256;
    private const int MostBytes = 1 << 20;
    private const int KeepAliveSeconds = 7200;
    private const int KeepAliveIntervalSeconds = 75;
    private const int KeepAliveQuestions = 9;
    private readonly object _gate = new();
    private ProvidedSocket? _socket;
    private IPEndPoint? _local;
    private IPEndPoint? _remote;
    private volatile bool _isDisposed;
    private bool _isOpen;
    private bool _isListening;
    private bool _isShutForReceiving;
    private bool _isShutForSending;
    private bool _isErrorTaken;
    private int _sendBytes;
    private int _receiveBytes;
    private int _sendTimeout;
    private int _receiveTimeout;
    private bool _hasNoDelay;
    private bool _isKeptAlive;
    private int _keepAliveSeconds = KeepAliveSeconds;
    private int _keepAliveInterval = KeepAliveIntervalSeconds;
    private int _keepAliveCount = KeepAliveQuestions;
    private LingerOption _linger = new(false, 0);

    public Socket(SocketType socketType, ProtocolType protocolType)
        : this(AddressFamily.InterNetwork, socketType, protocolType)
    {
    }

    public Socket(AddressFamily addressFamily, SocketType socketType, ProtocolType protocolType)
    {
        bool isKnown = (socketType, protocolType) is (SocketType.Stream, ProtocolType.Tcp or ProtocolType.Unspecified)
            or (SocketType.Dgram, ProtocolType.Udp or ProtocolType.Unspecified);
        SocketErrors.Check(addressFamily != AddressFamily.InterNetwork ? SocketError.AddressFamilyNotSupported
            : isKnown ? SocketError.Success : SocketError.ProtocolNotSupported);
        AddressFamily = addressFamily;
        SocketType = socketType;
        ProtocolType = protocolType != ProtocolType.Unspecified ? protocolType : IsUdp ? ProtocolType.Udp : ProtocolType.Tcp;
        _sendBytes = DefaultBytes;
        _receiveBytes = IsUdp ? DatagramBytes : DefaultBytes;
    }

    // A connection that a listener accepted.
    private Socket(ProvidedSocket accepted, Socket listener)
        : this(SocketType.Stream, ProtocolType.Tcp)
    {
        _socket = accepted;
        _local = accepted.Local.ToIPEndPoint();
        _remote = accepted.Remote.ToIPEndPoint();
        _isOpen = true;
        _sendBytes = listener._sendBytes;
        _receiveBytes = listener._receiveBytes;
        _hasNoDelay = listener._hasNoDelay;
        _isKeptAlive = listener._isKeptAlive;
        _keepAliveSeconds = listener._keepAliveSeconds;
        _keepAliveInterval = listener._keepAliveInterval;
        _keepAliveCount = listener._keepAliveCount;
        Connected = true;
    }

    public static bool OSSupportsIPv4 => true;

    public static bool OSSupportsIPv6 => false;

    public static bool OSSupportsUnixDomainSockets => false;

    public AddressFamily AddressFamily { get; }

    public SocketType SocketType { get; }

    public ProtocolType ProtocolType { get; }

    public bool Connected { get; private set; }

    public bool IsBound => _local is not null;

    public bool Blocking { get; set; } = true;

    public int Available
    {
        get
        {
            CheckNotDisposed();
            return _isOpen && !_isListening ? Math.Max(_socket!.Available, 0) : 0;
        }
    }

    public EndPoint? LocalEndPoint
    {
        get
        {
            CheckNotDisposed();
            return _local;
        }
    }

    public EndPoint? RemoteEndPoint
    {
        get
        {
            CheckNotDisposed();
            return _remote;
        }
    }

    public bool ExclusiveAddressUse { get; set; } = true;

    /// <summary>
    /// Bytes of the receive ring, a power of two up to 1 MiB. Setting it has an effect only before the socket connects or listens.
    /// </summary>
    public int ReceiveBufferSize
    {
        get => _receiveBytes;
        set => _receiveBytes = RingBytes(value);
    }

    /// <summary>The same of the send ring.</summary>
    public int SendBufferSize
    {
        get => _sendBytes;
        set => _sendBytes = RingBytes(value);
    }

    public int ReceiveTimeout
    {
        get => _receiveTimeout;
        set => _receiveTimeout = Timeout(value);
    }

    public int SendTimeout
    {
        get => _sendTimeout;
        set => _sendTimeout = Timeout(value);
    }

    public LingerOption? LingerState
    {
        get => _linger;
        set => _linger = value ?? throw new ArgumentNullException(nameof(value));
    }

    public bool NoDelay
    {
        get => _hasNoDelay;
        set
        {
            _hasNoDelay = value;
            SetOptions();
        }
    }

    // The stack's time to live for all packets.
    public short Ttl => 64;

    public bool DontFragment => true;

    /// <summary>Without effect: datagrams to 255.255.255.255 are always sent.</summary>
    public bool EnableBroadcast { get; set; }

    private bool IsUdp => SocketType == SocketType.Dgram;

    // The service's socket, made on first use.
    private ProvidedSocket Provided
    {
        get
        {
            lock (_gate)
            {
                CheckNotDisposed();
                if (_socket is null)
                {
                    SocketErrors.Check(NetworkProvider.Current.Open(out _socket));
                }

                return _socket!;
            }
        }
    }

    public void SetSocketOption(SocketOptionLevel optionLevel, SocketOptionName optionName, bool optionValue) =>
        SetSocketOption(optionLevel, optionName, optionValue ? 1 : 0);

    public void SetSocketOption(SocketOptionLevel optionLevel, SocketOptionName optionName, object optionValue)
    {
        ArgumentNullException.ThrowIfNull(optionValue);
        LingerState = (optionLevel, optionName, optionValue) is (SocketOptionLevel.Socket, SocketOptionName.Linger, LingerOption linger)
            ? linger
            : throw SocketErrors.Of(SocketError.ProtocolOption);
    }

    /// <summary>SocketException, ProtocolOption: the option is not supported.</summary>
    public void SetSocketOption(SocketOptionLevel optionLevel, SocketOptionName optionName, int optionValue)
    {
        CheckNotDisposed();
        switch (optionLevel, optionName)
        {
            case (SocketOptionLevel.Socket, SocketOptionName.ReuseAddress or SocketOptionName.ReuseUnicastPort):
                // A socket can always listen at the port of a closed connection.
                break;
            case (SocketOptionLevel.Socket, SocketOptionName.Broadcast):
                EnableBroadcast = optionValue != 0;
                break;
            case (SocketOptionLevel.Socket, SocketOptionName.KeepAlive):
                _isKeptAlive = optionValue != 0;
                break;
            case (SocketOptionLevel.Socket, SocketOptionName.ReceiveBuffer):
                ReceiveBufferSize = optionValue;
                break;
            case (SocketOptionLevel.Socket, SocketOptionName.SendBuffer):
                SendBufferSize = optionValue;
                break;
            case (SocketOptionLevel.Socket, SocketOptionName.ReceiveTimeout):
                ReceiveTimeout = optionValue;
                break;
            case (SocketOptionLevel.Socket, SocketOptionName.SendTimeout):
                SendTimeout = optionValue;
                break;
            case (SocketOptionLevel.Tcp, SocketOptionName.NoDelay):
                _hasNoDelay = optionValue != 0;
                break;
            case (SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime):
                _keepAliveSeconds = optionValue;
                break;
            case (SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval):
                _keepAliveInterval = optionValue;
                break;
            case (SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount):
                _keepAliveCount = optionValue;
                break;
            default:
                throw SocketErrors.Of(SocketError.ProtocolOption);
        }

        SetOptions();
    }

    /// <summary>SocketException, ProtocolOption: the option is not supported.</summary>
    public object? GetSocketOption(SocketOptionLevel optionLevel, SocketOptionName optionName)
    {
        CheckNotDisposed();
        return (optionLevel, optionName) switch
        {
            (SocketOptionLevel.Socket, SocketOptionName.Linger) => _linger,
            (SocketOptionLevel.Socket, SocketOptionName.KeepAlive) => _isKeptAlive ? 1 : 0,
            (SocketOptionLevel.Socket, SocketOptionName.ReuseAddress) => 1,
            (SocketOptionLevel.Socket, SocketOptionName.Broadcast) => EnableBroadcast ? 1 : 0,
            (SocketOptionLevel.Socket, SocketOptionName.ReceiveBuffer) => _receiveBytes,
            (SocketOptionLevel.Socket, SocketOptionName.SendBuffer) => _sendBytes,
            (SocketOptionLevel.Socket, SocketOptionName.ReceiveTimeout) => _receiveTimeout,
            (SocketOptionLevel.Socket, SocketOptionName.SendTimeout) => _sendTimeout,
            (SocketOptionLevel.Socket, SocketOptionName.Type) => (int)SocketType,
            (SocketOptionLevel.Socket, SocketOptionName.Error) => (int)(_isOpen ? _socket!.Error : SocketError.Success),
            (SocketOptionLevel.Tcp, SocketOptionName.NoDelay) => _hasNoDelay ? 1 : 0,
            (SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime) => _keepAliveSeconds,
            (SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval) => _keepAliveInterval,
            (SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount) => _keepAliveCount,
            _ => throw SocketErrors.Of(SocketError.ProtocolOption),
        };
    }

    public void Shutdown(SocketShutdown how)
    {
        CheckNotDisposed();
        SocketErrors.Check(_remote is null ? SocketError.NotConnected : SocketError.Success);
        if (how != SocketShutdown.Receive && !_isShutForSending)
        {
            _isShutForSending = true;
            SocketErrors.Check(IsUdp || (_socket!.Signs & SocketSigns.Closed) != 0 ? SocketError.Success : _socket.Shutdown());
        }

        _isShutForReceiving |= how != SocketShutdown.Send;
        Connected = false;
        _socket!.Poke();
    }

    /// <summary>Ends the connection. The socket can be reused only if that is requested.</summary>
    public void Disconnect(bool reuseSocket)
    {
        Shutdown(SocketShutdown.Both);
        if (reuseSocket)
        {
            lock (_gate)
            {
                _socket!.Close(resets: false);
                Forget();
            }
        }
    }

    public bool Poll(TimeSpan timeout, SelectMode mode) =>
        Poll(timeout == Threading.Timeout.InfiniteTimeSpan ? -1 : (int)timeout.TotalMicroseconds, mode);

    /// <summary>Waits until the socket is ready, in whole milliseconds, rounded up; a negative time has no limit.</summary>
    public bool Poll(int microSeconds, SelectMode mode)
    {
        CheckNotDisposed();
        SocketWait wait = new(microSeconds < 0 ? 0 : (microSeconds + 999L) / 1000);
        while (!IsReady(mode))
        {
            if (microSeconds == 0 || _socket is null
                || !wait.Next(_socket, mode == SelectMode.SelectRead, mode == SelectMode.SelectWrite ? 1 : 0))
            {
                return false;
            }

            CheckNotDisposed();
        }

        return true;
    }

    public void Close() => Dispose();

    public void Close(int timeout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(timeout, -1);
        if (timeout == 0)
        {
            _linger = new LingerOption(true, 0);
        }

        Dispose();
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        ProvidedSocket? socket;
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            Connected = false;
            socket = _socket;
        }

        if (socket is not null)
        {
            socket.Close(resets: _linger is { Enabled: true, LingerTime: 0 } && _remote is not null);
            socket.Poke();
        }
    }

    private static int Timeout(int value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, -1);
        return value == -1 ? 0 : value;
    }

    private static int RingBytes(int value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        int bytes = LeastBytes;
        while (bytes < Math.Min(value, MostBytes))
        {
            bytes *= 2;
        }

        return bytes;
    }

    private bool IsReady(SelectMode mode)
    {
        ProvidedSocket? socket = _isOpen ? _socket : null;
        SocketSigns signs = socket?.Signs ?? SocketSigns.None;
        bool isOver = (signs & SocketSigns.Closed) != 0;
        return socket is null ? mode == SelectMode.SelectWrite || (mode == SelectMode.SelectRead && !IsUdp) : mode switch
        {
            SelectMode.SelectRead => _isListening ? socket.HasConnection
                : isOver || _isShutForReceiving || (signs & SocketSigns.PeerClosed) != 0 || socket.Available > (IsUdp ? -1 : 0),
            SelectMode.SelectWrite => !_isListening && (isOver || _isShutForSending
                || ((IsUdp || (signs & SocketSigns.Connected) != 0) && socket.HasRoom(1))),
            _ => isOver && socket.Error != SocketError.Success && !_isErrorTaken,
        };
    }

    private void SetOptions()
    {
        if (_isOpen && !IsUdp && _socket is not null)
        {
            // Refused for a connection that has ended.
            _ = _socket.SetOptions(_hasNoDelay, _isKeptAlive ? _keepAliveSeconds : 0, _keepAliveInterval, _keepAliveCount);
        }
    }

    private void Forget()
    {
        _socket = null;
        _local = null;
        _remote = null;
        _isOpen = false;
        _isListening = false;
        _isErrorTaken = false;
        _isShutForReceiving = false;
        _isShutForSending = false;
        Connected = false;
    }

    private void CheckNotDisposed() => ObjectDisposedException.ThrowIf(_isDisposed, this);

    // An error of a connection is reported once, as on Linux.
    private SocketError TakeError(SocketError later)
    {
        SocketError error = _socket!.Error;
        bool isNew = !_isErrorTaken && error != SocketError.Success;
        _isErrorTaken = true;
        Connected = false;
        return isNew ? error : later;
    }
}
