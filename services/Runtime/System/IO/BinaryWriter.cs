// Numbers and text into a stream, little-endian.

using System.Buffers.Binary;
using System.Text;
using System.Threading.Tasks;

namespace System.IO;

public class BinaryWriter : IDisposable, IAsyncDisposable
{
    public static readonly BinaryWriter Null = new(Stream.Null);
    private readonly Encoding _encoding;
    private readonly bool _leavesOpen;
    private readonly byte[] _bytes = new byte[16];

    public BinaryWriter(Stream output)
        : this(output, new UTF8Encoding(false), false)
    {
    }

    public BinaryWriter(Stream output, Encoding encoding)
        : this(output, encoding, false)
    {
    }

    public BinaryWriter(Stream output, Encoding encoding, bool leaveOpen)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(encoding);
        if (!output.CanWrite)
        {
            throw new ArgumentException("Stream was not writable.");
        }

        OutStream = output;
        _encoding = encoding;
        _leavesOpen = leaveOpen;
    }

    public virtual Stream BaseStream
    {
        get
        {
            Flush();
            return OutStream;
        }
    }

    protected Stream OutStream;

    public virtual void Close() => Dispose(true);

    public void Dispose() => Dispose(true);

    public virtual ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }

    public virtual void Flush() => OutStream.Flush();

    public virtual long Seek(int offset, SeekOrigin origin) => OutStream.Seek(offset, origin);

    public virtual void Write(bool value) => OutStream.WriteByte(value ? (byte)1 : (byte)0);

    public virtual void Write(byte value) => OutStream.WriteByte(value);

    public virtual void Write(sbyte value) => OutStream.WriteByte((byte)value);

    public virtual void Write(byte[] buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        OutStream.Write(buffer, 0, buffer.Length);
    }

    public virtual void Write(byte[] buffer, int index, int count) => OutStream.Write(buffer, index, count);

    public virtual void Write(ReadOnlySpan<byte> buffer) => OutStream.Write(buffer);

    public virtual void Write(char ch)
    {
        if (char.IsSurrogate(ch))
        {
            throw new ArgumentException("Unicode surrogate characters must be written out as pairs together in the same call, not "
                + "individually. Consider passing in a character array instead.");
        }

        Write(new ReadOnlySpan<char>(in ch));
    }

    public virtual void Write(char[] chars)
    {
        ArgumentNullException.ThrowIfNull(chars);
        Write(chars.AsSpan());
    }

    public virtual void Write(char[] chars, int index, int count)
    {
        ArgumentNullException.ThrowIfNull(chars);
        Write(chars.AsSpan(index, count));
    }

    public virtual void Write(ReadOnlySpan<char> chars)
    {
        byte[] bytes = new byte[_encoding.GetByteCount(chars)];
        _ = _encoding.GetBytes(chars, bytes);
        OutStream.Write(bytes, 0, bytes.Length);
    }

    public virtual void Write(short value)
    {
        BinaryPrimitives.WriteInt16LittleEndian(_bytes, value);
        OutStream.Write(_bytes, 0, 2);
    }

    public virtual void Write(ushort value) => Write((short)value);

    public virtual void Write(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_bytes, value);
        OutStream.Write(_bytes, 0, 4);
    }

    public virtual void Write(uint value) => Write((int)value);

    public virtual void Write(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_bytes, value);
        OutStream.Write(_bytes, 0, 8);
    }

    public virtual void Write(ulong value) => Write((long)value);

    public virtual void Write(float value) => Write(BitConverter.SingleToInt32Bits(value));

    public virtual void Write(double value) => Write(BitConverter.DoubleToInt64Bits(value));

    public virtual void Write(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        byte[] bytes = _encoding.GetBytes(value);
        Write7BitEncodedInt(bytes.Length);
        OutStream.Write(bytes, 0, bytes.Length);
    }

    public void Write7BitEncodedInt(int value) => Write7BitEncodedInt64((uint)value);

    public void Write7BitEncodedInt64(long value)
    {
        ulong rest = (ulong)value;
        for (; rest > 0x7F; rest >>= 7)
        {
            Write((byte)(rest | 0x80));
        }

        Write((byte)rest);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (_leavesOpen)
        {
            OutStream.Flush();
        }
        else
        {
            OutStream.Close();
        }
    }
}
