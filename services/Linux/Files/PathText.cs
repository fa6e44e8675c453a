// Names of files as text. Independent of memory and services: host tests compile it.

using System;

namespace RustKernel.Linux.Files;

/// <summary>Makes of a program's name a path that begins with a slash and has no part that is empty, "." or "..".</summary>
internal static class PathText
{
    /// <summary>Bytes of the longest path, with the zero at its end.</summary>
    internal const int Most = 1024;

    private const int MostPart = 255;

    /// <summary>
    /// Writes the path of <paramref name="name"/> relative to <paramref name="folder"/>, which is such a path, to <paramref name="to"/>;
    /// returns its length. ENOENT: the name is empty. ENAMETOOLONG. There are no links, so ".." needs no access to files.
    /// </summary>
    internal static long Resolve(ReadOnlySpan<byte> folder, ReadOnlySpan<byte> name, Span<byte> to)
    {
        if (name.Length == 0)
        {
            return Errno.NoEntry;
        }

        int length = 0;
        if (name[0] != (byte)'/' && folder.Length > 1)
        {
            folder.CopyTo(to);
            length = folder.Length;
        }

        for (int at = 0; at < name.Length;)
        {
            int end = at;
            while (end < name.Length && name[end] != (byte)'/')
            {
                end++;
            }

            ReadOnlySpan<byte> part = name.Slice(at, end - at);
            if (part.Length > MostPart || (length + 1 + part.Length >= to.Length))
            {
                return Errno.NameTooLong;
            }

            length = Step(part, to, length);
            at = end + 1;
        }

        if (length == 0)
        {
            to[length++] = (byte)'/';
        }

        return length;
    }

    /// <summary>Whether <paramref name="name"/> can only name a directory.</summary>
    internal static bool IsOfDirectory(ReadOnlySpan<byte> name) =>
        name.Length != 0 && (name[name.Length - 1] == (byte)'/' || (IsDots(name, 1) || IsDots(name, 2)));

    /// <summary>The first part of a path, and the rest without a slash before it.</summary>
    internal static ReadOnlySpan<byte> First(ReadOnlySpan<byte> path, out ReadOnlySpan<byte> rest)
    {
        int end = 1;
        while (end < path.Length && path[end] != (byte)'/')
        {
            end++;
        }

        rest = end < path.Length ? path.Slice(end + 1) : default;
        return path.Slice(1, end - 1);
    }

    /// <summary>Whether both are the same.</summary>
    internal static bool Is(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        bool isSame = one.Length == other.Length;
        for (int i = 0; isSame && i < one.Length; i++)
        {
            isSame = one[i] == other[i];
        }

        return isSame;
    }

    private static int Step(ReadOnlySpan<byte> part, Span<byte> to, int length)
    {
        if (part.Length == 0 || Is(part, "."u8))
        {
            return length;
        }

        if (Is(part, ".."u8))
        {
            while (length > 0 && to[--length] != (byte)'/')
            {
            }

            return length;
        }

        to[length] = (byte)'/';
        part.CopyTo(to.Slice(length + 1));
        return length + 1 + part.Length;
    }

    // Whether the last part is this many dots.
    private static bool IsDots(ReadOnlySpan<byte> name, int count)
    {
        int at = name.Length - count;
        bool isDots = at >= 0 && (at == 0 || name[at - 1] == (byte)'/');
        for (int i = at; isDots && i < name.Length; i++)
        {
            isDots = name[i] == (byte)'.';
        }

        return isDots;
    }
}
