// UTF-8. Malformed bytes become U+FFFD, one for each maximal part of a sequence, as in .NET.

namespace System.Text;

public class UTF8Encoding : Encoding
{
    private const uint Replacement = 0xFFFD;
    private readonly bool _hasMark;
    private readonly bool _throws;

    public UTF8Encoding()
    {
    }

    public UTF8Encoding(bool encoderShouldEmitUTF8Identifier) => _hasMark = encoderShouldEmitUTF8Identifier;

    public UTF8Encoding(bool encoderShouldEmitUTF8Identifier, bool throwOnInvalidBytes)
        : this(encoderShouldEmitUTF8Identifier) => _throws = throwOnInvalidBytes;

    public override int CodePage => 65001;

    public override string WebName => "utf-8";

    public override string EncodingName => "Unicode (UTF-8)";

    public override ReadOnlySpan<byte> Preamble => _hasMark ? [0xEF, 0xBB, 0xBF] : default;

    public override int GetMaxByteCount(int charCount) => (charCount + 1) * 3;

    public override int GetMaxCharCount(int byteCount) => byteCount + 1;

    public override int GetByteCount(ReadOnlySpan<char> chars)
    {
        // Most text is ASCII: so its start is converted without a call for each character, here and below.
        int count = 0;
        while (count < chars.Length && chars[count] < 0x80)
        {
            count++;
        }

        for (int at = count; at < chars.Length;)
        {
            uint rune = NextOrThrow(chars, ref at);
            count += rune < 0x80 ? 1 : rune < 0x800 ? 2 : rune < 0x10000 ? 3 : 4;
        }

        return count;
    }

    public override int GetBytes(ReadOnlySpan<char> chars, Span<byte> bytes)
    {
        int count = AsciiText.Narrow(chars, bytes);
        for (int at = count; at < chars.Length;)
        {
            uint rune = NextOrThrow(chars, ref at);
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
        while (count < bytes.Length && bytes[count] < 0x80)
        {
            count++;
        }

        for (int at = count; at < bytes.Length;)
        {
            count += NextOrThrow(bytes, ref at) < 0x10000 ? 1 : 2;
        }

        return count;
    }

    public override int GetChars(ReadOnlySpan<byte> bytes, Span<char> chars)
    {
        int count = AsciiText.Widen(bytes, chars);
        for (int at = count; at < bytes.Length;)
        {
            Put(NextOrThrow(bytes, ref at), chars, ref count);
        }

        return count;
    }

    internal override int CountUnfinished(ReadOnlySpan<byte> bytes)
    {
        for (int length = 1; length <= 3 && length <= bytes.Length; length++)
        {
            byte first = bytes[^length];
            if ((first & 0xC0) != 0x80)
            {
                int needed = first < 0xC2 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 1;
                int at = bytes.Length - length;
                return needed > length && Next(bytes, ref at) == Replacement && at == bytes.Length ? length : 0;
            }
        }

        return 0;
    }

    internal static void Put(uint rune, Span<char> chars, ref int count)
    {
        if (count + (rune < 0x10000 ? 1 : 2) > chars.Length)
        {
            throw NoRoomForChars();
        }

        if (rune < 0x10000)
        {
            chars[count++] = (char)rune;
            return;
        }

        chars[count++] = (char)(0xD800 + ((rune - 0x10000) >> 10));
        chars[count++] = (char)(0xDC00 + (rune & 0x3FF));
    }

    private uint NextOrThrow(ReadOnlySpan<char> chars, ref int at)
    {
        int start = at;
        uint rune = Next(chars, ref at);
        return _throws && rune == Replacement && chars[start] != Replacement ? throw new EncoderFallbackException() : rune;
    }

    private uint NextOrThrow(ReadOnlySpan<byte> bytes, ref int at)
    {
        int start = at;
        uint rune = Next(bytes, ref at);
        return rune == Replacement && _throws && !bytes[start..at].SequenceEqual("\uFFFD"u8)
            ? throw new DecoderFallbackException()
            : rune;
    }

    internal static uint Next(ReadOnlySpan<char> chars, ref int at)
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

    // The second byte's range excludes overlong forms, surrogates and values beyond U+10FFFF.
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
