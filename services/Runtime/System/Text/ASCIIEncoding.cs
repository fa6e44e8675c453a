// ASCII: other characters become a question mark.

namespace System.Text;

public class ASCIIEncoding : Encoding
{
    public override int CodePage => 20127;

    public override string WebName => "us-ascii";

    public override string EncodingName => "US-ASCII";

    public override bool IsSingleByte => true;

    public override int GetMaxByteCount(int charCount) => charCount + 1;

    public override int GetMaxCharCount(int byteCount) => byteCount;

    public override int GetByteCount(ReadOnlySpan<char> chars) => chars.Length;

    public override int GetBytes(ReadOnlySpan<char> chars, Span<byte> bytes) => SingleBytes.Encode(chars, bytes, (char)0x7F);

    public override int GetCharCount(ReadOnlySpan<byte> bytes) => bytes.Length;

    public override int GetChars(ReadOnlySpan<byte> bytes, Span<char> chars) => SingleBytes.Decode(bytes, chars, 0x7F);
}
