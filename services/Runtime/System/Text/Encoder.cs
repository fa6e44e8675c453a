// Encodes text that comes in parts.

namespace System.Text;

public abstract class Encoder
{
    public virtual int GetByteCount(char[] chars, int index, int count, bool flush) => GetByteCount(chars.AsSpan(index, count), flush);

    public abstract int GetByteCount(ReadOnlySpan<char> chars, bool flush);

    public virtual int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex, bool flush) =>
        GetBytes(chars.AsSpan(charIndex, charCount), bytes.AsSpan(byteIndex), flush);

    public abstract int GetBytes(ReadOnlySpan<char> chars, Span<byte> bytes, bool flush);

    public abstract void Reset();
}
