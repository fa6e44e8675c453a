// A connection as a stream.

using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace System.Net.Sockets;

public class NetworkStream : Stream
{
    private readonly bool _ownsSocket;
    private readonly FileAccess _access;
    private bool _isDisposed;

    public NetworkStream(Socket socket)
        : this(socket, FileAccess.ReadWrite, false)
    {
    }

    public NetworkStream(Socket socket, bool ownsSocket)
        : this(socket, FileAccess.ReadWrite, ownsSocket)
    {
    }

    public NetworkStream(Socket socket, FileAccess access)
        : this(socket, access, false)
    {
    }

    public NetworkStream(Socket socket, FileAccess access, bool ownsSocket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        if (!socket.Blocking)
        {
            throw new IOException("The operation is not allowed on a non-blocking Socket.");
        }

        if (!socket.Connected)
        {
            throw new IOException("The operation is not allowed on non-connected sockets.");
        }

        if (socket.SocketType != SocketType.Stream)
        {
            throw new IOException("The operation is not allowed on non-stream oriented sockets.");
        }

        Socket = socket;
        _access = access;
        _ownsSocket = ownsSocket;
    }

    public Socket Socket { get; }

    public override bool CanRead => !_isDisposed && (_access & FileAccess.Read) != 0;

    public override bool CanWrite => !_isDisposed && (_access & FileAccess.Write) != 0;

    public override bool CanSeek => false;

    public override bool CanTimeout => true;

    public virtual bool DataAvailable
    {
        get
        {
            CheckOpen();
            return Socket.Available != 0;
        }
    }

    public override int ReadTimeout
    {
        get => Socket.ReceiveTimeout == 0 ? -1 : Socket.ReceiveTimeout;
        set => Socket.ReceiveTimeout = Timeout(value);
    }

    public override int WriteTimeout
    {
        get => Socket.SendTimeout == 0 ? -1 : Socket.SendTimeout;
        set => Socket.SendTimeout = Timeout(value);
    }

    public override long Length => throw NoSeek();

    public override long Position
    {
        get => throw NoSeek();
        set => throw NoSeek();
    }

    public override long Seek(long offset, SeekOrigin origin) => throw NoSeek();

    public override void SetLength(long value) => throw NoSeek();

    public override int Read(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        return Read(buffer.AsSpan(offset, count));
    }

    public override int Read(Span<byte> buffer)
    {
        CheckReadable();
        try
        {
            return Socket.Receive(buffer, SocketFlags.None);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            throw SocketErrors.AsStream(false, error);
        }
    }

    public override int ReadByte()
    {
        Span<byte> one = stackalloc byte[1];
        return Read(one) == 0 ? -1 : one[0];
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        Write(buffer.AsSpan(offset, count));
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        CheckWritable();
        try
        {
            _ = Socket.Send(buffer, SocketFlags.None);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            throw SocketErrors.AsStream(true, error);
        }
    }

    public override void WriteByte(byte value) => Write([value]);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ValidateBufferArguments(buffer, offset, count);
        return ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        CheckReadable();
        return Reading(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ValidateBufferArguments(buffer, offset, count);
        return WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        CheckWritable();
        return Writing(buffer, cancellationToken);
    }

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Close(int timeout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(timeout, -1);
        Dispose();
    }

    public void Close(TimeSpan timeout) => Close((int)timeout.TotalMilliseconds);

    protected override void Dispose(bool disposing)
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            if (_ownsSocket)
            {
                Socket.Dispose();
            }
        }
    }

    private static int Timeout(int value) => value is > 0 or -1
        ? value
        : throw new ArgumentOutOfRangeException(
            nameof(value), "Timeout can be only be set to 'System.Threading.Timeout.Infinite' or a value > 0.");

    private static NotSupportedException NoSeek() => new("This stream does not support seek operations.");

    private async ValueTask<int> Reading(Memory<byte> buffer, CancellationToken token)
    {
        try
        {
            return await Socket.ReceiveAsync(buffer, SocketFlags.None, token);
        }
        catch (Exception error) when (error is not (OutOfMemoryException or OperationCanceledException))
        {
            throw SocketErrors.AsStream(false, error);
        }
    }

    private async ValueTask Writing(ReadOnlyMemory<byte> buffer, CancellationToken token)
    {
        try
        {
            _ = await Socket.SendAsync(buffer, SocketFlags.None, token);
        }
        catch (Exception error) when (error is not (OutOfMemoryException or OperationCanceledException))
        {
            throw SocketErrors.AsStream(true, error);
        }
    }

    private void CheckOpen() => ObjectDisposedException.ThrowIf(_isDisposed, this);

    private void CheckReadable()
    {
        CheckOpen();
        if (!CanRead)
        {
            throw new InvalidOperationException("The stream does not support reading.");
        }
    }

    private void CheckWritable()
    {
        CheckOpen();
        if (!CanWrite)
        {
            throw new InvalidOperationException("The stream does not support writing.");
        }
    }
}
