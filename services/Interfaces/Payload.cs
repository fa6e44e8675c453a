// Arguments or results of one operation as bytes: numbers in their natural size, little-endian, without gaps; text as UTF-8 and bytes after
// a length of four bytes. Up to 64 bytes travel in the message, up to MaximumBytes in a memory object beside it.

using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;
using RustKernel.User;

namespace RustKernel.Services;

/// <summary>
/// Writes and reads. Reading damaged bytes gives zeros and sets <see cref="IsBad"/>; nothing here throws. One thread at a time.
/// </summary>
public sealed class Payload
{
    /// <summary>
    /// Most bytes of the arguments, or of the results, of one operation. More goes through a memory
    /// object of its own, as a handle.
    /// </summary>
    public const int MaximumBytes = 4096;

    /// <summary>Bytes that fit into the words of a message.</summary>
    public const int WordBytes = (int)MessageInfo.MaximumWords * 8;

    /// <summary>Bytes of the memory object: the maximum, and room for the last item read.</summary>
    public const ulong ObjectBytes = MaximumBytes * 2;

    private const int ReadPiece = 56;
    private const int WritePiece = 48;
    private byte[] _bytes = new byte[WordBytes + 8];
    private int _position;

    /// <summary>Bytes written, or available to read.</summary>
    public int Length { get; private set; }

    /// <summary>More was written than fits, or more was read than there is.</summary>
    public bool IsBad { get; private set; }

    /// <summary>Whether it needs a memory object.</summary>
    public bool IsLong => Length > WordBytes;

    /// <summary>Everything was read; at most the padding of the last word is left.</summary>
    public bool IsComplete => !IsBad && Length - _position < 8;

    /// <summary>Begins to write.</summary>
    public void Clear()
    {
        Length = 0;
        _position = 0;
        IsBad = false;
    }

    /// <summary>Writes the lowest <paramref name="bytes"/> (1, 2, 4, 8) of a number.</summary>
    public void Write(ulong value, int bytes)
    {
        if (Room(bytes))
        {
            Put(Length, value);
            Length += bytes;
        }
    }

    /// <summary>Writes the length, then the bytes.</summary>
    public void Write(ReadOnlySpan<byte> value)
    {
        Write((ulong)value.Length, 4);
        Append(value);
    }

    /// <summary>Writes text; null is sent as empty.</summary>
    public void Write(string? value)
    {
        int bytes = Encoding.UTF8.GetByteCount(value ?? string.Empty);
        Write((ulong)bytes, 4);
        Append(value, bytes);
    }

    /// <summary>Writes the length in one byte, then at most <paramref name="most"/> bytes, which is no more than 255.</summary>
    public void WriteShort(ReadOnlySpan<byte> value, int most)
    {
        IsBad |= value.Length > most;
        Write((ulong)value.Length, 1);
        Append(value);
    }

    /// <summary>The same with text.</summary>
    public void WriteShort(string? value, int most)
    {
        int bytes = Encoding.UTF8.GetByteCount(value ?? string.Empty);
        IsBad |= bytes > most;
        Write((ulong)bytes, 1);
        Append(value, bytes);
    }

    /// <summary>Reads a number of <paramref name="bytes"/>; the bits above are 0.</summary>
    public ulong Read(int bytes)
    {
        if (!Has(bytes))
        {
            return 0;
        }

        ulong value = Get(_position);
        _position += bytes;
        return bytes == 8 ? value : value & ((1ul << (8 * bytes)) - 1);
    }

    /// <summary>Reads a truth value: 0 or 1.</summary>
    public bool ReadBoolean()
    {
        ulong value = Read(1);
        IsBad |= value > 1;
        return value == 1;
    }

    /// <summary>Reads bytes. They are valid until the payload is used for the next message.</summary>
    public ReadOnlySpan<byte> ReadSpan() => ReadSpan(Read(4), MaximumBytes);

    /// <summary>Reads what <see cref="WriteShort(ReadOnlySpan{byte}, int)"/> wrote; valid as long as in <see cref="ReadSpan()"/>.</summary>
    public ReadOnlySpan<byte> ReadShortSpan(int most) => ReadSpan(Read(1), most);

    /// <summary>The same, copied into a new array.</summary>
    public byte[] ReadShortBytes(int most) => Copy(ReadShortSpan(most));

    /// <summary>The same, text.</summary>
    public string ReadShortText(int most) => Encoding.UTF8.GetString(ReadShortSpan(most));

