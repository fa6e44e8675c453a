// How directory entries lie in a buffer.

using System;
using System.Buffers.Binary;
using System.Text;
using RustKernel.Services.FileSystems;

namespace RustKernel.Services;

/// <summary>
/// Entries follow each other. An entry has six numbers of eight bytes (node, size, three times, flags), a length of two bytes, and the name
/// in UTF-8. The next one begins at a multiple of eight.
/// </summary>
public static class EntryFormat
{
    /// <summary>Bytes of the longest entry.</summary>
    public const int MostBytes = NameAt + (255 * 3) + 7;

    private const int LengthAt = 48;
    private const int NameAt = 50;

    /// <summary>Writes an entry to the start of <paramref name="bytes"/>. Returns the bytes used; 0: there is no room.</summary>
    public static int Write(Span<byte> bytes, in DirectoryEntry entry)
    {
        int length = Encoding.UTF8.GetByteCount(entry.Name);
        int all = (NameAt + length + 7) & ~7;
        if (all > bytes.Length)
        {
            return 0;
        }

        Put(bytes, 0, entry.Status.Node);
        Put(bytes, 8, entry.Status.SizeBytes);
        Put(bytes, 16, (ulong)entry.Status.Created);
        Put(bytes, 24, (ulong)entry.Status.Accessed);
        Put(bytes, 32, (ulong)entry.Status.Modified);
        Put(bytes, 40, (ulong)entry.Status.Flags);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.Slice(LengthAt), (ushort)length);
        _ = Encoding.UTF8.GetBytes(entry.Name, bytes.Slice(NameAt));
        return all;
    }

    /// <summary>Reads the entry at the start of <paramref name="bytes"/>. Returns the bytes used; 0: it is damaged.</summary>
    public static int Read(ReadOnlySpan<byte> bytes, out DirectoryEntry entry)
    {
        entry = default;
        int length = bytes.Length < NameAt ? 0 : BinaryPrimitives.ReadUInt16LittleEndian(bytes.Slice(LengthAt));
        int all = (NameAt + length + 7) & ~7;
        if (length == 0 || all > bytes.Length)
        {
            return 0;
        }

        entry.Status.Node = Get(bytes, 0);
        entry.Status.SizeBytes = Get(bytes, 8);
        entry.Status.Created = (long)Get(bytes, 16);
        entry.Status.Accessed = (long)Get(bytes, 24);
        entry.Status.Modified = (long)Get(bytes, 32);
        entry.Status.Flags = (FileFlags)(uint)Get(bytes, 40);
        entry.Name = Encoding.UTF8.GetString(bytes.Slice(NameAt, length));
        return all;
    }

    private static void Put(Span<byte> bytes, int at, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(bytes.Slice(at), value);

    private static ulong Get(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt64LittleEndian(bytes.Slice(at));
}
