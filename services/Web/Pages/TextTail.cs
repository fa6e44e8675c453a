using System;
using System.Text;

namespace RustKernel.Services.Web.Pages;

/// <summary>
/// The last lines of a text that comes as pieces of UTF-8, which may cut a character in two. It has at most
/// <paramref name="mostBytes"/> and begins with a whole line, unless the last line is longer than that.
/// </summary>
public sealed class TextTail(int mostBytes)
{
    private byte[] _bytes = [];

    /// <summary>The last lines so far.</summary>
    public string Text => Encoding.UTF8.GetString(_bytes);

    /// <summary>Adds a piece.</summary>
    public void Add(byte[] piece)
    {
        byte[] all = new byte[_bytes.Length + piece.Length];
        _bytes.CopyTo(all, 0);
        piece.CopyTo(all, _bytes.Length);
        int from = Math.Max(all.Length - mostBytes, 0);
        if (from > 0)
        {
            from = FirstLine(all, from);
        }

        _bytes = all[from..];
    }

    // The first line that begins at the cut or after it; where there is none, the first whole character.
    private static int FirstLine(byte[] all, int cut)
    {
        int end = all.AsSpan(cut - 1).IndexOf((byte)'\n');
        if (end >= 0 && cut + end < all.Length)
        {
            return cut + end;
        }

        while (cut < all.Length && (all[cut] & 0xC0) == 0x80)
        {
            cut++;
        }

        return cut;
    }
}
