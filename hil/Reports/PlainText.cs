// Text that neither a terminal nor a browser obeys.

using System;
using System.Globalization;
using System.Linq;
using System.Text;

namespace RustKernel.Hil.Reports;

/// <summary>
/// What a machine sent may hold escape sequences. Shown to people, each control character is \xNN,
/// as the bytes of its UTF-8.
/// </summary>
public static class PlainText
{
    /// <summary><paramref name="text"/> without control characters, apart from tabs and LF.</summary>
    public static string Of(string text) => text.Any(IsForbidden) ? Escaped(text) : text;

    /// <summary>True for a character that <see cref="Of"/> replaces: C0 and C1 controls, DEL.</summary>
    public static bool IsForbidden(char letter) => char.IsControl(letter) && letter is not ('\t' or '\n');

    private static string Escaped(string text)
    {
        StringBuilder plain = new(text.Length + 16);
        Span<byte> bytes = stackalloc byte[4];
        foreach (char letter in text)
        {
            if (!IsForbidden(letter))
            {
                plain.Append(letter);
                continue;
            }

            int count = new Rune(letter).EncodeToUtf8(bytes);
            foreach (byte value in bytes[..count])
            {
                plain.Append(CultureInfo.InvariantCulture, $"\\x{value:x2}");
            }
        }

        return plain.ToString();
    }
}
