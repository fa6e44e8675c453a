// Text from a stream of bytes. One operation at a time.

using System.Text;

namespace System.IO;

public partial class StreamReader : TextReader
{
    private const int LeastBytes = 128;
    private const int DefaultBytes = 1024;
    private const int FileBytes = 4096;
    private readonly Stream _stream;
    private readonly bool _leavesOpen;
    private readonly byte[] _bytes;
    private readonly char[] _chars;
    private Encoding _encoding;
    private Decoder _decoder;
    private readonly bool _detects;
    private bool _isAtStart = true;
    private bool _isAtEnd;
    private bool _isOpen = true;
    private bool _isBusy;
    private int _at;
    private int _end;

    public StreamReader(Stream stream)
        : this(stream, true)
    {
    }

    public StreamReader(Stream stream, bool detectEncodingFromByteOrderMarks)
        : this(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks, DefaultBytes, false)
    {
    }

    public StreamReader(Stream stream, Encoding? encoding)
        : this(stream, encoding, true, DefaultBytes, false)
    {
    }

    public StreamReader(Stream stream, Encoding? encoding, bool detectEncodingFromByteOrderMarks)
        : this(stream, encoding, detectEncodingFromByteOrderMarks, DefaultBytes, false)
    {
    }

    public StreamReader(Stream stream, Encoding? encoding, bool detectEncodingFromByteOrderMarks, int bufferSize)
        : this(stream, encoding, detectEncodingFromByteOrderMarks, bufferSize, false)
    {
    }

    public StreamReader(
        Stream stream,
        Encoding? encoding = null,
        bool detectEncodingFromByteOrderMarks = true,
        int bufferSize = -1,
        bool leaveOpen = false)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanRead)
        {
            throw new ArgumentException("Stream was not readable.");
        }

        bufferSize = bufferSize == -1 ? DefaultBytes : bufferSize;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bufferSize);
        _stream = stream;
        _encoding = encoding ?? Encoding.UTF8;
        _decoder = _encoding.GetDecoder();
        _detects = detectEncodingFromByteOrderMarks;
        _leavesOpen = leaveOpen;
        _bytes = new byte[Math.Max(bufferSize, LeastBytes)];
        _chars = new char[_encoding.GetMaxCharCount(_bytes.Length)];
    }

    public StreamReader(string path)
        : this(path, true)
    {
    }

    public StreamReader(string path, bool detectEncodingFromByteOrderMarks)
        : this(path, Encoding.UTF8, detectEncodingFromByteOrderMarks)
    {
    }

    public StreamReader(string path, Encoding? encoding)
        : this(path, encoding, true)
    {
    }

    public StreamReader(string path, Encoding? encoding, bool detectEncodingFromByteOrderMarks)
        : this(path, encoding, detectEncodingFromByteOrderMarks, FileBytes)
    {
    }

    public StreamReader(string path, Encoding? encoding, bool detectEncodingFromByteOrderMarks, int bufferSize)
        : this(Open(path), encoding, detectEncodingFromByteOrderMarks, bufferSize, false)
    {
    }

    public virtual Stream BaseStream => _stream;

    public virtual Encoding CurrentEncoding => _encoding;

    public bool EndOfStream => Peek() < 0;

    public void DiscardBufferedData()
    {
        _at = 0;
        _end = 0;
        _isAtEnd = false;
        _decoder = _encoding.GetDecoder();
    }

    public override int Peek() => _at < _end || Fill() ? _chars[_at] : -1;

    public override int Read() => _at < _end || Fill() ? _chars[_at++] : -1;

    public override int Read(Span<char> buffer)
    {
        int count = 0;
        while (count < buffer.Length && (_at < _end || (count == 0 && Fill())))
        {
            int more = Math.Min(_end - _at, buffer.Length - count);
            _chars.AsSpan(_at, more).CopyTo(buffer[count..]);
            _at += more;
            count += more;
        }

        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (_isOpen && !_leavesOpen)
        {
            _stream.Close();
        }

        _isOpen = false;
    }

    // Unbuffered: this has its own buffer.
    private static FileStream Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
    }

    private bool Fill()
    {
        Check();
        (_at, _end) = (0, 0);
        while (_end == 0 && !_isAtEnd)
        {
            int count = 0;
            int more;
            do
            {
                more = _stream.Read(_bytes, count, _bytes.Length - count);
                count += more;
            }
            while (more > 0 && IsMarkBegun(count));
            Decode(count);
        }

        return _end > 0;
    }

    private void Check()
    {
        ObjectDisposedException.ThrowIf(!_isOpen, this);
        if (_isBusy)
        {
            throw new InvalidOperationException("The stream is currently in use by a previous operation on the stream.");
        }
    }

    // The first bytes may be the encoding's byte order mark. A mark of another encoding is recognised only if it came at once, as in .NET.
    private bool IsMarkBegun(int count)
    {
        ReadOnlySpan<byte> own = _encoding.Preamble;
        return _isAtStart && count < own.Length && own.StartsWith(_bytes.AsSpan(0, count));
    }

    private void Decode(int count)
    {
        _isAtEnd = count == 0;
        int mark = _isAtStart ? SkipMark(_bytes.AsSpan(0, count)) : 0;
        _isAtStart = false;
        _end = _decoder.GetChars(_bytes.AsSpan(mark, count - mark), _chars, _isAtEnd);
    }

    private int SkipMark(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> own = _encoding.Preamble;
        Encoding? marked = !_detects ? null
            : bytes.StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8
            : bytes.StartsWith(Encoding.UTF32.Preamble) ? Encoding.UTF32
            : bytes.StartsWith(Encoding.Unicode.Preamble) ? Encoding.Unicode
            : bytes.StartsWith(Encoding.BigEndianUnicode.Preamble) ? Encoding.BigEndianUnicode
            : null;
        if (marked is null)
        {
            return own.Length > 0 && bytes.StartsWith(own) ? own.Length : 0;
        }

        if (marked.CodePage != _encoding.CodePage)
        {
            _encoding = marked;
            _decoder = marked.GetDecoder();
        }

        return marked.Preamble.Length;
    }
}
