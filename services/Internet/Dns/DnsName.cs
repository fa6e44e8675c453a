// Names in DNS messages. [RFC 1035 3.1, 4.1.4]

using System;

namespace RustKernel.Services.Internet.Dns;

/// <summary>Writes names, and reads them with their pointers.</summary>
internal static class DnsName
{
    public const int MostLetters = 253;

    private const int MostPointers = 16;

    /// <summary>The name in the form used for comparison; null: it is not a name.</summary>
    public static string? Normalize(string name)
    {
        string trimmed = name.Length > 0 && name[name.Length - 1] == '.' ? name.Substring(0, name.Length - 1) : name;
        if (trimmed.Length is 0 or > MostLetters)
        {
            return null;
        }

        int label = 0;
        foreach (char letter in trimmed)
        {
            label = letter == '.' ? 0 : label + 1;
            bool isEmpty = letter == '.' && label == 0 && trimmed[0] == '.';
            if (letter is <= ' ' or > '~' || label > 63 || isEmpty)
            {
                return null;
            }
        }

        return trimmed.Contains("..") || label == 0 ? null : trimmed.ToLowerInvariant();
    }

    /// <summary>Writes a normalized name; returns the bytes used.</summary>
    public static int Write(Span<byte> bytes, string name)
    {
        int at = 1;
        int length = 0;
        foreach (char letter in name)
        {
            if (letter == '.')
            {
                bytes[at - length - 1] = (byte)length;
                length = 0;
            }
            else
            {
                bytes[at] = (byte)letter;
                length++;
            }

            at++;
        }

        bytes[at - length - 1] = (byte)length;
        bytes[at] = 0;
        return at + 1;
    }

    /// <summary>
    /// Reads the name at <paramref name="at"/> and moves that past it; null: it is malformed. Pointers may only go backwards, so no message
    /// makes a loop.
    /// </summary>
    public static string? Read(ReadOnlySpan<byte> message, ref int at)
    {
        Span<char> name = stackalloc char[MostLetters + 1];
        int letters = 0;
        int from = at;
        int pointers = 0;
        int end = -1;
        while (true)
        {
            if (from >= message.Length)
            {
                return null;
            }

            int length = message[from];
            if (length == 0)
            {
                at = end < 0 ? from + 1 : end;
                return new string(name.Slice(0, letters));
            }

            if (length >= 0xC0)
            {
                int target = from + 1 < message.Length ? ((length & 0x3F) << 8) | message[from + 1] : from;
                if (target >= from || ++pointers > MostPointers)
                {
                    return null;
                }

                end = end < 0 ? from + 2 : end;
                from = target;
                continue;
            }

            if (length > 63 || from + 1 + length > message.Length || letters + length + (letters == 0 ? 0 : 1) > MostLetters)
            {
                return null;
            }

            letters = Append(name, letters, message.Slice(from + 1, length));
            from += 1 + length;
        }
    }

    private static int Append(Span<char> name, int letters, ReadOnlySpan<byte> label)
    {
        if (letters != 0)
        {
            name[letters] = '.';
            letters++;
        }

        foreach (byte letter in label)
        {
            name[letters] = (char)(letter is >= (byte)'A' and <= (byte)'Z' ? letter + 32 : letter);
            letters++;
        }

        return letters;
    }
}
