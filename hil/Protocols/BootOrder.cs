// Decides which boot a line belongs to: the known one, or another.

using System;
using System.Collections.Generic;

namespace RustKernel.Hil.Protocols;

/// <summary>Follows the order of one boot's text and notices where another boot begins. Not thread-safe.</summary>
internal sealed class BootOrder
{
    // "Rust": shorter ends have other words, too.
    private const int LeastOfBanner = 4;
    private readonly HashSet<string> _repeated = [];
    private int _latest = -1;
    private bool _isAtWork;

    /// <summary>
    /// Takes a line; returns how many boots start in it besides the known one. The pieces are those of <see cref="BootText.Find"/>
    /// without what belongs to a panic.
    /// </summary>
    public int Take(string line, IReadOnlyList<(int At, BootPiece Piece)> pieces)
    {
        int restarts = 0;
        if (pieces.Count == 0 && _latest < 0 && IsCutBanner(line))
        {
            _latest = 0;
        }

        foreach ((int at, BootPiece piece) in pieces)
        {
            bool isNew = piece.IsRepeated && piece.Order == _latest ? _repeated.Add(line[at..]) : piece.Order > _latest;
            if (!isNew || (piece.IsFirst && _isAtWork) || IsAfterCutBanner(line, at, piece))
            {
                restarts++;
                _repeated.Clear();
                _isAtWork = false;
            }

            if (piece.IsRepeated)
            {
                _repeated.Add(line[at..]);
            }

            _latest = piece.Order;
        }

        return restarts;
    }

    /// <summary>
    /// The boot is over and the kernel works: a first line is then another boot's, even if the first lines of this one are lost.
    /// </summary>
    public void Work() => _isAtWork = true;

    /// <summary>A loader writes or a clock falls: what comes next is another boot.</summary>
    public void Forget()
    {
        _latest = -1;
        _isAtWork = false;
        _repeated.Clear();
    }

    /// <summary>
    /// True when <paramref name="text"/>, which has no end yet, has another boot's text, or ends as
    /// its first word begins.
    /// </summary>
    public bool MayBeginAgainIn(string text)
    {
        BootOrder copy = new() { _latest = _latest, _isAtWork = _isAtWork };
        copy._repeated.UnionWith(_repeated);
        if (copy.Take(text, BootText.Find(text)) > 0)
        {
            return true;
        }

        for (int length = LeastOfBanner; (_latest >= 0 || _isAtWork) && length < BootText.Banner.Length; length++)
        {
            if (text.AsSpan().EndsWith(BootText.Banner.AsSpan(0, length)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// True when <paramref name="head"/>, which something else follows on the same line, is the
    /// beginning of the banner: a boot that was cut in its first word.
    /// </summary>
    public static bool IsCutBanner(ReadOnlySpan<char> head)
    {
        // A level that jumps at the reset adds bytes that are no text.
        while (head.Length > 0 && IsJunk(head[0]))
        {
            head = head[1..];
        }

        while (head.Length > 0 && IsJunk(head[^1]))
        {
            head = head[..^1];
        }

        return head.Length > 0 && BootText.Banner.AsSpan().StartsWith(head);
    }

    private static bool IsJunk(char letter) => char.IsControl(letter) || letter > '~';

    private bool IsAfterCutBanner(string line, int at, BootPiece piece) =>
        _latest < 0 && piece.Order == 0 && IsCutBanner(line.AsSpan(0, at));
}
