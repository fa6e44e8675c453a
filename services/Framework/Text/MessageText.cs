using System;

namespace RustKernel.Services.Text;

/// <summary>Text of the kernel and of the device tree, which is ASCII, as bytes and numbers.</summary>
public static class MessageText
{
    /// <summary>The word that names a process to the kernel: eight characters.</summary>
    public static ulong NameWord(string name)
    {
        ulong word = 0;
        for (int i = 0; i < name.Length && i < 8; i++)
        {
            word |= (ulong)(byte)name[i] << (8 * i);
        }

        return word;
    }

    /// <summary>
    /// <paramref name="value"/> in hexadecimal, padded with zeros to at least <paramref name="least"/> digits, at most 16. A format in an
    /// interpolated string does the same, but is chosen only at run time: a program with one such format carries the code of all formats,
    /// 9,000 bytes.
    /// </summary>
    public static string Hex(ulong value, int least = 1)
    {
        const int bitsPerDigit = 4;
        Span<char> text = stackalloc char[16];
        int at = text.Length;
        do
        {
            text[--at] = "0123456789abcdef"[(int)(value & 0xF)];
            value >>= bitsPerDigit;
        }
        while (at > 0 && (value != 0 || text.Length - at < least));
        return new string(text.Slice(at));
    }

    /// <summary>Whether <paramref name="bytes"/> are the characters of <paramref name="text"/>, which is ASCII.</summary>
    public static bool IsText(ReadOnlySpan<byte> bytes, string text)
    {
        bool isSame = bytes.Length == text.Length;
        for (int i = 0; i < bytes.Length && isSame; i++)
        {
            isSame = bytes[i] == text[i];
        }

        return isSame;
    }

    /// <summary>A string of ASCII bytes; others become '?'.</summary>
    public static string ToText(ReadOnlySpan<byte> bytes)
    {
        char[] text = new char[bytes.Length];
        for (int i = 0; i < bytes.Length; i++)
        {
            text[i] = bytes[i] < 0x80 ? (char)bytes[i] : '?';
        }

        return new string(text);
    }
}
