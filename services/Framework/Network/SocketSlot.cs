using System;
using System.Collections.Generic;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using RustKernel.Runtime;
using RustKernel.Services.Internet;

namespace RustKernel.Services.Network;

/// <summary>
/// A slot of this process's session: free, a socket, or supplied to a listener. After a connection is closed, its slot becomes free when
/// the service sets Closed.
/// </summary>
internal sealed class SocketSlot(NetworkSession session, int number) : ProvidedSocket
{
    private readonly Lock _lock = new();
    private readonly List<SocketSlot> _supplied = new();
    private readonly Queue<SocketSlot> _ready = new();
    private SocketBlock? _block;
    private SocketSlot? _listener;
    private TaskCompletionSource? _news;
    private SocketKind _kind;
    private bool _isClosing;
    private bool _isFree;
    private int _backlog;
    private int _sendBytes;
    private int _receiveBytes;

    /// <inheritdoc/>
    public override SocketSigns Signs => _block is null || _kind == SocketKind.Listener ? SocketSigns.None : (SocketSigns)_block.Signs;

    /// <inheritdoc/>
    public override SocketError Error => _block is null ? SocketError.Success : NetworkSession.Of(_block.Error);

    /// <inheritdoc/>
    public override SocketEnd Local => EndOf(_block!.Local);

    /// <inheritdoc/>
    public override SocketEnd Remote => EndOf(_block!.Remote);

    /// <inheritdoc/>
    public override int Available => _block is null ? 0
        : _kind == SocketKind.Udp ? DatagramRing.TryPeek(_block.ReceiveRing, out _, default)
        : (int)(_block.ReceiveRing.Produced - _block.ReceiveRing.Consumed);

    /// <inheritdoc/>
    public override bool HasConnection
    {
        get
        {
            lock (_lock)
            {
                return _ready.Count > 0;
            }
        }
    }

    internal int Number => number;

    /// <summary>Where its block lies.</summary>
    internal SocketSpace Space { get; set; }

    /// <inheritdoc/>
    public override SocketError OpenUdp(SocketEnd local, int sendBytes, int receiveBytes, out ushort port)
    {
        ushort chosen = 0;
        SocketError error = session.Prepare(this, sendBytes, receiveBytes);
        error = error != SocketError.Success ? error : session.AskToOpen(number, client =>
            (client.OpenUdp(session.Number, (uint)number, Given(local), out NetworkError network, out chosen), network));
        _kind = error == SocketError.Success ? SocketKind.Udp : _kind;
        port = chosen;
        return error;
    }

    /// <inheritdoc/>
    public override SocketError ConnectUdp(SocketEnd remote) => session.Ask(client =>
        (client.ConnectUdp(session.Number, (uint)number, Given(remote), out NetworkError network), network));

    /// <inheritdoc/>
    public override SocketError Connect(SocketEnd remote, ushort localPort, int sendBytes, int receiveBytes)
    {
        SocketError error = session.Prepare(this, sendBytes, receiveBytes);
        error = error != SocketError.Success ? error : session.AskToOpen(number, client => (
            client.Connect(session.Number, (uint)number, Given(remote), localPort, out NetworkError network, out _), network));
        _kind = error == SocketError.Success ? SocketKind.Connection : _kind;
        return error;
    }

    /// <inheritdoc/>
    public override SocketError Reserve(SocketEnd local, out ushort port)
    {
        SocketError error = Listen(local, 0, ByteRing.LeastCapacity, ByteRing.LeastCapacity, out port);
        if (error == SocketError.Success)
        {
            _kind = SocketKind.None;
            _ = session.Ask(client => (client.Close(session.Number, (uint)number, false), NetworkError.None));
        }

        return error;
    }

    /// <inheritdoc/>
    public override SocketError Listen(SocketEnd local, int backlog, int sendBytes, int receiveBytes, out ushort port)
    {
        ushort chosen = 0;
        SocketError error = session.AskToOpen(number, client => (
            client.Listen(session.Number, (uint)number, Given(local), (uint)receiveBytes, out NetworkError network, out chosen), network));
        port = chosen;
        if (error == SocketError.Success)
        {
            lock (_lock)
            {
                _supplied.Clear();
                _ready.Clear();
                _kind = SocketKind.Listener;
                _backlog = Math.Min(backlog, session.MostWaiting);
                _sendBytes = sendBytes;
                _receiveBytes = receiveBytes;
            }

            Fill();
        }

        return error;
    }

