// Bytes as text in base 64 and 16, and back.

namespace System;

public static partial class Convert
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private const string BadBase64 = "The input is not a valid Base-64 string as it contains a non-base 64 character, more than "
        + "two padding characters, or an illegal character among the padding characters.";

    public static string ToBase64String(byte[] inArray)
    {
        ArgumentNullException.ThrowIfNull(inArray);
        return Base64(inArray);
    }

    public static string ToBase64String(byte[] inArray, int offset, int length)
    {
        ArgumentNullException.ThrowIfNull(inArray);
        return Base64(new ReadOnlySpan<byte>(inArray, offset, length));
    }

    private static string Base64(ReadOnlySpan<byte> bytes)
    {
        char[] text = new char[(bytes.Length + 2) / 3 * 4];
        for (int i = 0, at = 0; i < bytes.Length; i += 3, at += 4)
        {
            int left = bytes.Length - i;
            int three = (bytes[i] << 16) | (left > 1 ? bytes[i + 1] << 8 : 0) | (left > 2 ? bytes[i + 2] : 0);
            text[at] = Letters[three >> 18];
            text[at + 1] = Letters[(three >> 12) & 63];
            text[at + 2] = left > 1 ? Letters[(three >> 6) & 63] : '=';
            text[at + 3] = left > 2 ? Letters[three & 63] : '=';
        }

        return new string(text);
    }

    public static byte[] FromBase64String(string s)
    {
        ArgumentNullException.ThrowIfNull(s);
        Collections.Generic.List<byte> bytes = [];
        int bits = 0;
        int count = 0;
        int padding = 0;
        foreach (char c in s)
        {
            if (c is ' ' or '\t' or '\r' or '\n')
            {
                continue;
            }

            int value = c == '=' ? 0 : Letters.IndexOf(c);
            padding += c == '=' ? 1 : 0;
            if (value < 0 || (padding > 0 && c != '=') || padding > 2)
            {
                throw new FormatException(BadBase64);
            }

            bits = (bits << 6) | value;
            if (++count % 4 == 0)
            {
                bytes.Add((byte)(bits >> 16));
                bytes.Add((byte)(bits >> 8));
                bytes.Add((byte)bits);
                bits = 0;
            }
        }

        if (count % 4 != 0)
        {
            throw new FormatException(BadBase64);
        }

        return new ReadOnlySpan<byte>(bytes.ToArray(), 0, bytes.Count - padding).ToArray();
    }

    public static string ToHexString(byte[] inArray, int offset, int length)
    {
        ArgumentNullException.ThrowIfNull(inArray);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, inArray.Length - length);
        return ToHexString(inArray.AsSpan(offset, length));
    }

    public static string ToHexString(byte[] inArray)
    {
        ArgumentNullException.ThrowIfNull(inArray);
        return Hex(inArray, "0123456789ABCDEF");
    }

    public static string ToHexString(ReadOnlySpan<byte> bytes) => Hex(bytes, "0123456789ABCDEF");

    public static string ToHexStringLower(byte[] inArray)
    {
        ArgumentNullException.ThrowIfNull(inArray);
        return Hex(inArray, "0123456789abcdef");
    }

    public static byte[] FromHexString(string s)
    {
        ArgumentNullException.ThrowIfNull(s);
        if (s.Length % 2 != 0)
        {
            throw new FormatException("The input is not a valid hex string as its length is not a multiple of 2.");
        }

        byte[] bytes = new byte[s.Length / 2];
        for (int i = 0; i < s.Length; i++)
        {
            char c = s[i];
            if (!char.IsAsciiHexDigit(c))
            {
                throw new FormatException("The input is not a valid hex string as it contains a non-hex character.");
            }

            int digit = char.IsAsciiDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10;
            bytes[i / 2] = (byte)((bytes[i / 2] << 4) | digit);
        }

        return bytes;
    }

    private static string Hex(ReadOnlySpan<byte> bytes, string digits)
    {
        char[] text = new char[bytes.Length * 2];
        for (int i = 0; i < bytes.Length; i++)
        {
            text[2 * i] = digits[bytes[i] >> 4];
            text[(2 * i) + 1] = digits[bytes[i] & 15];
        }

        return new string(text);
    }
}
