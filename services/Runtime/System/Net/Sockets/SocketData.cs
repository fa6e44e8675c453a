// Send and receive.

using System.Threading;
using System.Threading.Tasks;
using RustKernel.Runtime;

namespace System.Net.Sockets;

public partial class Socket
{
    private const int MostDatagram = 65507;

    public int Send(byte[] buffer) => Send(buffer, SocketFlags.None);

    public int Send(byte[] buffer, SocketFlags socketFlags) => Send(Given(buffer), socketFlags);

    public int Send(byte[] buffer, int size, SocketFlags socketFlags) => Send(buffer, 0, size, socketFlags);

    public int Send(byte[] buffer, int offset, int size, SocketFlags socketFlags) => Send(Part(buffer, offset, size), socketFlags);

    public int Send(byte[] buffer, int offset, int size, SocketFlags socketFlags, out SocketError errorCode) =>
        Send(Part(buffer, offset, size), socketFlags, out errorCode);

    public int Send(ReadOnlySpan<byte> buffer) => Send(buffer, SocketFlags.None);

    public int Send(ReadOnlySpan<byte> buffer, SocketFlags socketFlags)
    {
        int sent = Send(buffer, socketFlags, out SocketError error);
        SocketErrors.Check(error);
        return sent;
    }

    /// <summary>Sends everything; without <see cref="Blocking"/> as much as there is room for.</summary>
    public int Send(ReadOnlySpan<byte> buffer, SocketFlags socketFlags, out SocketError errorCode)
    {
        CheckSending(socketFlags);
        SocketWait wait = new(_sendTimeout);
        int sent = 0;
        while (!TrySend(buffer, ref sent, out errorCode))
        {
            if (!Blocking || !wait.Next(_socket!, false, RoomFor(buffer.Length - sent)))
            {
                errorCode = sent > 0 ? SocketError.Success : Blocking ? SocketError.TimedOut : SocketError.WouldBlock;
                break;
            }
        }

        errorCode = errorCode == SocketError.OperationAborted ? SocketError.Interrupted : errorCode;
        return sent;
    }

    public Task<int> SendAsync(ArraySegment<byte> buffer) => SendAsync(buffer, SocketFlags.None);

    public Task<int> SendAsync(ArraySegment<byte> buffer, SocketFlags socketFlags) =>
        SendAsync(new ReadOnlyMemory<byte>(buffer.Array, buffer.Offset, buffer.Count), socketFlags, default).AsTask();

    public ValueTask<int> SendAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        SendAsync(buffer, SocketFlags.None, cancellationToken);

    public ValueTask<int> SendAsync(ReadOnlyMemory<byte> buffer, SocketFlags socketFlags, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return new(Task.FromCanceled<int>(cancellationToken));
        }

