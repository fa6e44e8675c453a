// Text into a stream of bytes. One operation at a time.

using System.Text;

namespace System.IO;

public partial class StreamWriter : TextWriter
{
    public static new readonly StreamWriter Null = new(Stream.Null, new UTF8Encoding(false), -1, true);
    private const int DefaultChars = 1024;
    private const int LeastChars = 128;
    private const int FileChars = 4096;
    private readonly Stream _stream;
    private readonly Encoding _encoding;
    private readonly Encoder _encoder;
    private readonly bool _leavesOpen;
    private readonly char[] _chars;
    private readonly byte[] _bytes;
    private int _count;
    private bool _isOpen = true;
    private bool _isBusy;
    private bool _hasBegun;
    private bool _flushes;

    public StreamWriter(Stream stream)
        : this(stream, new UTF8Encoding(false), -1, false)
    {
    }

    public StreamWriter(Stream stream, Encoding encoding)
        : this(stream, encoding, -1, false)
    {
    }

    public StreamWriter(Stream stream, Encoding encoding, int bufferSize)
        : this(stream, encoding, bufferSize, false)
    {
    }

    public StreamWriter(Stream stream, Encoding? encoding = null, int bufferSize = -1, bool leaveOpen = false)
        : base(null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanWrite)
        {
            throw new ArgumentException("Stream was not writable.");
        }

        bufferSize = bufferSize == -1 ? DefaultChars : bufferSize;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bufferSize);
        _stream = stream;
        _encoding = encoding ?? new UTF8Encoding(false);
        _encoder = _encoding.GetEncoder();
        _leavesOpen = leaveOpen;
        _chars = new char[Math.Max(bufferSize, LeastChars)];
        _bytes = new byte[_encoding.GetMaxByteCount(_chars.Length)];
        _hasBegun = stream.CanSeek && stream.Position > 0;
    }

    public StreamWriter(string path)
        : this(path, false)
    {
    }

    public StreamWriter(string path, bool append)
        : this(path, append, new UTF8Encoding(false))
    {
    }

    public StreamWriter(string path, bool append, Encoding encoding)
        : this(path, append, encoding, FileChars)
    {
    }

    public StreamWriter(string path, bool append, Encoding encoding, int bufferSize)
        : this(Open(path, append), encoding, bufferSize, false)
    {
    }

    public virtual bool AutoFlush
    {
        get => _flushes;
        set
        {
            _flushes = value;
            if (value)
            {
                Flush(true, false);
            }
        }
    }

    public virtual Stream BaseStream => _stream;

    public override Encoding Encoding => _encoding;

    public override void Flush() => Flush(true, true);

    public override void Write(char value)
    {
        Put(value);
        Written();
    }

    public override void Write(ReadOnlySpan<char> buffer)
    {
        foreach (char c in buffer)
        {
            Put(c);
        }

        Written();
    }

    protected override void Dispose(bool disposing)
    {
        if (!_isOpen)
        {
            return;
        }

        try
        {
            Flush(true, true);
        }
        finally
        {
            _isOpen = false;
            if (!_leavesOpen)
            {
                _stream.Close();
            }
        }
    }

    // Unbuffered: this has its own buffer.
    private static FileStream Open(string path, bool append)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new FileStream(path, append ? FileMode.Append : FileMode.Create, FileAccess.Write, FileShare.Read, 1);
    }

    private void Put(char value)
    {
        ThrowIfBusy();
        if (_count == _chars.Length)
        {
            Flush(false, false);
        }

        _chars[_count++] = value;
    }

    private void Written()
    {
        ObjectDisposedException.ThrowIf(!_isOpen, this);
        if (_flushes)
        {
            Flush(true, false);
        }
    }

    private void Flush(bool flushesStream, bool flushesEncoder)
    {
        ReadOnlySpan<byte> bytes = _bytes.AsSpan(0, Encode(flushesStream, flushesEncoder, out bool isFirst));
        if (isFirst)
        {
            _stream.Write(_encoding.Preamble);
        }

        if (bytes.Length > 0)
        {
            _stream.Write(bytes);
        }

        if (flushesStream)
        {
            _stream.Flush();
        }
    }

    // How many bytes there are to write, and whether the preamble precedes them.
    private int Encode(bool flushesStream, bool flushesEncoder, out bool isFirst)
    {
        ObjectDisposedException.ThrowIf(!_isOpen, this);
        ThrowIfBusy();
        isFirst = false;
        if (_count == 0 && !flushesStream && !flushesEncoder)
        {
            return 0;
        }

        isFirst = !_hasBegun && _encoding.Preamble.Length > 0;
        _hasBegun = true;
        int bytes = _encoder.GetBytes(_chars.AsSpan(0, _count), _bytes, flushesEncoder);
        _count = 0;
        return bytes;
    }

    private void ThrowIfBusy()
    {
        if (_isBusy)
        {
            throw new InvalidOperationException("The stream is currently in use by a previous operation on the stream.");
        }
    }
}
