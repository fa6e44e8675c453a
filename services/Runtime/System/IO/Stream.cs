// Bytes in order.

using System.Threading;
using System.Threading.Tasks;

namespace System.IO;

public abstract class Stream : IDisposable, IAsyncDisposable
{
    public static readonly Stream Null = new NullStream();
    private const int CopyBytes = 4096;

    public abstract bool CanRead { get; }

    public abstract bool CanSeek { get; }

    public abstract bool CanWrite { get; }

    public virtual bool CanTimeout => false;

    public abstract long Length { get; }

    public abstract long Position { get; set; }

    public virtual int ReadTimeout
    {
        get => throw new InvalidOperationException("Timeouts are not supported on this stream.");
        set => throw new InvalidOperationException("Timeouts are not supported on this stream.");
    }

    public virtual int WriteTimeout
    {
        get => throw new InvalidOperationException("Timeouts are not supported on this stream.");
        set => throw new InvalidOperationException("Timeouts are not supported on this stream.");
    }

    public abstract void Flush();

    public abstract int Read(byte[] buffer, int offset, int count);

    public abstract long Seek(long offset, SeekOrigin origin);

    public abstract void SetLength(long value);

    public abstract void Write(byte[] buffer, int offset, int count);

    public virtual int Read(Span<byte> buffer)
    {
        byte[] bytes = new byte[buffer.Length];
        int count = Read(bytes, 0, bytes.Length);
        if ((uint)count > (uint)bytes.Length)
        {
            throw new IOException("Stream was too long.");
        }

        bytes.AsSpan(0, count).CopyTo(buffer);
        return count;
    }

    public virtual void Write(ReadOnlySpan<byte> buffer) => Write(buffer.ToArray(), 0, buffer.Length);

    public virtual int ReadByte()
    {
        byte[] one = new byte[1];
        return Read(one, 0, 1) == 0 ? -1 : one[0];
    }

    public virtual void WriteByte(byte value) => Write([value], 0, 1);

    public void ReadExactly(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        ReadExactly(buffer.AsSpan(offset, count));
    }

    public void ReadExactly(Span<byte> buffer)
    {
        if (ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) < buffer.Length)
        {
            throw new EndOfStreamException("Unable to read beyond the end of the stream.");
        }
    }

    public int ReadAtLeast(Span<byte> buffer, int minimumBytes, bool throwOnEndOfStream = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(minimumBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minimumBytes, buffer.Length);
        int total = 0;
        while (total < minimumBytes)
        {
            int count = Read(buffer[total..]);
            if (count == 0)
            {
                return throwOnEndOfStream ? throw new EndOfStreamException("Unable to read beyond the end of the stream.") : total;
            }

            total += count;
        }

        return total;
    }

    public void CopyTo(Stream destination) => CopyTo(destination, CopyBytes);

    public virtual void CopyTo(Stream destination, int bufferSize)
    {
        ValidateCopyToArguments(destination, bufferSize);
        byte[] bytes = new byte[bufferSize];
        int count;
        while ((count = Read(bytes, 0, bytes.Length)) != 0)
        {
            destination.Write(bytes, 0, count);
        }
    }

    public Task CopyToAsync(Stream destination) => CopyToAsync(destination, CopyBytes);

    public Task CopyToAsync(Stream destination, CancellationToken cancellationToken) =>
        CopyToAsync(destination, CopyBytes, cancellationToken);

    public Task CopyToAsync(Stream destination, int bufferSize) => CopyToAsync(destination, bufferSize, CancellationToken.None);

    public virtual async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
    {
        ValidateCopyToArguments(destination, bufferSize);
        byte[] bytes = new byte[bufferSize];
        int count;
        while ((count = await ReadAsync(bytes.AsMemory(), cancellationToken)) != 0)
        {
            await destination.WriteAsync(bytes.AsMemory(0, count), cancellationToken);
        }
    }

    public Task<int> ReadAsync(byte[] buffer, int offset, int count) => ReadAsync(buffer, offset, count, CancellationToken.None);

    public virtual Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<int>(cancellationToken);
        }

        try
        {
            return Task.FromResult(Read(buffer, offset, count));
        }
        catch (Exception error)
        {
            return Task.FromException<int>(error);
        }
    }

    public virtual async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        byte[] bytes = new byte[buffer.Length];
        int count = await ReadAsync(bytes, 0, bytes.Length, cancellationToken);
        bytes.AsSpan(0, count).CopyTo(buffer.Span);
        return count;
    }

    public async ValueTask ReadExactlyAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        for (int total = 0; total < buffer.Length;)
        {
            int count = await ReadAsync(buffer[total..], cancellationToken);
            total += count != 0 ? count : throw new EndOfStreamException("Unable to read beyond the end of the stream.");
        }
    }

    public Task WriteAsync(byte[] buffer, int offset, int count) => WriteAsync(buffer, offset, count, CancellationToken.None);

    public virtual Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellationToken);
        }

        try
        {
            Write(buffer, offset, count);
            return Task.CompletedTask;
        }
        catch (Exception error)
        {
            return Task.FromException(error);
        }
    }

    public virtual ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        new(WriteAsync(buffer.ToArray(), 0, buffer.Length, cancellationToken));

    public Task FlushAsync() => FlushAsync(CancellationToken.None);

    public virtual Task FlushAsync(CancellationToken cancellationToken)
    {
        Flush();
        return Task.CompletedTask;
    }

    public virtual void Close()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    public void Dispose() => Close();

    public virtual ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }

    protected virtual void Dispose(bool disposing)
    {
    }

    protected static void ValidateBufferArguments(byte[] buffer, int offset, int count)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        if ((uint)count > buffer.Length - offset)
        {
            throw new ArgumentOutOfRangeException(
                nameof(count),
                "Offset and length were out of bounds for the array or count is greater than the number of elements from index to the "
                + "end of the source collection.");
        }
    }

    protected static void ValidateCopyToArguments(Stream destination, int bufferSize)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bufferSize);
        if (!destination.CanWrite)
        {
            throw destination.CanRead
                ? new NotSupportedException("Stream does not support writing.")
                : new ObjectDisposedException(destination.GetType().Name, "Cannot access a closed Stream.");
        }
    }

    private sealed class NullStream : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => true;

        public override long Length => 0;

        public override long Position { get => 0; set { } }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => 0;

        public override long Seek(long offset, SeekOrigin origin) => 0;

        public override void SetLength(long value)
        {
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
        }
    }
}