        CheckSending(socketFlags);
        int sent = 0;
        return !TrySend(buffer.Span, ref sent, out SocketError error) ? SendRest(buffer, sent, cancellationToken)
            : error == SocketError.Success ? new(sent) : new(Task.FromException<int>(SocketErrors.Of(error)));
    }

    public int SendTo(byte[] buffer, EndPoint remoteEP) => SendTo(Given(buffer), SocketFlags.None, remoteEP);

    public int SendTo(byte[] buffer, SocketFlags socketFlags, EndPoint remoteEP) => SendTo(Given(buffer), socketFlags, remoteEP);

    public int SendTo(byte[] buffer, int size, SocketFlags socketFlags, EndPoint remoteEP) =>
        SendTo(buffer, 0, size, socketFlags, remoteEP);

    public int SendTo(byte[] buffer, int offset, int size, SocketFlags socketFlags, EndPoint remoteEP) =>
        SendTo(Part(buffer, offset, size), socketFlags, remoteEP);

    public int SendTo(ReadOnlySpan<byte> buffer, EndPoint remoteEP) => SendTo(buffer, SocketFlags.None, remoteEP);

    public int SendTo(ReadOnlySpan<byte> buffer, SocketFlags socketFlags, EndPoint remoteEP)
    {
        SocketEnd to = Destination(remoteEP);
        if (!IsUdp)
        {
            return Send(buffer, socketFlags);
        }

        SocketWait wait = new(_sendTimeout);
        SocketError error;
        while (!TrySendTo(to, buffer, out error))
        {
            if (!Blocking || !wait.Next(_socket!, false, buffer.Length))
            {
                error = Blocking ? SocketError.TimedOut : SocketError.WouldBlock;
                break;
            }
        }

        SocketErrors.Check(error);
        return buffer.Length;
    }

    public Task<int> SendToAsync(ArraySegment<byte> buffer, EndPoint remoteEP) => SendToAsync(buffer, SocketFlags.None, remoteEP);

    public Task<int> SendToAsync(ArraySegment<byte> buffer, SocketFlags socketFlags, EndPoint remoteEP) =>
        SendToAsync(new ReadOnlyMemory<byte>(buffer.Array, buffer.Offset, buffer.Count), socketFlags, remoteEP, default).AsTask();

    public ValueTask<int> SendToAsync(ReadOnlyMemory<byte> buffer, EndPoint remoteEP, CancellationToken cancellationToken = default) =>
        SendToAsync(buffer, SocketFlags.None, remoteEP, cancellationToken);

    public async ValueTask<int> SendToAsync(
        ReadOnlyMemory<byte> buffer, SocketFlags socketFlags, EndPoint remoteEP, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        SocketEnd to = Destination(remoteEP);
        if (!IsUdp)
        {
            return await SendAsync(buffer, socketFlags, cancellationToken);
        }

        SocketError error;
        using SocketNews news = new(_socket!, cancellationToken);
        while (!TrySendTo(to, buffer.Span, out error))
        {
            await news.Next(false, buffer.Length);
        }

        SocketErrors.Check(error);
        return buffer.Length;
    }

    public int Receive(byte[] buffer) => Receive(buffer, SocketFlags.None);

    public int Receive(byte[] buffer, SocketFlags socketFlags) => Receive(Given(buffer), socketFlags);

    public int Receive(byte[] buffer, int size, SocketFlags socketFlags) => Receive(buffer, 0, size, socketFlags);

    public int Receive(byte[] buffer, int offset, int size, SocketFlags socketFlags) => Receive(Part(buffer, offset, size), socketFlags);

    public int Receive(byte[] buffer, int offset, int size, SocketFlags socketFlags, out SocketError errorCode) =>
        Receive(Part(buffer, offset, size), socketFlags, out errorCode);

    public int Receive(Span<byte> buffer) => Receive(buffer, SocketFlags.None);

    public int Receive(Span<byte> buffer, SocketFlags socketFlags)
    {
        int count = Receive(buffer, socketFlags, out SocketError error);
        SocketErrors.Check(error);
        return count;
    }

    public int Receive(Span<byte> buffer, SocketFlags socketFlags, out SocketError errorCode)
    {
        CheckReceiving(socketFlags);
        return ReceiveWaiting(buffer, socketFlags, out errorCode, out _);
    }

    public Task<int> ReceiveAsync(ArraySegment<byte> buffer) => ReceiveAsync(buffer, SocketFlags.None);

    public Task<int> ReceiveAsync(ArraySegment<byte> buffer, SocketFlags socketFlags) =>
        ReceiveAsync(new Memory<byte>(buffer.Array, buffer.Offset, buffer.Count), socketFlags, default).AsTask();

    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        ReceiveAsync(buffer, SocketFlags.None, cancellationToken);

    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, SocketFlags socketFlags, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return new(Task.FromCanceled<int>(cancellationToken));
        }

        CheckReceiving(socketFlags);
        return !TryReceive(buffer.Span, socketFlags, out int count, out SocketError error, out _)
            ? ReceiveLater(buffer, socketFlags, cancellationToken)
            : error == SocketError.Success ? new(count) : new(Task.FromException<int>(SocketErrors.Of(error)));
    }

    public int ReceiveFrom(byte[] buffer, ref EndPoint remoteEP) => ReceiveFrom(Given(buffer), SocketFlags.None, ref remoteEP);

    public int ReceiveFrom(byte[] buffer, SocketFlags socketFlags, ref EndPoint remoteEP) =>
        ReceiveFrom(Given(buffer), socketFlags, ref remoteEP);

    public int ReceiveFrom(byte[] buffer, int size, SocketFlags socketFlags, ref EndPoint remoteEP) =>
        ReceiveFrom(buffer, 0, size, socketFlags, ref remoteEP);

    public int ReceiveFrom(byte[] buffer, int offset, int size, SocketFlags socketFlags, ref EndPoint remoteEP) =>
        ReceiveFrom(Part(buffer, offset, size), socketFlags, ref remoteEP);

    public int ReceiveFrom(Span<byte> buffer, ref EndPoint remoteEP) => ReceiveFrom(buffer, SocketFlags.None, ref remoteEP);

    public int ReceiveFrom(Span<byte> buffer, SocketFlags socketFlags, ref EndPoint remoteEP)
    {
        CheckReceivingFrom(remoteEP, socketFlags);
        int count = ReceiveWaiting(buffer, socketFlags, out SocketError error, out SocketEnd from);
        SocketErrors.Check(error);
        remoteEP = IsUdp ? from.ToIPEndPoint() : remoteEP;
        return count;
    }

    public Task<SocketReceiveFromResult> ReceiveFromAsync(ArraySegment<byte> buffer, EndPoint remoteEndPoint) =>
        ReceiveFromAsync(buffer, SocketFlags.None, remoteEndPoint);

    public Task<SocketReceiveFromResult> ReceiveFromAsync(ArraySegment<byte> buffer, SocketFlags socketFlags, EndPoint remoteEndPoint) =>
        ReceiveFromAsync(new Memory<byte>(buffer.Array, buffer.Offset, buffer.Count), socketFlags, remoteEndPoint, default).AsTask();

    public ValueTask<SocketReceiveFromResult> ReceiveFromAsync(
        Memory<byte> buffer, EndPoint remoteEndPoint, CancellationToken cancellationToken = default) =>
        ReceiveFromAsync(buffer, SocketFlags.None, remoteEndPoint, cancellationToken);

    public async ValueTask<SocketReceiveFromResult> ReceiveFromAsync(
        Memory<byte> buffer, SocketFlags socketFlags, EndPoint remoteEndPoint, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        CheckReceivingFrom(remoteEndPoint, socketFlags);
        SocketError error;
        SocketEnd from;
        int count;
        using SocketNews news = new(_socket!, cancellationToken);
        while (!TryReceive(buffer.Span, socketFlags, out count, out error, out from))
        {
            await news.Next(true, 0);
        }

        SocketErrors.Check(error);
        return new SocketReceiveFromResult { ReceivedBytes = count, RemoteEndPoint = IsUdp ? from.ToIPEndPoint() : remoteEndPoint };
    }

    private static Span<byte> Given(byte[] buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        return buffer;
    }

    private static Span<byte> Part(byte[] buffer, int offset, int size)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, buffer.Length);
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, buffer.Length - offset);
        return buffer.AsSpan(offset, size);
    }

    // Waits for room for a good part of the rest: news of less are not worth their cost.
    private int RoomFor(int rest) => IsUdp ? rest : Math.Min(rest, _sendBytes / 2);

    private async ValueTask<int> SendRest(ReadOnlyMemory<byte> buffer, int sent, CancellationToken token)
    {
        SocketError error;
        using SocketNews news = new(_socket!, token);
        while (!TrySend(buffer.Span, ref sent, out error))
        {
            await news.Next(false, RoomFor(buffer.Length - sent));
        }

        SocketErrors.Check(error);
        return sent;
    }

    private async ValueTask<int> ReceiveLater(Memory<byte> buffer, SocketFlags flags, CancellationToken token)
    {
        SocketError error;
        int count;
        using SocketNews news = new(_socket!, token);
        while (!TryReceive(buffer.Span, flags, out count, out error, out _))
        {
            await news.Next(true, 0);
        }

        SocketErrors.Check(error);
        return count;
    }

    private int ReceiveWaiting(Span<byte> buffer, SocketFlags flags, out SocketError error, out SocketEnd from)
    {
        SocketWait wait = new(_receiveTimeout);
        int count;
        while (!TryReceive(buffer, flags, out count, out error, out from))
        {
            if (!Blocking || !wait.Next(_socket!, true, 0))
            {
                error = Blocking ? SocketError.TimedOut : SocketError.WouldBlock;
                break;
            }
        }

        error = error == SocketError.OperationAborted ? SocketError.Interrupted : error;
        return count;
    }

    private void CheckSending(SocketFlags flags)
    {
        CheckNotDisposed();
        SocketErrors.Check((flags & ~SocketFlags.DontRoute) != 0 ? SocketError.OperationNotSupported
            : _isListening || _remote is null ? IsUdp ? SocketError.DestinationAddressRequired : SocketError.NotConnected
            : SocketError.Success);
    }

    private void CheckReceiving(SocketFlags flags)
    {
        CheckNotDisposed();
        SocketErrors.Check((flags & ~(SocketFlags.Peek | SocketFlags.Partial)) != 0 ? SocketError.OperationNotSupported
            : !_isOpen || _isListening ? SocketError.NotConnected : SocketError.Success);
    }

    private void CheckReceivingFrom(EndPoint remote, SocketFlags flags)
    {
        CheckNotDisposed();
        ArgumentNullException.ThrowIfNull(remote);
        if (remote.AddressFamily != AddressFamily)
        {
            throw new ArgumentException(
                $"The supplied EndPoint of AddressFamily {remote.AddressFamily} is not valid for this Socket, use {AddressFamily} instead.",
                nameof(remote));
        }

        if (_local is null)
        {
            throw new InvalidOperationException("You must call the Bind method before performing this operation.");
        }

        CheckReceiving(flags);
    }

    private SocketEnd Destination(EndPoint remote)
    {
        CheckNotDisposed();
        ArgumentNullException.ThrowIfNull(remote);
        IPEndPoint known = Known(remote);
        if (IsUdp)
        {
            OpenUdp();
        }

        return SocketEnd.Of(known);
    }

    // True: everything is sent, or it failed.
    private bool TrySend(ReadOnlySpan<byte> buffer, ref int sent, out SocketError error)
    {
        if (IsUdp)
        {
            bool isDone = TrySendTo(default, buffer, out error);
            sent = isDone && error == SocketError.Success ? buffer.Length : 0;
            return isDone;
        }

        lock (_gate)
        {
            error = SocketError.Success;
            if (_isDisposed)
            {
                error = SocketError.OperationAborted;
            }
            else if (_isShutForSending)
            {
                error = SocketError.Shutdown;
            }
            else if ((_socket!.Signs & SocketSigns.Closed) != 0)
            {
                error = TakeError(SocketError.Shutdown);
            }
            else
            {
                sent += _socket.Write(buffer[sent..]);
            }

            return error != SocketError.Success || sent == buffer.Length;
        }
    }

    private bool TrySendTo(SocketEnd to, ReadOnlySpan<byte> buffer, out SocketError error)
    {
        lock (_gate)
        {
            error = _isDisposed ? SocketError.OperationAborted : _isShutForSending ? SocketError.Shutdown
                : buffer.Length > MostDatagram || !_socket!.CanHold(buffer.Length) ? SocketError.MessageSize : TakeFailure();
            return error != SocketError.Success || _socket!.WriteTo(to, buffer);
        }
    }

    // True: there is data, none will come, or it failed.
    private bool TryReceive(Span<byte> buffer, SocketFlags flags, out int count, out SocketError error, out SocketEnd from)
    {
        lock (_gate)
        {
            from = default;
            count = 0;
            error = _isDisposed ? SocketError.OperationAborted : SocketError.Success;
            if (_isDisposed)
            {
                return true;
            }

            // What came before a sign is in the ring.
            SocketSigns signs = _socket!.Signs;
            bool peeks = (flags & SocketFlags.Peek) != 0;
            if (IsUdp)
            {
                return TryReceiveDatagram(buffer, peeks, out count, out error, out from);
            }

            count = buffer.Length == 0 ? 0 : _socket.Read(buffer, peeks);
            if (count > 0 || (buffer.Length == 0 && _socket.Available > 0) || _isShutForReceiving)
            {
                return true;
            }

            bool isReset = (signs & SocketSigns.Closed) != 0 && _socket.Error != SocketError.Success;
            if (isReset)
            {
                error = TakeError(SocketError.Success);
            }

            return isReset || (signs & (SocketSigns.PeerClosed | SocketSigns.Closed)) != 0;
        }
    }

    private bool TryReceiveDatagram(Span<byte> buffer, bool peeks, out int count, out SocketError error, out SocketEnd from)
    {
        int length = _socket!.ReadFrom(buffer, peeks, out from);
        count = Math.Min(Math.Max(length, 0), buffer.Length);
        error = length < 0 ? TakeFailure() : SocketError.Success;
        return length >= 0 || error != SocketError.Success || _isShutForReceiving;
    }

    // The network's error about a datagram's destination: reported once, to a connected socket.
    private SocketError TakeFailure()
    {
        bool hasFailed = _remote is not null && (_socket!.Signs & (SocketSigns.Failed | SocketSigns.Closed)) != 0 && !_isErrorTaken;
        _isErrorTaken |= hasFailed;
        return hasFailed ? _socket!.Error : SocketError.Success;
    }
}
