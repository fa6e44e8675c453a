// Text and numbers in the words of a message.

using System;
using RustKernel.User;

namespace RustKernel.Services;

/// <summary>Packs bytes into message words, the first in the lowest bits.</summary>
public static class MessageText
{
    /// <summary>Bytes of a name: two words.</summary>
    public const int NameBytes = 16;

    /// <summary>Most bytes in one message.</summary>
    public const int MaximumBytes = 64;

    /// <summary>
    /// Puts <paramref name="text"/> into the words from <paramref name="firstWord"/>; the words
    /// used are filled up with zeros. Returns how many.
    /// </summary>
    public static uint Put(ref Message message, int firstWord, ReadOnlySpan<byte> text)
    {
        int words = (text.Length + 7) / 8;
        for (int i = 0; i < words; i++)
        {
            ulong word = 0;
            for (int j = 0; j < 8 && (i * 8) + j < text.Length; j++)
            {
                word |= (ulong)text[(i * 8) + j] << (8 * j);
            }

            message.Words[firstWord + i] = word;
        }

        return (uint)words;
    }

    /// <summary>Takes <paramref name="destination"/>.Length bytes out of the words from <paramref name="firstWord"/>.</summary>
    public static void Get(in Message message, int firstWord, Span<byte> destination)
    {
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = (byte)(message.Words[firstWord + (i / 8)] >> (8 * (i % 8)));
        }
    }

    /// <summary>Puts a name into two words; what is longer is cut.</summary>
    public static void PutName(ref Message message, int firstWord, string name)
    {
        message.Words[firstWord] = 0;
        message.Words[firstWord + 1] = 0;
        for (int i = 0; i < name.Length && i < NameBytes; i++)
        {
            message.Words[firstWord + (i / 8)] |= (ulong)(byte)name[i] << (8 * (i % 8));
        }
    }

    /// <summary>The name in two words.</summary>
    public static string GetName(in Message message, int firstWord)
    {
        Span<char> text = stackalloc char[NameBytes];
        int length = 0;
        while (length < NameBytes)
        {
            char next = (char)(byte)(message.Words[firstWord + (length / 8)] >> (8 * (length % 8)));
            if (next == 0)
            {
                break;
            }

            text[length++] = next is >= ' ' and < '\x7F' ? next : '?';
        }

        return new string((ReadOnlySpan<char>)text.Slice(0, length));
    }

    /// <summary>The word that names a process to the kernel: eight characters.</summary>
    public static ulong NameWord(string name)
    {
        ulong word = 0;
        for (int i = 0; i < name.Length && i < 8; i++)
        {
            word |= (ulong)(byte)name[i] << (8 * i);
        }

        return word;
    }

    /// <summary>A string of ASCII bytes; others become '?'.</summary>
    public static string ToText(ReadOnlySpan<byte> bytes)
    {
        char[] text = new char[bytes.Length];
        for (int i = 0; i < bytes.Length; i++)
        {
            text[i] = bytes[i] < 0x80 ? (char)bytes[i] : '?';
        }

        return new string(text);
    }
}