    /// <inheritdoc/>
    public override ProvidedSocket? Accept()
    {
        SocketSlot? accepted;
        lock (_lock)
        {
            _ = _ready.TryDequeue(out accepted);
        }

        if (accepted is not null)
        {
            Fill();
        }

        return accepted;
    }

    /// <inheritdoc/>
    public override SocketError Shutdown() => session.Ask(client =>
        (client.Shutdown(session.Number, (uint)number), NetworkError.None));

    /// <inheritdoc/>
    public override void Close(bool resets)
    {
        bool isFree;
        lock (_lock)
        {
            // If the connection has ended, its slot is free already.
            isFree = _kind == SocketKind.None || (_kind == SocketKind.Connection && (_block!.Signs & SocketEvents.Closed) != 0);
            _isClosing = !isFree && _kind == SocketKind.Connection;
        }

        if (!isFree)
        {
            // Refused if it has ended in the meantime.
            _ = session.Ask(client => (client.Close(session.Number, (uint)number, resets), NetworkError.None));
            CloseSupplied();
            isFree = EndClosing(_kind != SocketKind.Connection);
        }

        if (isFree)
        {
            Release();
        }
    }

    /// <inheritdoc/>
    public override SocketError SetOptions(bool hasNoDelay, int keepAliveSeconds, int interval, int count)
    {
        ConnectionOptions options = new()
        {
            HasNoDelay = hasNoDelay,
            KeepAliveSeconds = (uint)keepAliveSeconds,
            KeepAliveInterval = (uint)interval,
            KeepAliveCount = (uint)count,
        };
        return session.Ask(client =>
            (client.SetOptions(session.Number, (uint)number, options, out NetworkError network), network));
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> bytes, bool peeks)
    {
        ByteRing ring = _block!.ReceiveRing;
        if (peeks)
        {
            return ring.Peek(bytes);
        }

        bool wasFull = ring.Produced - ring.Consumed > (uint)ring.Capacity / 2;
        int count = ring.Read(bytes);
        if (wasFull)
        {
            // The window may have been shut.
            session.Ring(number);
        }

        return count;
    }

    /// <inheritdoc/>
    public override int Write(ReadOnlySpan<byte> bytes)
    {
        int count = _block!.SendRing.Write(bytes);
        if (count > 0)
        {
            session.Ring(number);
        }

        return count;
    }

    /// <inheritdoc/>
    public override int ReadFrom(Span<byte> bytes, bool peeks, out SocketEnd from)
    {
        int length = peeks
            ? DatagramRing.TryPeek(_block!.ReceiveRing, out EndPoint other, bytes)
            : DatagramRing.TryRead(_block!.ReceiveRing, out other, bytes);
        from = EndOf(other);
        return length;
    }

    /// <inheritdoc/>
    public override bool WriteTo(SocketEnd to, ReadOnlySpan<byte> bytes)
    {
        bool fits = DatagramRing.TryWrite(_block!.SendRing, new EndPoint(new InternetAddress(to.High, to.Low), to.Port), bytes);
        if (fits)
        {
            session.Ring(number);
        }

        return fits;
    }

    /// <inheritdoc/>
    public override bool HasRoom(int bytes)
    {
        ByteRing ring = _block!.SendRing;
        return ring.Capacity - (int)(ring.Produced - ring.Consumed) >= Wanted(bytes);
    }

    /// <inheritdoc/>
    public override bool CanHold(int bytes) => Wanted(bytes) <= _block!.SendRing.Capacity;

    /// <inheritdoc/>
    public override Task Watch(bool bytes, int room)
    {
        Task task;
        lock (_lock)
        {
            task = (_news ??= new TaskCompletionSource()).Task;
            if (_block is not null && _kind != SocketKind.Listener)
            {
                _block.WantedReceived = bytes ? 1 : _block.WantedReceived;
                _block.WantedToSend = room > 0 ? (uint)Wanted(room) : _block.WantedToSend;
            }
        }

        Interlocked.MemoryBarrier();
        return task;
    }

    /// <inheritdoc/>
    public override void Poke()
    {
        TaskCompletionSource? news;
        lock (_lock)
        {
            news = _news;
            _news = null;
        }

        _ = news?.TrySetResult();
    }

    internal bool IsPlaced(int sendBytes, int receiveBytes) =>
        _block is not null && _block.SendRing.Capacity == sendBytes && _block.ReceiveRing.Capacity == receiveBytes;

    internal void SetBlock(SocketBlock block, int sendBytes, int receiveBytes) => _block = block;

