using System;
using System.Linq;
using System.Text;
using RustKernel.Hil.Strategies.Outside;

namespace RustKernel.Rig.Tests;

/// <summary>A console's text for patterns, in whatever pieces its bytes arrive.</summary>
public sealed class ConsoleTextTests
{
    [Theory]
    // Eight-bit controls: one byte that is not UTF-8.
    [InlineData("9b 31 6d 'ready' 9b 30 6d 0d 0a", "ready\n")]
    [InlineData("9b 3f 32 30 30 34 68 'ready' 0d 0a", "ready\n")]
    [InlineData("9d '0;title' 07 'ready' 0a", "ready\n")]
    [InlineData("9d '0;title' 9c 'ready' 0a", "ready\n")]
    [InlineData("90 '1$r' 9c 'ready' 0a", "ready\n")]
    [InlineData("'re' 84 'ady' 0a", "ready\n")]
    [InlineData("1b ']0;title' 9c 'ready' 0a", "ready\n")]
    // The same as UTF-8 characters.
    [InlineData("c2 9b '1mready' c2 9b '0m' 0a", "ready\n")]
    // Strings cut short by another sequence, a cancel or the line's end swallow nothing of what follows.
    [InlineData("1b ']0;title' 1b '[31mready' 0a", "ready\n")]
    [InlineData("1b ']0;tit' 18 'ready' 0a", "ready\n")]
    [InlineData("1b ']0;title' 0d 0a 'ready' 0a", "0;title\nready\n")]
    [InlineData("9d 0a 'ready' 0a", "\nready\n")]
    [InlineData("90 'PANIC: x' 0d 0a 'ready' 0a", "PANIC: x\nready\n")]
    [InlineData("1b '[' 0d 0a 'ready' 0a", "\nready\n")]
    [InlineData("1b '[3' 1b '[1mready' 0a", "ready\n")]
    [InlineData("1b '[3' 18 'ready' 0a", "ready\n")]
    [InlineData("1b 0d 0a 'ready' 0a", "\nready\n")]
    [InlineData("1b 1b '[1mready' 0a", "ready\n")]
    [InlineData("1b '$(Bready' 1b '(B' 1b '#8' 0a", "ready\n")]
    // A character without its first byte is no control; nor is what follows a byte that begins none.
    [InlineData("'re' c0 9b '1mady' 0a", "re��1mady\n")]
    [InlineData("'re' e2 9c 'ady' 0a", "re�ady\n")]
    [InlineData("'re' ff fe 'ady' 0a", "re��ady\n")]
    [InlineData("'re' f0 9f 98 80 'ady' 0a", "re😀ady\n")]
    // Line ends.
    [InlineData("'ready' 0d 00 'next' 0d 0a", "ready\nnext\n")]
    [InlineData("'ready' 0d 00 0d 0a 'next' 0a", "ready\nnext\n")]
    [InlineData("'ready' 0d 0d 0a 'next' 0d 0d 0a", "ready\nnext\n")]
    [InlineData("'ready' 0a 0d 'next' 0a 0d", "ready\nnext\n")]
    [InlineData("'ready' 0d 0a 0d 'next' 0d 0a 0d", "ready\nnext\n")]
    [InlineData("'ready' 0d 1b '[K' 0a 'next' 0a", "ready\nnext\n")]
    public void Text_is_what_a_person_sees_whatever_pieces_it_comes_in(string bytes, string seen)
    {
        byte[] said = Bytes(bytes);
        for (int first = 0; first <= said.Length; first++)
        {
            for (int second = first; second <= said.Length; second++)
            {
                ConsoleText text = new();
                text.Feed(said.AsSpan(0, first));
                _ = text.View(isRaw: false, isUnfinished: true);
                text.Feed(said.AsSpan(first, second - first));
                text.Feed(said.AsSpan(second));
                Assert.Equal(seen, text.View(isRaw: false, isUnfinished: false).Text);
            }
        }
    }

    [Theory]
    [InlineData(@"ready\r\r\n", "ready\r\r\n")]
    [InlineData(@"ready\r*\n", "ready\r\n")]
    [InlineData(@"ready\r+\n", "ready\r\n")]
    [InlineData(@"ready\r?\n", "ready\n")]
    [InlineData(@"ready\r{1,2}\n", "ready\r\r\n")]
    [InlineData(@"ready\r*?\n", "ready\r\n")]
    [InlineData(@"ready\x0d\x0a", "ready\r\n")]
    [InlineData(@"ready\r", "ready\r\n")]
    [InlineData(@"read[a-z]\r?", "ready\r\n")]
    [InlineData(@"ready(?:\r\n|\n)next$", "ready\r\nnext\r\n")]
    [InlineData(@"^ready[\r\n]+next\r$", "ready\n\rnext\n\r")]
    [InlineData(@"^next$", "ready\r\0next\r\0\n")]
    public void Returns_in_a_pattern_are_part_of_line_ends(string pattern, string said)
    {
        ConsoleText text = new();
        text.Feed(Encoding.UTF8.GetBytes(said));
        Assert.True(new ConsolePattern(pattern, isRaw: false).Find(text.View(isRaw: false, isUnfinished: false)).Success);
    }

    [Theory]
    [InlineData(@"read\r", "ready\r\n")]
    [InlineData(@"rea\r+$", "ready\r\n")]
    public void A_return_at_a_patterns_end_is_a_line_s_end(string pattern, string said)
    {
        ConsoleText text = new();
        text.Feed(Encoding.UTF8.GetBytes(said));
        Assert.False(new ConsolePattern(pattern, isRaw: false).Find(text.View(isRaw: false, isUnfinished: false)).Success);
    }

    // "1b 'text' 0a": bytes in hexadecimal, and text.
    private static byte[] Bytes(string said)
        => [.. said.Split('\'').SelectMany((part, index) => index % 2 == 1
            ? Encoding.UTF8.GetBytes(part)
            : Convert.FromHexString(part.Replace(" ", "", StringComparison.Ordinal)))];
}
