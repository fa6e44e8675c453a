// Text as bytes: UTF-8 only.

namespace System.Text;

public abstract class Encoding
{
    private static readonly UTF8Encoding s_utf8 = new();

    public static Encoding UTF8 => s_utf8;

    public virtual int GetByteCount(string s)
    {
        ArgumentNullException.ThrowIfNull(s);
        return GetByteCount((ReadOnlySpan<char>)s);
    }

    public abstract int GetByteCount(ReadOnlySpan<char> chars);

    public abstract int GetBytes(ReadOnlySpan<char> chars, Span<byte> bytes);

    public abstract int GetCharCount(ReadOnlySpan<byte> bytes);

    public abstract int GetChars(ReadOnlySpan<byte> bytes, Span<char> chars);

    public virtual byte[] GetBytes(string s)
    {
        byte[] bytes = new byte[GetByteCount(s)];
        _ = GetBytes(s, bytes);
        return bytes;
    }

    public string GetString(ReadOnlySpan<byte> bytes)
    {
        char[] chars = new char[GetCharCount(bytes)];
        _ = GetChars(bytes, chars);
        return new string(chars);
    }

    public virtual string GetString(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        return GetString((ReadOnlySpan<byte>)bytes);
    }
}
