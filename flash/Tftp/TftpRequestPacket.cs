// Reads a request off the wire. Any bytes give either a request or a reason for refusing it.

using System;
using System.Collections.Generic;
using System.Text;

namespace RustKernel.Flash.Tftp;

/// <summary>An RRQ or WRQ: opcode, name, mode, then pairs of option and value, each ended by NUL. [RFC 1350 5, RFC 2347]</summary>
internal sealed class TftpRequestPacket
{
    private const int MaximumNameBytes = 1024;
    private const int MaximumWords = 128;
    private static readonly UTF8Encoding s_strict = new(false, throwOnInvalidBytes: true);

    private TftpRequestPacket(string name, TftpMode mode, List<KeyValuePair<string, string>> options)
    {
        Name = name;
        Mode = mode;
        Options = options;
    }

    public string Name { get; }

    public TftpMode Mode { get; }

    /// <summary>As they came, names in the client's spelling.</summary>
    public List<KeyValuePair<string, string>> Options { get; }

    /// <summary>
    /// Reads <paramref name="body"/>, the packet after its opcode. Null with a reason when it is
    /// malformed; <paramref name="name"/> is for the log, whatever it is.
    /// </summary>
    public static TftpRequestPacket? Parse(ReadOnlySpan<byte> body, out string name, out string problem)
    {
        name = "";
        problem = "";
        if (!TakeField(ref body, out ReadOnlySpan<byte> nameBytes))
        {
            return Fail("the name has no end", out problem);
        }

        name = Printable(nameBytes);
        if (nameBytes.IsEmpty)
        {
            return Fail("empty name", out problem);
        }

        if (nameBytes.Length > MaximumNameBytes)
        {
            return Fail("the name is too long", out problem);
        }

        string? exact = Decode(nameBytes);
        if (exact is null)
        {
            return Fail("the name is not UTF-8", out problem);
        }

        body = body.TrimStart((byte)0);
        if (!TakeField(ref body, out ReadOnlySpan<byte> modeBytes))
        {
            return Fail("the mode has no end", out problem);
        }

        TftpMode mode;
        if (IsWord(modeBytes, "octet"))
        {
            mode = TftpMode.Octet;
        }
        else if (IsWord(modeBytes, "netascii"))
        {
            mode = TftpMode.Netascii;
        }
        else
        {
            return Fail($"mode {Printable(modeBytes)}", out problem);
        }

        return new TftpRequestPacket(exact, mode, ParseOptions(body));
    }

    /// <summary>Text for a log: characters that cannot be shown become \xNN.</summary>
    public static string Printable(ReadOnlySpan<byte> bytes)
    {
        StringBuilder text = new();
        foreach (byte value in bytes.Length > 256 ? bytes[..256] : bytes)
        {
            if (value is >= 0x20 and < 0x7f)
            {
                text.Append((char)value);
            }
            else
            {
                text.Append($"\\x{value:x2}");
            }
        }

        return bytes.Length > 256 ? text.Append('…').ToString() : text.ToString();
    }

    // Some clients end a request with more NULs than it needs, send an option without a value, or leave out the last NUL. The
    // file is what they want: what cannot be an option is ignored. [RFC 2347, "silently ignore"]
    private static List<KeyValuePair<string, string>> ParseOptions(ReadOnlySpan<byte> body)
    {
        List<string> words = [];
        while (words.Count < MaximumWords && TakeField(ref body, out ReadOnlySpan<byte> word))
        {
            words.Add(Encoding.Latin1.GetString(word));
        }

        // A name where a value should be: some value before it is missing.
        return Pairs(words) is { } pairs && !pairs.Exists(pair => TftpOptions.IsKnown(pair.Value)) ? pairs : KnownPairs(words);
    }

    // Null when a name is left without its value.
    private static List<KeyValuePair<string, string>>? Pairs(List<string> words)
    {
        List<KeyValuePair<string, string>> options = [];
        for (int at = 0; at < words.Count; at++)
        {
            if (words[at].Length == 0)
            {
                continue;
            }

            if (at + 1 == words.Count)
            {
                return null;
            }

            options.Add(new(words[at], words[++at]));
        }

        return options;
    }

    // Some value is missing, and the count does not show which. So a known name with a number after it is an option.
    private static List<KeyValuePair<string, string>> KnownPairs(List<string> words)
    {
        List<KeyValuePair<string, string>> options = [];
        for (int at = 0; at + 1 < words.Count; at++)
        {
            if (TftpOptions.IsKnown(words[at]) && TftpOptions.IsNumber(words[at + 1]))
            {
                options.Add(new(words[at], words[++at]));
            }
        }

        return options;
    }

    private static TftpRequestPacket? Fail(string reason, out string problem)
    {
        problem = reason;
        return null;
    }

    private static bool TakeField(ref ReadOnlySpan<byte> body, out ReadOnlySpan<byte> field)
    {
        int end = body.IndexOf((byte)0);
        field = end < 0 ? [] : body[..end];
        body = end < 0 ? [] : body[(end + 1)..];
        return end >= 0;
    }

    private static bool IsWord(ReadOnlySpan<byte> bytes, string word)
        => Encoding.Latin1.GetString(bytes).Equals(word, StringComparison.OrdinalIgnoreCase);

    private static string? Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return s_strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
