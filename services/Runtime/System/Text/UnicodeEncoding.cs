// UTF-16, in either byte order. An unpaired surrogate becomes U+FFFD.

namespace System.Text;

public class UnicodeEncoding : Encoding
{
    public const int CharSize = 2;
    private readonly bool _isBigEndian;
    private readonly bool _hasMark;
    private readonly bool _throws;

    public UnicodeEncoding()
        : this(false, true)
    {
    }

    public UnicodeEncoding(bool bigEndian, bool byteOrderMark)
        : this(bigEndian, byteOrderMark, false)
    {
    }

    public UnicodeEncoding(bool bigEndian, bool byteOrderMark, bool throwOnInvalidBytes)
    {
        _isBigEndian = bigEndian;
        _hasMark = byteOrderMark;
        _throws = throwOnInvalidBytes;
    }

    public override int CodePage => _isBigEndian ? 1201 : 1200;

    public override string WebName => _isBigEndian ? "utf-16BE" : "utf-16";

    public override string EncodingName => _isBigEndian ? "Unicode (Big-Endian)" : "Unicode";

    public override ReadOnlySpan<byte> Preamble => !_hasMark ? default : _isBigEndian ? [0xFE, 0xFF] : [0xFF, 0xFE];

    public override int GetMaxByteCount(int charCount) => (charCount + 1) * CharSize;

    public override int GetMaxCharCount(int byteCount) => (byteCount >> 1) + (byteCount & 1) + 1;

    public override int GetByteCount(ReadOnlySpan<char> chars) => chars.Length * CharSize;

    public override int GetBytes(ReadOnlySpan<char> chars, Span<byte> bytes)
    {
        if (bytes.Length < chars.Length * CharSize)
        {
            throw NoRoomForBytes();
        }

        for (int i = 0; i < chars.Length; i++)
        {
            char c = IsLone(chars, i) ? Replaced(true) : chars[i];
            bytes[i * CharSize] = (byte)(_isBigEndian ? c >> 8 : c);
            bytes[(i * CharSize) + 1] = (byte)(_isBigEndian ? c : c >> 8);
        }

        return chars.Length * CharSize;
    }

    public override int GetCharCount(ReadOnlySpan<byte> bytes) => (bytes.Length + 1) / CharSize;

    public override int GetChars(ReadOnlySpan<byte> bytes, Span<char> chars)
    {
        int count = GetCharCount(bytes);
        if (chars.Length < count)
        {
            throw NoRoomForChars();
        }

        for (int i = 0; i < bytes.Length / CharSize; i++)
        {
            int low = bytes[(i * CharSize) + (_isBigEndian ? 1 : 0)];
            int high = bytes[(i * CharSize) + (_isBigEndian ? 0 : 1)];
            chars[i] = (char)(low | (high << 8));
        }

        int whole = bytes.Length / CharSize;
        for (int i = 0; i < whole; i++)
        {
            if (IsLone(chars[..whole], i))
            {
                chars[i] = Replaced(false);
            }
        }

        if (whole < count)
        {
            chars[whole] = Replaced(false);
        }

        return count;
    }

    internal override int CountUnfinished(ReadOnlySpan<byte> bytes)
    {
        int odd = bytes.Length & 1;
        int last = bytes.Length - odd - (_isBigEndian ? 2 : 1);
        return last >= 0 && (bytes[last] & 0xFC) == 0xD8 ? odd + 2 : odd;
    }

    private static bool IsLone(ReadOnlySpan<char> chars, int at) =>
        char.IsHighSurrogate(chars[at]) ? at + 1 == chars.Length || !char.IsLowSurrogate(chars[at + 1])
        : char.IsLowSurrogate(chars[at]) && (at == 0 || !char.IsHighSurrogate(chars[at - 1]));

    private char Replaced(bool isEncoding) =>
        !_throws ? '\uFFFD'
        : isEncoding ? throw new EncoderFallbackException()
        : throw new DecoderFallbackException();
}
