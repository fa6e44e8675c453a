// Names in directories.
//
//   u64 inode, then the name in UTF-8; the key's place is the name's hash (55 bits) · 256 + a number among equal hashes

using System;
using System.Buffers.Binary;
using System.Text;

namespace RustKernel.Services.FileSystems.Data;

/// <summary>An entry of a directory as the tree holds it.</summary>
internal static class EntryName
{
    public const int NameAt = 8;

    /// <summary>
    /// The bytes of a name; in <paramref name="room"/> (<see cref="Layout.MaximumNameBytes"/>) if they are ASCII. InvalidArgument: no file
    /// can have that name.
    /// </summary>
    public static ReadOnlySpan<byte> Bytes(ReadOnlySpan<char> name, Span<byte> room)
    {
        if (name.Length == 0 || name.Length > room.Length || (name[0] == '.' && name.Length <= 2))
        {
            return CheckedBytes(name);
        }

        for (int i = 0; i < name.Length; i++)
        {
            char letter = name[i];
            if (letter is '\0' or >= (char)0x80 or '/')
            {
                return CheckedBytes(name);
            }

            room[i] = (byte)letter;
        }

        return room[..name.Length];
    }

    private static byte[] CheckedBytes(ReadOnlySpan<char> name)
    {
        foreach (char character in name)
        {
            if (character is '/' or '\0')
            {
                throw new FileSystemException(ErrorCode.InvalidArgument, "a name has '/' or NUL");
            }
        }

        byte[] bytes = Encoding.UTF8.GetBytes(name.ToString());
        if (bytes.Length is 0 or > Layout.MaximumNameBytes
            || name.Equals(".", StringComparison.Ordinal)
            || name.Equals("..", StringComparison.Ordinal))
        {
            throw new FileSystemException(
                ErrorCode.InvalidArgument,
                $"a name has 1 to {Layout.MaximumNameBytes} bytes of UTF-8 and is not '.' or '..'; this has {bytes.Length}");
        }

        return bytes;
    }

    /// <summary>The first key that an entry of that name may have.</summary>
    public static TreeKey FirstKey(ulong directory, ReadOnlySpan<byte> name)
    {
        ulong hash = 0xCBF29CE484222325;
        foreach (byte value in name)
        {
            hash = (hash ^ value) * 0x100000001B3;
        }

        hash ^= hash >> 29;
        return TreeKey.Of(directory, ItemKind.Entry, (hash << 9) >> 1);
    }

    public static ulong Inode(ReadOnlySpan<byte> value)
        => value.Length is > NameAt and <= NameAt + Layout.MaximumNameBytes
            ? BinaryPrimitives.ReadUInt64LittleEndian(value)
            : throw new FileSystemException(
                ErrorCode.Corrupt,
                $"a directory has an entry of {value.Length} bytes: {NameAt}, and 1 to {Layout.MaximumNameBytes} of a name, can be");

    public static ReadOnlySpan<byte> NameOf(ReadOnlySpan<byte> value) => value.Slice(NameAt);

    public static byte[] ToValue(ulong inode, ReadOnlySpan<byte> name)
    {
        byte[] value = new byte[NameAt + name.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(value, inode);
        name.CopyTo(value.AsSpan(NameAt));
        return value;
    }
}
