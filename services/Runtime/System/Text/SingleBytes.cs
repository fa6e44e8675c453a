// Encodings with one byte for each character.

namespace System.Text;

internal static class SingleBytes
{
    internal static int Encode(ReadOnlySpan<char> chars, Span<byte> bytes, char last)
    {
        int count = 0;
        for (int i = 0; i < chars.Length; i++)
        {
            if (count == bytes.Length)
            {
                throw Encoding.NoRoomForBytes();
            }

            bytes[count++] = chars[i] <= last ? (byte)chars[i] : (byte)'?';
        }

        return count;
    }

    internal static int Decode(ReadOnlySpan<byte> bytes, Span<char> chars, byte last)
    {
        if (chars.Length < bytes.Length)
        {
            throw Encoding.NoRoomForChars();
        }

        for (int i = 0; i < bytes.Length; i++)
        {
            chars[i] = bytes[i] <= last ? (char)bytes[i] : '?';
        }

        return bytes.Length;
    }
}
