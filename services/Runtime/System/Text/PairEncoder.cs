// Keeps the first half of a pair until the second comes.

namespace System.Text;

internal sealed class PairEncoder(Encoding encoding) : Encoder
{
    private char _kept;

    public override int GetByteCount(ReadOnlySpan<char> chars, bool flush) => encoding.GetByteCount(Join(chars, flush, out _));

    public override int GetBytes(ReadOnlySpan<char> chars, Span<byte> bytes, bool flush)
    {
        ReadOnlySpan<char> all = Join(chars, flush, out char kept);
        _kept = kept;
        return encoding.GetBytes(all, bytes);
    }

    public override void Reset() => _kept = '\0';

    private ReadOnlySpan<char> Join(ReadOnlySpan<char> chars, bool flush, out char kept)
    {
        kept = !flush && !encoding.IsSingleByte && chars.Length > 0 && char.IsHighSurrogate(chars[^1]) ? chars[^1] : '\0';
        chars = kept == '\0' ? chars : chars[..^1];
        if (_kept == '\0')
        {
            return chars;
        }

        if (chars.Length == 0 && !flush && kept == '\0')
        {
            kept = _kept;
            return chars;
        }

        char[] all = new char[chars.Length + 1];
        all[0] = _kept;
        chars.CopyTo(all.AsSpan(1));
        return all;
    }
}
