// Long names: up to 20 directory entries before the 8.3 entry, last part first.

using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace RustKernel.Services.FileSystems.Fat32;

/// <summary>Rules and parts of long names. [fatgen103, "Long Directory Entries"]</summary>
internal static class LongName
{
    /// <summary>The most UTF-16 units of a name.</summary>
    public const int MostUnits = 255;

    /// <summary>The attribute byte of a part.</summary>
    public const byte Attributes = 0x0F;

    /// <summary>The bits of an attribute byte that mark a part.</summary>
    public const byte AttributesMask = 0x3F;

    /// <summary>The most parts of a name.</summary>
    public const int MostParts = 20;

    /// <summary>UTF-16 units of a part.</summary>
    public const int UnitsInPart = 13;

    /// <summary>The bit of a part's first byte that marks the name's last part.</summary>
    public const byte LastPart = 0x40;

    // For ASCII: 1 for characters allowed in a name: all from ' ' except " * / : < > ? \ | and DEL.
    private static ReadOnlySpan<byte> Held =>
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 0, 1, 0, 0,
        1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 1, 1,
        1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 1, 0,
    ];

    /// <summary>Whether a name may contain this character.</summary>
    public static bool MayHold(char one) => one >= (char)Held.Length || Held[one] != 0;

    /// <summary>Whether a stored name could be typed again: it contains only allowed characters, and its end is allowed.</summary>
    public static bool IsShown(ReadOnlySpan<char> name)
    {
        foreach (char one in name)
        {
            if (!MayHold(one))
            {
                return false;
            }
        }

        return name[name.Length - 1] is not ('.' or ' ');
    }

    /// <summary>The name as stored: without dots and spaces at its end, which other systems drop. Throws if it is not a name.</summary>
    public static string Normalize(string name, string path)
    {
        int length = name.Length;
        while (length > 0 && name[length - 1] is '.' or ' ')
        {
            length--;
        }

        if (length == 0)
        {
            throw new FileSystemException(ErrorCode.InvalidArgument, $"'{path}': a name must not be empty or of dots and spaces alone.");
        }

        if (length > MostUnits)
        {
            throw new FileSystemException(ErrorCode.InvalidArgument, $"'{path}': a name has {length} characters, more than {MostUnits}.");
        }

        for (int i = 0; i < length; i++)
        {
            if (!MayHold(name[i]))
            {
                throw new FileSystemException(
                    ErrorCode.InvalidArgument,
                    $"'{path}': a name must not hold the character U+{(int)name[i]:X4}.");
            }
        }

        return length == name.Length ? name : name.Substring(0, length);
    }

    /// <summary>How many parts a name needs.</summary>
    public static int Parts(string name) => (name.Length + UnitsInPart - 1) / UnitsInPart;

    /// <summary>Writes part <paramref name="number"/> (from 1).</summary>
    public static void Encode(string name, int number, byte checksum, Span<byte> slot)
    {
        slot.Clear();
        slot[0] = (byte)(number | (number == Parts(name) ? LastPart : 0));
        slot[11] = Attributes;
        slot[13] = checksum;
        for (int i = 0; i < UnitsInPart; i++)
        {
            int at = ((number - 1) * UnitsInPart) + i;
            ushort unit = at < name.Length ? name[at] : (at == name.Length ? (ushort)0 : (ushort)0xFFFF);
            BinaryPrimitives.WriteUInt16LittleEndian(slot.Slice(Offset(i)), unit);
        }
    }

    /// <summary>
    /// Reads part <paramref name="number"/> into <paramref name="units"/> (room for all parts). False if the slot is no such part.
    /// <paramref name="length"/>: more than 0 if it was the last part, and then the length of the name.
    /// </summary>
    public static bool TryDecode(ReadOnlySpan<byte> slot, int number, byte checksum, Span<char> units, out int length)
    {
        length = 0;
        bool isLast = (slot[0] & LastPart) != 0;
        if ((slot[0] & ~LastPart) != number || !IsPart(slot) || slot[12] != 0 || slot[13] != checksum)
        {
            return false;
        }

        int end = UnitsInPart;
        Span<char> part = units.Slice((number - 1) * UnitsInPart, UnitsInPart);
        for (int i = 0; i < UnitsInPart; i++)
        {
            char unit = (char)BinaryPrimitives.ReadUInt16LittleEndian(slot.Slice(Offset(i), 2));
            part[i] = unit;
            if (unit == 0)
            {
                end = i;
                break;
            }
        }

        length = isLast ? ((number - 1) * UnitsInPart) + end : 0;
        return (isLast || end == UnitsInPart) && (!isLast || (length is > 0 and <= MostUnits));
    }

    /// <summary>
    /// Reads part <paramref name="number"/> of a name in ASCII into <paramref name="name"/> (room for <see cref="UnitsInPart"/> bytes).
    /// Returns the characters before the end. Negative: it is no such part, or contains a character that is not ASCII or not allowed.
    /// </summary>
    public static int DecodeAscii(ReadOnlySpan<byte> slot, int number, byte checksum, Span<byte> name)
    {
        if ((slot[0] & ~LastPart) != number || !IsPart(slot) || slot[12] != 0 || slot[13] != checksum)
        {
            return -1;
        }

        // The bytes of the 13 units are 1 to 10, 14 to 25 and 28 to 31; a word holds four units.
        ulong middle = BinaryPrimitives.ReadUInt64LittleEndian(slot.Slice(14));
        ulong end = BinaryPrimitives.ReadUInt64LittleEndian(slot.Slice(24));
        int length = PutAscii(BinaryPrimitives.ReadUInt64LittleEndian(slot.Slice(1)), name, 0);
        if (length == 4)
        {
            length = PutAscii(BinaryPrimitives.ReadUInt16LittleEndian(slot.Slice(9)) | (middle << 16), name, 4);
        }

        if (length == 8)
        {
            ulong two = (middle >> 48) | ((ulong)BinaryPrimitives.ReadUInt16LittleEndian(slot.Slice(22)) << 16);
            length = PutAscii(two | ((end & 0xFFFF) << 32) | (end >> 32 << 48), name, 8);
        }

        return length == 12 ? PutAscii(end >> 48, name, 12) : length;
    }

    // Appends up to four units, ending at a zero; returns the new count. Negative: one is not ASCII or not allowed.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int PutAscii(ulong units, Span<byte> name, int at)
    {
        while (true)
        {
            uint unit = (uint)units & 0xFFFF;
            if (unit == 0)
            {
                return at;
            }

            if (unit >= (uint)Held.Length || Held[(int)unit] == 0)
            {
                return -1;
            }

            name[at++] = (byte)unit;
            units >>= 16;
            if ((at & 3) == 0)
            {
                return at;
            }
        }
    }

    /// <summary>Whether a slot in use holds a part of a long name.</summary>
    public static bool IsPart(ReadOnlySpan<byte> slot) => (slot[11] & AttributesMask) == Attributes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Offset(int unit) => unit < 5 ? 1 + (2 * unit) : (unit < 11 ? 14 + (2 * (unit - 5)) : 28 + (2 * (unit - 11)));
}
