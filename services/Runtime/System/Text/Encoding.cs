// Text as bytes. Text that cannot be encoded is replaced, unless an encoding specifies otherwise.

namespace System.Text;

public abstract class Encoding
{
    private static readonly UTF8Encoding s_utf8 = new(true);

    public static Encoding UTF8 => s_utf8;

    public static Encoding Default => OtherEncodings.Default;

    public static Encoding ASCII => OtherEncodings.Ascii;

    public static Encoding Latin1 => OtherEncodings.Latin1;

    public static Encoding Unicode => OtherEncodings.Unicode;

    public static Encoding BigEndianUnicode => OtherEncodings.BigEndianUnicode;

    public static Encoding UTF32 => OtherEncodings.Utf32;

    public virtual int CodePage => 0;

    public virtual string WebName => "";

    public virtual string EncodingName => WebName;

    public virtual string BodyName => WebName;

    public virtual string HeaderName => WebName;

    public virtual bool IsSingleByte => false;

    public virtual ReadOnlySpan<byte> Preamble => default;

    public static Encoding GetEncoding(int codepage) => OtherEncodings.Find(codepage)
        ?? throw new NotSupportedException($"No data is available for encoding {codepage}. For information on defining a custom encoding, "
            + "see the documentation for the Encoding.RegisterProvider method.");

    public static Encoding GetEncoding(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return OtherEncodings.Find(name)
            ?? throw new ArgumentException($"'{name}' is not a supported encoding name. For information on defining a custom encoding, see "
                + "the documentation for the Encoding.RegisterProvider method.", nameof(name));
    }

    public static byte[] Convert(Encoding srcEncoding, Encoding dstEncoding, byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(srcEncoding);
        ArgumentNullException.ThrowIfNull(dstEncoding);
        return dstEncoding.GetBytes(srcEncoding.GetString(bytes));
    }

    public virtual byte[] GetPreamble() => Preamble.ToArray();

    public virtual int GetByteCount(string s)
    {
        ArgumentNullException.ThrowIfNull(s);
        return GetByteCount((ReadOnlySpan<char>)s);
    }

    public virtual int GetByteCount(char[] chars)
    {
        ArgumentNullException.ThrowIfNull(chars);
        return GetByteCount((ReadOnlySpan<char>)chars);
    }

    public virtual int GetByteCount(char[] chars, int index, int count) => GetByteCount(Part(chars, index, count));

    public abstract int GetByteCount(ReadOnlySpan<char> chars);

    public abstract int GetBytes(ReadOnlySpan<char> chars, Span<byte> bytes);

    public abstract int GetCharCount(ReadOnlySpan<byte> bytes);

    public abstract int GetChars(ReadOnlySpan<byte> bytes, Span<char> chars);

    public virtual int GetMaxByteCount(int charCount) => throw new NotSupportedException();

    public virtual int GetMaxCharCount(int byteCount) => throw new NotSupportedException();

    public virtual byte[] GetBytes(string s)
    {
        ArgumentNullException.ThrowIfNull(s);
        byte[] bytes = new byte[GetByteCount(s)];
        _ = GetBytes(s, bytes);
        return bytes;
    }

    public virtual byte[] GetBytes(char[] chars)
    {
        ArgumentNullException.ThrowIfNull(chars);
        return GetBytes(chars, 0, chars.Length);
    }

    public virtual byte[] GetBytes(char[] chars, int index, int count)
    {
        ReadOnlySpan<char> part = Part(chars, index, count);
        byte[] bytes = new byte[GetByteCount(part)];
        _ = GetBytes(part, bytes);
        return bytes;
    }

    public virtual int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        return GetBytes(Part(chars, charIndex, charCount), bytes.AsSpan(byteIndex));
    }

    public virtual int GetBytes(string s, int charIndex, int charCount, byte[] bytes, int byteIndex)
    {
        ArgumentNullException.ThrowIfNull(s);
        ArgumentNullException.ThrowIfNull(bytes);
        return GetBytes(s.AsSpan(charIndex, charCount), bytes.AsSpan(byteIndex));
    }

    public virtual int GetCharCount(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        return GetCharCount((ReadOnlySpan<byte>)bytes);
    }

    public virtual int GetCharCount(byte[] bytes, int index, int count) => GetCharCount(Part(bytes, index, count));

    public virtual char[] GetChars(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        return GetChars(bytes, 0, bytes.Length);
    }

    public virtual char[] GetChars(byte[] bytes, int index, int count)
    {
        ReadOnlySpan<byte> part = Part(bytes, index, count);
        char[] chars = new char[GetCharCount(part)];
        _ = GetChars(part, chars);
        return chars;
    }

    public virtual int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex)
    {
        ArgumentNullException.ThrowIfNull(chars);
        return GetChars(Part(bytes, byteIndex, byteCount), chars.AsSpan(charIndex));
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

    public virtual string GetString(byte[] bytes, int index, int count) => GetString(Part(bytes, index, count));

    public virtual Decoder GetDecoder() => new SequenceDecoder(this);

    public virtual Encoder GetEncoder() => new PairEncoder(this);

    public override bool Equals(object? value) => value is Encoding other && other.GetType() == GetType() && other.CodePage == CodePage;

    public override int GetHashCode() => CodePage;

    /// <summary>How many of the last bytes begin an incomplete character.</summary>
    internal virtual int CountUnfinished(ReadOnlySpan<byte> bytes) => 0;

    internal static ArgumentException NoRoomForBytes() =>
        new("The output byte buffer is too small to contain the encoded data.", "bytes");

    internal static ArgumentException NoRoomForChars() =>
        new("The output char buffer is too small to contain the decoded characters.", "chars");

    private static ReadOnlySpan<T> Part<T>(T[] items, int index, int count)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (items.Length - index < count)
        {
            throw new ArgumentOutOfRangeException(nameof(items), "Index and count must refer to a location within the buffer.");
        }

        return items.AsSpan(index, count);
    }
}
