// The records of getdents64. Independent of memory and services: host tests compile it.

using System;
using System.Runtime.CompilerServices;

namespace RustKernel.Linux.Files;

/// <summary>
/// Records of a directory: node and place (eight bytes each), length of the record (two), kind (one), the name with a zero; the next
/// begins at a multiple of eight. [man 2 getdents64]
/// </summary>
internal static class DirectoryRecords
{
    /// <summary>Kind of a directory, DT_DIR.</summary>
    internal const byte Directory = 4;

    /// <summary>Kind of a file, DT_REG.</summary>
    internal const byte File = 8;

    private const int PlaceAt = 8;
    private const int LengthAt = 16;
    private const int KindAt = 18;
    private const int NameAt = 19;

    // An entry from a file system (EntryFormat): six words, the length of the name, the name.
    private const int EntryFlagsAt = 40;
    private const int EntryLengthAt = 48;
    private const int EntryNameAt = 50;
    private const uint EntryIsDirectory = 0x10;

    /// <summary>Adds a record at the start of <paramref name="to"/>. Returns its bytes; 0: there is no room.</summary>
    internal static int Add(Span<byte> to, ulong node, ulong place, byte kind, ReadOnlySpan<byte> name)
    {
        int bytes = (NameAt + name.Length + 1 + 7) & ~7;
        if (bytes > to.Length)
        {
            return 0;
        }

        to.Slice(0, bytes).Clear();
        Put(to, 0, node, 8);
        Put(to, PlaceAt, place, 8);
        Put(to, LengthAt, (ulong)bytes, 2);
        to[KindAt] = kind;
        name.CopyTo(to.Slice(NameAt));
        return bytes;
    }

    /// <summary>
    /// Makes records of <paramref name="entries"/>, in the form of a file system. Returns their bytes in <paramref name="to"/>, which must
    /// have as much room. EIO: the entries are damaged.
    /// </summary>
    internal static long Convert(ReadOnlySpan<byte> entries, Span<byte> to, ulong place)
    {
        int bytes = 0;
        while (entries.Length > 0)
        {
            int length = entries.Length < EntryNameAt ? 0 : (int)Get(entries, EntryLengthAt, 2);
            int all = (EntryNameAt + length + 7) & ~7;
            if (length == 0 || all > entries.Length)
            {
                return Errno.InputOutput;
            }

            bool isDirectory = (Get(entries, EntryFlagsAt, 4) & EntryIsDirectory) != 0;
            int added = Add(
                to.Slice(bytes), Get(entries, 0, 8), ++place, isDirectory ? Directory : File, entries.Slice(EntryNameAt, length));
            if (added == 0)
            {
                return Errno.InputOutput;
            }

            bytes += added;
            entries = entries.Slice(all);
        }

        return bytes;
    }

    /// <summary>
    /// How many bytes of whole records fit into <paramref name="room"/>; EINVAL: not even the first. Damaged records end the count.
    /// </summary>
    internal static long Fit(ReadOnlySpan<byte> records, ulong room)
    {
        int bytes = 0;
        while (records.Length - bytes >= NameAt)
        {
            int next = (int)Get(records.Slice(bytes), LengthAt, 2);
            if (next == 0 || next > records.Length - bytes || (ulong)(bytes + next) > room)
            {
                break;
            }

            bytes += next;
        }

        return bytes == 0 && records.Length != 0 ? Errno.Invalid : bytes;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Put(Span<byte> to, int at, ulong value, int bytes)
    {
        for (int i = 0; i < bytes; i++)
        {
            to[at + i] = (byte)(value >> (8 * i));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong Get(ReadOnlySpan<byte> from, int at, int bytes)
    {
        ulong value = 0;
        for (int i = 0; i < bytes; i++)
        {
            value |= (ulong)from[at + i] << (8 * i);
        }

        return value;
    }
}
