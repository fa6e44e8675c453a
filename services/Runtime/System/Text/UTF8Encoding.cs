// UTF-8. What is not well-formed becomes U+FFFD, one for each maximal part of a sequence, as in .NET.

namespace System.Text;

public class UTF8Encoding : Encoding
{
    private const uint Replacement = 0xFFFD;

    public override int GetByteCount(ReadOnlySpan<char> chars)
    {
        int count = 0;
        for (int at = 0; at < chars.Length;)
        {
            uint rune = Next(chars, ref at);
            count += rune < 0x80 ? 1 : rune < 0x800 ? 2 : rune < 0x10000 ? 3 : 4;
        }

        return count;
    }

    public override int GetBytes(ReadOnlySpan<char> chars, Span<byte> bytes)
    {
        int count = 0;
        for (int at = 0; at < chars.Length;)
        {
            uint rune = Next(chars, ref at);
            int more = rune < 0x80 ? 0 : rune < 0x800 ? 1 : rune < 0x10000 ? 2 : 3;
            if (count + more >= bytes.Length)
            {
                throw new ArgumentException("The output byte buffer is too small to contain the encoded data.", nameof(bytes));
            }

            // Lead bytes 0xxxxxxx, 110xxxxx, 1110xxxx, 11110xxx.
            bytes[count++] = more == 0 ? (byte)rune : (byte)((0xFF00u >> (more + 1)) | (rune >> (6 * more)));
            while (more-- > 0)
            {
                bytes[count++] = (byte)(0x80 | ((rune >> (6 * more)) & 0x3F));
            }
        }

        return count;
    }

    public override int GetCharCount(ReadOnlySpan<byte> bytes)
    {
        int count = 0;
        for (int at = 0; at < bytes.Length;)
        {
            count += Next(bytes, ref at) < 0x10000 ? 1 : 2;
        }

        return count;
    }

    public override int GetChars(ReadOnlySpan<byte> bytes, Span<char> chars)
    {
        int count = 0;
        for (int at = 0; at < bytes.Length;)
        {
            uint rune = Next(bytes, ref at);
            if (count + (rune < 0x10000 ? 1 : 2) > chars.Length)
            {
                throw new ArgumentException("The output char buffer is too small to contain the decoded characters.", nameof(chars));
            }

            if (rune < 0x10000)
            {
                chars[count++] = (char)rune;
                continue;
            }

            chars[count++] = (char)(0xD800 + ((rune - 0x10000) >> 10));
            chars[count++] = (char)(0xDC00 + (rune & 0x3FF));
        }

        return count;
    }

    private static uint Next(ReadOnlySpan<char> chars, ref int at)
    {
        char first = chars[at++];
        if (!char.IsSurrogate(first))
        {
            return first;
        }

        return char.IsHighSurrogate(first) && at < chars.Length && char.IsLowSurrogate(chars[at])
            ? 0x10000 + ((first - 0xD800u) << 10) + (chars[at++] - 0xDC00u)
            : Replacement;
    }

    // The second byte's range keeps overlong forms, surrogates and what is beyond U+10FFFF out.
    private static uint Next(ReadOnlySpan<byte> bytes, ref int at)
    {
        uint first = bytes[at++];
        if (first < 0x80)
        {
            return first;
        }

        if (first is < 0xC2 or > 0xF4)
        {
            return Replacement;
        }

        int more = first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
        uint rune = first & (0x3Fu >> more);
        uint low = first == 0xE0 ? 0xA0u : first == 0xF0 ? 0x90u : 0x80u;
        uint high = first == 0xED ? 0x9Fu : first == 0xF4 ? 0x8Fu : 0xBFu;
        for (; more > 0; more--, low = 0x80, high = 0xBF)
        {
            if (at == bytes.Length || bytes[at] < low || bytes[at] > high)
            {
                return Replacement;
            }

            rune = (rune << 6) | (bytes[at++] & 0x3Fu);
        }

        return rune;
    }
}
