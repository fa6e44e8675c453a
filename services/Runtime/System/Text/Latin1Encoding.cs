// The first 256 characters of Unicode, a byte each.

namespace System.Text;

internal sealed class Latin1Encoding : Encoding
{
    public override int CodePage => 28591;

    public override string WebName => "iso-8859-1";

    public override string EncodingName => "Western European (ISO)";

    public override bool IsSingleByte => true;

    public override int GetMaxByteCount(int charCount) => charCount + 1;

    public override int GetMaxCharCount(int byteCount) => byteCount;

    public override int GetByteCount(ReadOnlySpan<char> chars) => chars.Length;

    public override int GetBytes(ReadOnlySpan<char> chars, Span<byte> bytes) => SingleBytes.Encode(chars, bytes, (char)0xFF);

    public override int GetCharCount(ReadOnlySpan<byte> bytes) => bytes.Length;

    public override int GetChars(ReadOnlySpan<byte> bytes, Span<char> chars) => SingleBytes.Decode(bytes, chars, 0xFF);
}
