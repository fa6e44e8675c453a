// Four bytes for each character, the low one first.

namespace System.Text;

public sealed class UTF32Encoding : Encoding
{
    private const int RuneBytes = 4;
    private const uint Replacement = 0xFFFD;

    public override int CodePage => 12000;

    public override string WebName => "utf-32";

    public override string EncodingName => "Unicode (UTF-32)";

    public override ReadOnlySpan<byte> Preamble => [0xFF, 0xFE, 0, 0];

    public override int GetMaxByteCount(int charCount) => (charCount + 1) * RuneBytes;

    public override int GetMaxCharCount(int byteCount) => (byteCount / 2) + 2;

    public override int GetByteCount(ReadOnlySpan<char> chars)
    {
        int count = 0;
        for (int at = 0; at < chars.Length; count += RuneBytes)
        {
            _ = UTF8Encoding.Next(chars, ref at);
        }

        return count;
    }

    public override int GetBytes(ReadOnlySpan<char> chars, Span<byte> bytes)
    {
        int count = 0;
        for (int at = 0; at < chars.Length; count += RuneBytes)
        {
            if (count + RuneBytes > bytes.Length)
            {
                throw NoRoomForBytes();
            }

            Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(bytes[count..], UTF8Encoding.Next(chars, ref at));
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
            UTF8Encoding.Put(Next(bytes, ref at), chars, ref count);
        }

        return count;
    }

    internal override int CountUnfinished(ReadOnlySpan<byte> bytes) => bytes.Length % RuneBytes;

    private static uint Next(ReadOnlySpan<byte> bytes, ref int at)
    {
        if (bytes.Length - at < RuneBytes)
        {
            at = bytes.Length;
            return Replacement;
        }

        uint rune = Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
        at += RuneBytes;
        return rune > 0x10FFFF || rune is >= 0xD800 and <= 0xDFFF ? Replacement : rune;
    }
}