    /// <summary>Takes news of the slot from the service.</summary>
    internal void OnNews()
    {
        SocketSlot? listener = null;
        bool hasConnection = false;
        lock (_lock)
        {
            SocketEvents signs = _kind == SocketKind.Supplied ? _block!.Signs & (SocketEvents.Connected | SocketEvents.Closed) : default;
            if (signs != default)
            {
                hasConnection = (signs & SocketEvents.Connected) != 0;
                _kind = hasConnection ? SocketKind.Connection : SocketKind.None;
                listener = _listener;
                _listener = null;
            }

            if (_block is not null && _news is not null)
            {
                _block.WantedReceived = 0;
                _block.WantedToSend = 0;
            }
        }

        listener?.Take(this, hasConnection);
        Poke();
        if (EndClosing(false))
        {
            Release();
        }
    }

    /// <summary>Supplies slots up to the backlog, or as many as are free.</summary>
    internal void Fill()
    {
        while (_kind == SocketKind.Listener && Count() < _backlog && session.TakeFor(this) is { } slot)
        {
            lock (_lock)
            {
                _supplied.Add(slot);
            }

            SocketError error = session.Prepare(slot, _sendBytes, _receiveBytes);
            if (error == SocketError.Success)
            {
                slot.BeSupplied(this);
                error = session.AskToSupply(number, slot.Number);
            }

            if (error != SocketError.Success)
            {
                if (Forget(slot))
                {
                    slot.Release();
                }

                session.AskAgain(this);
                return;
            }
        }
    }

    /// <summary>Takes the slot for a socket.</summary>
    internal void Begin()
    {
        lock (_lock)
        {
            _isFree = false;
        }
    }

    private static NetworkEndPoint Given(SocketEnd end) => new() { High = end.High, Low = end.Low, Port = end.Port };

    private static SocketEnd EndOf(EndPoint end) => new(end.Address.High, end.Address.Low, end.Port);

    private int Count()
    {
        lock (_lock)
        {
            return _supplied.Count + _ready.Count;
        }
    }

    private int Wanted(int bytes) => _kind == SocketKind.Udp ? (DatagramRing.Header + bytes + 7) & ~7 : bytes;

    private void BeSupplied(SocketSlot listener)
    {
        lock (_lock)
        {
            // The signs of the slot's last socket do not apply to this one.
            _block!.Signs = SocketEvents.None;
            _listener = listener;
            _kind = SocketKind.Supplied;
        }
    }

    // False: the listener has ended, which gives the slot back.
    private bool Forget(SocketSlot supplied)
    {
        lock (_lock)
        {
            return _supplied.Remove(supplied);
        }
    }

    // A supplied slot has a connection, or the service gave it back without one.
    private void Take(SocketSlot supplied, bool hasConnection)
    {
        lock (_lock)
        {
            if (!_supplied.Remove(supplied))
            {
                return;
            }

            if (hasConnection)
            {
                _ready.Enqueue(supplied);
            }
        }

        if (hasConnection)
        {
            Poke();
            return;
        }

        supplied.Release();
        Fill();
    }

    // True, once for each socket: the slot is free now.
    private bool EndClosing(bool isOver)
    {
        lock (_lock)
        {
            bool isFree = isOver || (_isClosing && (_block!.Signs & SocketEvents.Closed) != 0);
            _isClosing &= !isFree;
            return isFree;
        }
    }

    private void Release()
    {
        lock (_lock)
        {
            if (_isFree)
            {
                return;
            }

            _isFree = true;
            _kind = SocketKind.None;
            _listener = null;
            _isClosing = false;
        }

        session.Free(this);
    }

    // A listener ends: its slots without a connection become free, and connections that were not accepted are reset.
    private void CloseSupplied()
    {
        if (_kind != SocketKind.Listener)
        {
            return;
        }

        SocketSlot[] all;
        lock (_lock)
        {
            _backlog = 0;
            all = [.. _supplied, .. _ready];
            _supplied.Clear();
            _ready.Clear();
        }

        foreach (SocketSlot slot in all)
        {
            slot.Withdraw();
        }
    }

    private void Withdraw()
    {
        bool hasConnection;
        lock (_lock)
        {
            _listener = null;
            hasConnection = _kind == SocketKind.Connection
                || (_kind == SocketKind.Supplied && (_block!.Signs & SocketEvents.Connected) != 0);
            _kind = hasConnection ? SocketKind.Connection : SocketKind.None;
        }

        if (hasConnection)
        {
            Close(resets: true);
        }
        else
        {
            Release();
        }
    }
}