    private ReadOnlySpan<byte> ReadSpan(ulong count, int most)
    {
        if (count > (ulong)most || !Has((int)count))
        {
            IsBad = true;
            return default;
        }

        ReadOnlySpan<byte> value = new ReadOnlySpan<byte>(_bytes).Slice(_position, (int)count);
        _position += (int)count;
        return value;
    }

    /// <summary>Reads bytes into a new array.</summary>
    public byte[] ReadBytes() => Copy(ReadSpan());

    private static byte[] Copy(ReadOnlySpan<byte> value)
    {
        byte[] copy = new byte[value.Length];
        value.CopyTo(copy);
        return copy;
    }

    /// <summary>Reads text. What is not UTF-8 becomes U+FFFD.</summary>
    public string ReadText() => Encoding.UTF8.GetString(ReadSpan());

    /// <summary>Puts the payload into the words of a message; returns how many.</summary>
    public uint Store(ref Message message)
    {
        // Zero the bytes after the end up to the next word: an earlier message may have left others. Writing left room for a word.
        Put(Length, 0);
        uint words = (uint)(Length + 7) / 8;
        for (int i = 0; i < (int)words; i++)
        {
            message.Words[i] = Get(i * 8);
        }

        return words;
    }

    /// <summary>Takes the payload from the words of a message.</summary>
    public void Load(ref Message message)
    {
        Clear();
        uint words = message.Info.Words;
        for (int i = 0; i < (int)words; i++)
        {
            Put(i * 8, message.Words[i]);
        }

        Length = (int)words * 8;
    }

    /// <summary>Puts the payload at the start of a memory object. The errors of <see cref="SystemCall.MemoryWrite"/>.</summary>
    internal ErrorCode Store(Handle<Memory> memory)
    {
        Grow(Length + WritePiece);
        new Span<byte>(_bytes).Slice(Length, WritePiece).Clear();
        RegisterWords words = default;
        ErrorCode error = ErrorCode.None;
        for (int at = 0; at < Length && error == ErrorCode.None; at += WritePiece)
        {
            for (int i = 0; i < WritePiece / 8; i++)
            {
                words[i] = Get(at + (8 * i));
            }

            error = Kernel.MemoryWrite(memory, (ulong)at, in words);
        }

        return error;
    }

    /// <summary>
    /// Copies <paramref name="length"/> bytes from the start of a memory object, which others may still change. Corrupt: too long; else the
    /// errors of <see cref="SystemCall.MemoryRead"/>.
    /// </summary>
    internal ErrorCode Load(Handle<Memory> memory, ulong length)
    {
        Clear();
        if (length > MaximumBytes)
        {
            return ErrorCode.Corrupt;
        }

        Grow((int)length + ReadPiece);

        for (int at = 0; at < (int)length; at += ReadPiece)
        {
            ErrorCode error = Kernel.MemoryRead(memory, (ulong)at, out RegisterWords words);
            if (error != ErrorCode.None)
            {
                return error;
            }

            for (int i = 0; i < ReadPiece / 8; i++)
            {
                Put(at + (8 * i), words[i]);
            }
        }

        Length = (int)length;
        return ErrorCode.None;
    }

    private void Append(ReadOnlySpan<byte> value)
    {
        if (Room(value.Length))
        {
            value.CopyTo(new Span<byte>(_bytes).Slice(Length));
            Length += value.Length;
        }
    }

    private void Append(string? value, int bytes)
    {
        if (Room(bytes))
        {
            Length += Encoding.UTF8.GetBytes(value ?? string.Empty, new Span<byte>(_bytes).Slice(Length));
        }
    }

    // Not inlined: called from many places.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private ulong Get(int at) => BinaryPrimitives.ReadUInt64LittleEndian(new ReadOnlySpan<byte>(_bytes).Slice(at));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Put(int at, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(new Span<byte>(_bytes).Slice(at), value);

    private bool Has(int bytes)
    {
        IsBad |= Length - _position < bytes;
        if (IsBad)
        {
            return false;
        }

        // Numbers are read and written eight bytes at a time.
        Grow(_position + 8);
        return true;
    }

    private bool Room(int bytes)
    {
        IsBad |= bytes > MaximumBytes - Length;
        if (!IsBad)
        {
            Grow(Length + bytes + 8);
        }

        return !IsBad;
    }

    private void Grow(int bytes)
    {
        if (_bytes.Length < bytes)
        {
            byte[] grown = new byte[Math.Max(bytes, _bytes.Length * 2)];
            new ReadOnlySpan<byte>(_bytes).CopyTo(grown);
            _bytes = grown;
        }
    }
}
