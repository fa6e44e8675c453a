// A stream over an array, which grows unless the caller gave it.

using System.Threading;
using System.Threading.Tasks;

namespace System.IO;

public class MemoryStream : Stream
{
    private const int LeastCapacity = 256;
    private readonly int _origin;
    private readonly bool _isGrowing;
    private readonly bool _isVisible;
    private byte[] _buffer;
    private int _position;
    private int _length;
    private int _capacity;
    private bool _isWritable;
    private bool _isOpen = true;

    public MemoryStream()
        : this(0)
    {
    }

    public MemoryStream(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        _buffer = capacity == 0 ? [] : new byte[capacity];
        _capacity = capacity;
        _isGrowing = true;
        _isVisible = true;
        _isWritable = true;
    }

    public MemoryStream(byte[] buffer)
        : this(buffer, true)
    {
    }

    public MemoryStream(byte[] buffer, bool writable)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        _buffer = buffer;
        _length = buffer.Length;
        _capacity = buffer.Length;
        _isWritable = writable;
    }

    public MemoryStream(byte[] buffer, int index, int count)
        : this(buffer, index, count, true, false)
    {
    }

    public MemoryStream(byte[] buffer, int index, int count, bool writable)
        : this(buffer, index, count, writable, false)
    {
    }

    public MemoryStream(byte[] buffer, int index, int count, bool writable, bool publiclyVisible)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (buffer.Length - index < count)
        {
            throw new ArgumentException("Offset and length were out of bounds for the array or count is greater than the number of "
                + "elements from index to the end of the source collection.");
        }

        _buffer = buffer;
        _origin = index;
        _position = index;
        _length = index + count;
        _capacity = index + count;
        _isWritable = writable;
        _isVisible = publiclyVisible;
    }

    public override bool CanRead => _isOpen;

    public override bool CanSeek => _isOpen;

    public override bool CanWrite => _isWritable;

    public virtual int Capacity
    {
        get
        {
            CheckOpen();
            return _capacity - _origin;
        }

        set
        {
            if (value < Length)
            {
                throw new ArgumentOutOfRangeException(nameof(value), "capacity was less than the current size.");
            }

            CheckOpen();
            if (!_isGrowing && value != Capacity)
            {
                throw new NotSupportedException("Memory stream is not expandable.");
            }

            if (_isGrowing && value != _capacity)
            {
                Array.Resize(ref _buffer, value);
                _capacity = value;
            }
        }
    }

    public override long Length
    {
        get
        {
            CheckOpen();
            return _length - _origin;
        }
    }

    public override long Position
    {
        get
        {
            CheckOpen();
            return _position - _origin;
        }

        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            CheckOpen();
            if (value > int.MaxValue - _origin)
            {
                throw new ArgumentOutOfRangeException(nameof(value), "Stream length must be non-negative and less than 2^31 - 1 - origin.");
            }

            _position = _origin + (int)value;
        }
    }

    public override void Flush()
    {
    }

    public virtual byte[] GetBuffer() =>
        _isVisible ? _buffer : throw new UnauthorizedAccessException("MemoryStream's internal buffer cannot be accessed.");

    public virtual bool TryGetBuffer(out ArraySegment<byte> buffer)
    {
        buffer = _isVisible ? new ArraySegment<byte>(_buffer, _origin, _length - _origin) : default;
        return _isVisible;
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        return Read(buffer.AsSpan(offset, count));
    }

    public override int Read(Span<byte> buffer)
    {
        CheckOpen();
        int count = Math.Min(_length - _position, buffer.Length);
        if (count <= 0)
        {
            return 0;
        }

        _buffer.AsSpan(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<int>(cancellationToken) : new(Read(buffer.Span));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        Write(buffer.Span);
        return default;
    }

    public override int ReadByte()
    {
        CheckOpen();
        return _position >= _length ? -1 : _buffer[_position++];
    }

    public override long Seek(long offset, SeekOrigin loc)
    {
        CheckOpen();
        long from = loc switch
        {
            SeekOrigin.Begin => _origin,
            SeekOrigin.Current => _position,
            SeekOrigin.End => _length,
            _ => throw new ArgumentException("Invalid seek origin."),
        };
        if (offset > int.MaxValue - from)
        {
            throw new ArgumentOutOfRangeException(nameof(offset), "Stream length must be non-negative and less than 2^31 - 1 - origin.");
        }

        if (from + offset < _origin)
        {
            throw new IOException("An attempt was made to move the position before the beginning of the stream.");
        }

        _position = (int)(from + offset);
        return _position - _origin;
    }

    public override void SetLength(long value)
    {
        if (value < 0 || value > int.MaxValue - _origin)
        {
            throw new ArgumentOutOfRangeException(nameof(value), "Stream length must be non-negative and less than 2^31 - 1 - origin.");
        }

        CheckWritable();
        int length = _origin + (int)value;
        if (!Grow(length) && length > _length)
        {
            _buffer.AsSpan(_length, length - _length).Clear();
        }

        _length = length;
        _position = Math.Min(_position, length);
    }

    public virtual byte[] ToArray() => _buffer.AsSpan(_origin, _length - _origin).ToArray();

    public override void Write(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        Write(buffer.AsSpan(offset, count));
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        CheckOpen();
        CheckWritable();
        int end = _position + buffer.Length;
        if (end < 0)
        {
            throw new IOException("Stream was too long.");
        }

        if (end > _length)
        {
            if (!Grow(end) && _position > _length)
            {
                _buffer.AsSpan(_length, end - _length).Clear();
            }

            _length = end;
        }

        buffer.CopyTo(_buffer.AsSpan(_position));
        _position = end;
    }

    public override void WriteByte(byte value) => Write(new ReadOnlySpan<byte>(in value));

    public virtual void WriteTo(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        CheckOpen();
        stream.Write(_buffer, _origin, _length - _origin);
    }

    protected override void Dispose(bool disposing)
    {
        _isOpen = false;
        _isWritable = false;
    }

    private bool Grow(int needed)
    {
        if (needed <= _capacity)
        {
            return false;
        }

        Capacity = (int)Math.Min((long)Math.Max(Math.Max(needed, LeastCapacity), _capacity * 2L), Array.MaxLength);
        return true;
    }

    private void CheckOpen()
    {
        if (!_isOpen)
        {
            throw new ObjectDisposedException(null, "Cannot access a closed Stream.");
        }
    }

    private void CheckWritable()
    {
        if (!_isWritable)
        {
            throw new NotSupportedException("Stream does not support writing.");
        }
    }
}
