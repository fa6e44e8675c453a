// Bytes of a console as text that loses nothing.

using System;
using System.Buffers;
using System.Globalization;
using System.Text;

namespace RustKernel.Hil.Reports.Consoles;

/// <summary>Decodes UTF-8. Invalid bytes and control characters become \xNN, so that noise stays visible.</summary>
public static class ConsoleText
{
    /// <summary>The text of <paramref name="bytes"/>. Tabs and escape characters stay as they are.</summary>
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        StringBuilder text = new(bytes.Length);
        Span<char> characters = stackalloc char[2];
        while (bytes.Length > 0)
        {
            bool isText = Rune.DecodeFromUtf8(bytes, out Rune rune, out int length) == OperationStatus.Done
                && (!Rune.IsControl(rune) || rune.Value is '\t' or '\e');
            if (isText)
            {
                text.Append(characters[..rune.EncodeToUtf16(characters)]);
            }

            for (int index = 0; index < length && !isText; index++)
            {
                text.Append(CultureInfo.InvariantCulture, $"\\x{bytes[index]:x2}");
            }

            bytes = bytes[length..];
        }

        return text.ToString();
    }
}
