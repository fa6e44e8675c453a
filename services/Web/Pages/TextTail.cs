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
            from += all.AsSpan(from).IndexOf((byte)'\n') + 1;
        }

        _bytes = all[from..];
    }
}
