// Text as part of a URL or of HTML.

using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace System.Net;

public static class WebUtility
{
    [return: NotNullIfNotNull(nameof(value))]
    public static string? UrlEncode(string? value)
    {
        if (value is null)
        {
            return null;
        }

        StringBuilder text = new();
        foreach (byte b in Encoding.UTF8.GetBytes(value))
        {
            if (b < 128 && (char.IsAsciiLetterOrDigit((char)b) || "!()*-._".Contains((char)b)))
            {
                text.Append((char)b);
            }
            else if (b == ' ')
            {
                text.Append('+');
            }
            else
            {
                text.Append('%').Append(Hex(b >> 4)).Append(Hex(b & 15));
            }
        }

        return text.ToString();
    }

    [return: NotNullIfNotNull(nameof(encodedValue))]
    public static string? UrlDecode(string? encodedValue)
    {
        if (encodedValue is null)
        {
            return null;
        }

        StringBuilder text = new();
        List<byte> bytes = new();
        for (int i = 0; i < encodedValue.Length; i++)
        {
            char c = encodedValue[i];
            if (c == '%'
                && i + 2 < encodedValue.Length
                && char.IsAsciiHexDigit(encodedValue[i + 1])
                && char.IsAsciiHexDigit(encodedValue[i + 2]))
            {
                bytes.Add((byte)((Value(encodedValue[i + 1]) << 4) | Value(encodedValue[i + 2])));
                i += 2;
                continue;
            }

            c = c == '+' ? ' ' : c;
            if (c < 128)
            {
                bytes.Add((byte)c);
                continue;
            }

            Flush(text, bytes);
            text.Append(c);
        }

        Flush(text, bytes);
        return text.ToString();
    }

    [return: NotNullIfNotNull(nameof(value))]
    public static string? HtmlEncode(string? value)
    {
        if (value is null)
        {
            return null;
        }

        StringBuilder text = new();
        for (int i = 0; i < value.Length; i++)
        {
            char c = value[i];
            if (char.IsSurrogate(c))
            {
                bool isPair = char.IsHighSurrogate(c) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]);
                _ = isPair ? text.Append("&#").Append(char.ConvertToUtf32(c, value[i + 1])).Append(';') : text.Append('\uFFFD');
                i += isPair ? 1 : 0;
                continue;
            }

            _ = c switch
            {
                '<' => text.Append("&lt;"),
                '>' => text.Append("&gt;"),
                '"' => text.Append("&quot;"),
                '\'' => text.Append("&#39;"),
                '&' => text.Append("&amp;"),
                >= '\u00A0' and <= '\u00FF' => text.Append("&#").Append((int)c).Append(';'),
                _ => text.Append(c),
            };
        }

        return text.ToString();
    }

    private static char Hex(int digit) => (char)(digit < 10 ? '0' + digit : 'A' + digit - 10);

    private static int Value(char c) => char.IsAsciiDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10;

    // Several bytes may make one character.
    private static void Flush(StringBuilder text, List<byte> bytes)
    {
        if (bytes.Count > 0)
        {
            text.Append(Encoding.UTF8.GetString(bytes.ToArray()));
            bytes.Clear();
        }
    }
}
