// Text as bytes and numbers.

using System;

namespace RustKernel.Services.Text;

/// <summary>Text of the kernel's and of the device tree's: ASCII.</summary>
public static class MessageText
{
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
