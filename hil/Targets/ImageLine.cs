// A line in the kernel's read-only data, for programs that read its image.

using System;
using System.Text;

namespace RustKernel.Hil.Targets;

/// <summary>Finds it by the words that it begins with.</summary>
internal static class ImageLine
{
    /// <summary>
    /// What follows <paramref name="mark"/> in <paramref name="image"/> (ELF or raw) up to the end of the line, if that comes within
    /// <paramref name="most"/> bytes; empty: there is no such line.
    /// </summary>
    internal static string Find(ReadOnlySpan<byte> image, ReadOnlySpan<byte> mark, int most)
    {
        for (int at = image.IndexOf(mark); at >= 0; at = image.IndexOf(mark))
        {
            image = image[(at + mark.Length)..];
            int end = image.IndexOfAny((byte)'\n', (byte)0);
            if (end > 0 && end <= most && image[end] == '\n')
            {
                return Encoding.ASCII.GetString(image[..end]);
            }
        }

        return "";
    }
}
