// Decodes bytes that come in parts.

namespace System.Text;

public abstract class Decoder
{
    public virtual int GetCharCount(byte[] bytes, int index, int count) => GetCharCount(bytes.AsSpan(index, count), false);

    public virtual int GetCharCount(byte[] bytes, int index, int count, bool flush) => GetCharCount(bytes.AsSpan(index, count), flush);

    public abstract int GetCharCount(ReadOnlySpan<byte> bytes, bool flush);

    public virtual int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex) =>
        GetChars(bytes.AsSpan(byteIndex, byteCount), chars.AsSpan(charIndex), false);

    public virtual int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex, bool flush) =>
        GetChars(bytes.AsSpan(byteIndex, byteCount), chars.AsSpan(charIndex), flush);

    public abstract int GetChars(ReadOnlySpan<byte> bytes, Span<char> chars, bool flush);

    public abstract void Reset();
}
