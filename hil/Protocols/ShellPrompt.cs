// The shell's prompt on the serial line.

using System;
using System.Text;

namespace RustKernel.Hil.Protocols;

/// <summary>
/// The shell of the services shows "rk> " and waits. Its line editor draws the line again with a carriage return before it and escape
/// sequences after it, which are not visible.
/// </summary>
public static class ShellPrompt
{
    /// <summary>The prompt as it is seen.</summary>
    public static ReadOnlySpan<byte> Text => "rk> "u8;

    /// <summary>True when <paramref name="line"/> is a prompt, with or without something typed after it.</summary>
    public static bool Begins(ReadOnlySpan<byte> line) => Seen(line).StartsWith(Text);

    /// <summary>True when <paramref name="line"/> is a prompt with nothing typed after it: the shell waits for a command.</summary>
    public static bool IsAlone(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> seen = Seen(line);
        if (!seen.StartsWith(Text))
        {
            return false;
        }

        ReadOnlySpan<byte> behind = seen[Text.Length..];
        while (behind.Length > 0)
        {
            int length = SequenceLength(behind);
            if (length == 0)
            {
                return false;
            }

            behind = behind[length..];
        }

        return true;
    }

    /// <summary>The text after the prompt in <paramref name="line"/>, without escape sequences; null when it is no prompt.</summary>
    public static string? Typed(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> seen = Seen(line);
        if (!seen.StartsWith(Text))
        {
            return null;
        }

        StringBuilder typed = new();
        ReadOnlySpan<byte> rest = seen[Text.Length..];
        while (rest.Length > 0)
        {
            int escape = rest.IndexOf((byte)'\e');
            typed.Append(Encoding.UTF8.GetString(escape < 0 ? rest : rest[..escape]));
            rest = escape < 0 ? [] : rest[(escape + Math.Max(1, SequenceLength(rest[escape..])))..];
        }

        return typed.ToString();
    }

    // Text before a carriage return is drawn over.
    private static ReadOnlySpan<byte> Seen(ReadOnlySpan<byte> line)
    {
        line = line.TrimEnd((byte)'\r');
        return line[(line.LastIndexOf((byte)'\r') + 1)..];
    }

    // ESC [ parameters letter. [ECMA-48 5.4]
    private static int SequenceLength(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.StartsWith("\e["u8))
        {
            return 0;
        }

        int letter = bytes[2..].IndexOfAnyInRange((byte)'@', (byte)'~');
        return letter < 0 ? 0 : letter + 3;
    }
}
