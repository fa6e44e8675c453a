// Converts UEFI's command lines to the kernel's form: UCS-2 load options, or the text of a cmdline.txt.

using System;

namespace RustKernel.Diagnostics;

/// <summary>Command lines as UEFI provides them. Any bytes are legal.</summary>
public static class EfiLoadOptions
{
    /// <summary>
    /// Converts UCS-2 text to ASCII in place and returns it without the program's own name, which the UEFI shell puts in
    /// front. Empty when <paramref name="options"/> is no ASCII text: boot managers also keep binary data there.
    /// </summary>
    public static ReadOnlySpan<byte> ToAscii(Span<byte> options)
    {
        int length = 0;
        for (int i = 0; i + 1 < options.Length && (options[i] | options[i + 1]) != 0; i += 2)
        {
            if (options[i + 1] != 0 || !IsText(options[i]))
            {
                return default;
            }

            options[length++] = options[i];
        }

        return WithoutProgram(options.Slice(0, length));
    }

    /// <summary>The first line of <paramref name="file"/>; empty when it is no ASCII text.</summary>
    public static ReadOnlySpan<byte> FirstLine(ReadOnlySpan<byte> file)
    {
        int length = 0;
        while (length < file.Length && file[length] is not ((byte)'\r' or (byte)'\n'))
        {
            if (!IsText(file[length]))
            {
                return default;
            }

            length++;
        }

        return file.Slice(0, length);
    }

    private static bool IsText(byte value) => value is >= 0x20 and < 0x7F;

    // The shell's argument 0 is a path, in quotes when it has blanks; a kernel option has neither backslash nor ".efi".
    private static ReadOnlySpan<byte> WithoutProgram(ReadOnlySpan<byte> text)
    {
        bool isQuoted = text.Length > 0 && text[0] == (byte)'"';
        byte stop = isQuoted ? (byte)'"' : (byte)' ';
        int end = isQuoted ? 1 : 0;
        while (end < text.Length && text[end] != stop)
        {
            end++;
        }

        if (!IsProgram(text.Slice(0, end)))
        {
            return text;
        }

        int next = Math.Min(isQuoted ? end + 1 : end, text.Length);
        while (next < text.Length && text[next] == (byte)' ')
        {
            next++;
        }

        return text.Slice(next);
    }

    private static bool IsProgram(ReadOnlySpan<byte> word)
    {
        if (word.IndexOf((byte)'=') >= 0)
        {
            return false;
        }

        if (word.IndexOf((byte)'\\') >= 0)
        {
            return true;
        }

        if (word.Length < 4)
        {
            return false;
        }

        ReadOnlySpan<byte> suffix = word.Slice(word.Length - 4);
        return suffix[0] == (byte)'.' && (suffix[1] | 0x20) == 'e' && (suffix[2] | 0x20) == 'f' && (suffix[3] | 0x20) == 'i';
    }
}
