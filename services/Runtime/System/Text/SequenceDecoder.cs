// Keeps the bytes of an incomplete character.

namespace System.Text;

internal sealed class SequenceDecoder(Encoding encoding) : Decoder
{
    private byte[] _kept = [];

    public override int GetCharCount(ReadOnlySpan<byte> bytes, bool flush)
    {
        byte[] all = Join(bytes);
        return encoding.GetCharCount(all.AsSpan(0, all.Length - (flush ? 0 : encoding.CountUnfinished(all))));
    }

    public override int GetChars(ReadOnlySpan<byte> bytes, Span<char> chars, bool flush)
    {
        if (_kept.Length == 0 && (flush || encoding.CountUnfinished(bytes) == 0))
        {
            return encoding.GetChars(bytes, chars);
        }

        byte[] all = Join(bytes);
        int whole = all.Length - (flush ? 0 : encoding.CountUnfinished(all));
        int count = encoding.GetChars(all.AsSpan(0, whole), chars);
        _kept = all.AsSpan(whole).ToArray();
        return count;
    }

    public override void Reset() => _kept = [];

    private byte[] Join(ReadOnlySpan<byte> bytes)
    {
        byte[] all = new byte[_kept.Length + bytes.Length];
        _kept.AsSpan().CopyTo(all);
        bytes.CopyTo(all.AsSpan(_kept.Length));
        return all;
    }
}
