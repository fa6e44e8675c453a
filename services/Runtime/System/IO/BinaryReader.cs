// Numbers and text from a stream, little-endian.

using System.Buffers.Binary;
using System.Text;

namespace System.IO;

public class BinaryReader : IDisposable
{
    private readonly Encoding _encoding;
    private readonly Decoder _decoder;
    private readonly bool _leavesOpen;
    private readonly byte[] _bytes = new byte[16];
    private bool _isOpen = true;

    public BinaryReader(Stream input)
        : this(input, Encoding.UTF8, false)
    {
    }

    public BinaryReader(Stream input, Encoding encoding)
        : this(input, encoding, false)
    {
    }

    public BinaryReader(Stream input, Encoding encoding, bool leaveOpen)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(encoding);
        if (!input.CanRead)
        {
            throw new ArgumentException("Stream was not readable.");
        }

        BaseStream = input;
        _encoding = encoding;
        _decoder = encoding.GetDecoder();
        _leavesOpen = leaveOpen;
    }

    public virtual Stream BaseStream { get; }

    public virtual void Close() => Dispose(true);

    public void Dispose() => Dispose(true);

    public virtual int PeekChar()
    {
        if (!BaseStream.CanSeek)
        {
            return -1;
        }

        long position = BaseStream.Position;
        int next = Read();
        BaseStream.Position = position;
        return next;
    }

    public virtual int Read()
    {
        Span<char> one = stackalloc char[1];
        return ReadInto(one) == 0 ? -1 : one[0];
    }

    public virtual int Read(byte[] buffer, int index, int count) => Open.Read(buffer, index, count);

    public virtual int Read(Span<byte> buffer) => Open.Read(buffer);

    public virtual int Read(char[] buffer, int index, int count)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        return ReadInto(buffer.AsSpan(index, count));
    }

    public virtual byte ReadByte()
    {
        int value = Open.ReadByte();
        return value >= 0 ? (byte)value : throw new EndOfStreamException("Unable to read beyond the end of the stream.");
    }

    public virtual sbyte ReadSByte() => (sbyte)ReadByte();

    public virtual bool ReadBoolean() => ReadByte() != 0;

    public virtual char ReadChar()
    {
        int value = Read();
        return value >= 0 ? (char)value : throw new EndOfStreamException("Unable to read beyond the end of the stream.");
    }

    public virtual char[] ReadChars(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        char[] chars = new char[count];
        int read = Read(chars, 0, count);
        Array.Resize(ref chars, read);
        return chars;
    }

    public virtual byte[] ReadBytes(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        byte[] bytes = new byte[count];
        int read = Open.ReadAtLeast(bytes, count, throwOnEndOfStream: false);
        Array.Resize(ref bytes, read);
        return bytes;
    }

    public virtual void ReadExactly(Span<byte> buffer) => Open.ReadExactly(buffer);

    public virtual short ReadInt16() => BinaryPrimitives.ReadInt16LittleEndian(Next(2));

    public virtual ushort ReadUInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Next(2));

    public virtual int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(Next(4));

    public virtual uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Next(4));

    public virtual long ReadInt64() => BinaryPrimitives.ReadInt64LittleEndian(Next(8));

    public virtual ulong ReadUInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Next(8));

    public virtual float ReadSingle() => BitConverter.Int32BitsToSingle(ReadInt32());

    public virtual double ReadDouble() => BitConverter.Int64BitsToDouble(ReadInt64());

    public virtual string ReadString()
    {
        int length = Read7BitEncodedInt();
        if (length < 0)
        {
            throw new IOException($"BinaryReader encountered an invalid string length of {length} characters.");
        }

        byte[] bytes = ReadBytes(length);
        return bytes.Length == length
            ? _encoding.GetString(bytes)
            : throw new EndOfStreamException("Unable to read beyond the end of the stream.");
    }

    public int Read7BitEncodedInt()
    {
        uint value = 0;
        for (int shift = 0; shift < 35; shift += 7)
        {
            byte next = ReadByte();
            if (shift == 28 && next > 0x0F)
            {
                break;
            }

            value |= (next & 0x7Fu) << shift;
            if (next < 0x80)
            {
                return (int)value;
            }
        }

        throw new FormatException("Too many bytes in what should have been a 7-bit encoded integer.");
    }

    public long Read7BitEncodedInt64()
    {
        ulong value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            byte next = ReadByte();
            if (shift == 63 && next > 1)
            {
                break;
            }

            value |= (next & 0x7Ful) << shift;
            if (next < 0x80)
            {
                return (long)value;
            }
        }

        throw new FormatException("Too many bytes in what should have been a 7-bit encoded integer.");
    }

    protected virtual void Dispose(bool disposing)
    {
        if (_isOpen && !_leavesOpen)
        {
            BaseStream.Close();
        }

        _isOpen = false;
    }

    protected virtual void FillBuffer(int numBytes) => _ = Next(numBytes);

    private Stream Open
    {
        get
        {
            CheckOpen();
            return BaseStream;
        }
    }

    // Reads only the bytes that it needs: those after the characters stay in the stream.
    private int ReadInto(Span<char> chars)
    {
        CheckOpen();
        int count = 0;
        for (int next; count < chars.Length && (next = BaseStream.ReadByte()) >= 0;)
        {
            _bytes[0] = (byte)next;
            count += _decoder.GetChars(_bytes.AsSpan(0, 1), chars[count..], false);
        }

        return count;
    }

    private void CheckOpen()
    {
        if (!_isOpen)
        {
            throw new ObjectDisposedException(null, "Cannot access a closed file.");
        }
    }

    private ReadOnlySpan<byte> Next(int count)
    {
        Open.ReadExactly(_bytes.AsSpan(0, count));
        return _bytes.AsSpan(0, count);
    }
}
