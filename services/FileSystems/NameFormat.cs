// How names of a directory lie in a buffer.

using System;
using System.Buffers.Binary;
using System.Text;

namespace RustKernel.Services.FileSystems;

/// <summary>
/// Names follow each other: two bytes of length, with the highest bit set for a directory, and the name in UTF-8. For directories of many
/// names: neither side makes an object for a name.
/// </summary>
public static class NameFormat
{
    /// <summary>Bytes before a name.</summary>
    public const int NameAt = 2;

    /// <summary>Bytes of the longest name.</summary>
    public const int MostBytes = 255 * 3;

    private const ushort DirectoryBit = 0x8000;

    /// <summary>Writes a name to the start of <paramref name="bytes"/>. Returns the bytes used; 0: there is no room.</summary>
    public static int Write(Span<byte> bytes, ReadOnlySpan<byte> name, bool isDirectory)
    {
        int all = NameAt + name.Length;
        if (all > bytes.Length)
        {
            return 0;
        }

        name.CopyTo(bytes.Slice(NameAt));
        return WriteHead(bytes, name.Length, isDirectory);
    }

    /// <summary>The same for characters.</summary>
    public static int Write(Span<byte> bytes, ReadOnlySpan<char> name, bool isDirectory)
    {
        int length = 0;
        int room = bytes.Length - NameAt;
        for (; length < name.Length && length < room && name[length] < 0x80; length++)
        {
            bytes[NameAt + length] = (byte)name[length];
        }

        if (length < name.Length)
        {
            length = Encoding.UTF8.GetByteCount(name);
            if (length > room)
            {
                return 0;
            }

            _ = Encoding.UTF8.GetBytes(name, bytes.Slice(NameAt));
        }
        else if (room < 0)
        {
            return 0;
        }

        return WriteHead(bytes, length, isDirectory);
    }

    /// <summary>
    /// The length of the name at the start of <paramref name="bytes"/>, which begins at <see cref="NameAt"/>; 0: it is damaged.
    /// </summary>
    public static int Read(ReadOnlySpan<byte> bytes, out bool isDirectory)
    {
        int head = bytes.Length < NameAt ? 0 : BinaryPrimitives.ReadUInt16LittleEndian(bytes);
        isDirectory = (head & DirectoryBit) != 0;
        int length = head & ~DirectoryBit;
        return length <= bytes.Length - NameAt ? length : 0;
    }

    /// <summary>
    /// Writes the head before a name of <paramref name="length"/> bytes that already lies at <see cref="NameAt"/>. Returns the bytes of
    /// both.
    /// </summary>
    public static int WriteHead(Span<byte> bytes, int length, bool isDirectory)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)(length | (isDirectory ? DirectoryBit : 0)));
        return NameAt + length;
    }
}
