// Splits a string at separators.

using System.Collections.Generic;

namespace System;

public sealed partial class String
{
    public Text.StringRuneEnumerator EnumerateRunes() => new(this);

    public string[] Split(params char[]? separator) => Split(separator, int.MaxValue, StringSplitOptions.None);

    public string[] Split(char separator, StringSplitOptions options = StringSplitOptions.None) =>
        Split([separator], int.MaxValue, options);

    public string[] Split(char separator, int count, StringSplitOptions options = StringSplitOptions.None) =>
        Split([separator], count, options);

    public string[] Split(char[]? separator, int count) => Split(separator, count, StringSplitOptions.None);

    public string[] Split(char[]? separator, StringSplitOptions options) => Split(separator, int.MaxValue, options);

    public string[] Split(char[]? separator, int count, StringSplitOptions options) => Split(separator, null, count, options);

    public string[] Split(string? separator, StringSplitOptions options = StringSplitOptions.None) =>
        Split(separator, int.MaxValue, options);

    public string[] Split(string? separator, int count, StringSplitOptions options = StringSplitOptions.None) =>
        Split(null, [separator ?? ""], count, options, IsNullOrEmpty(separator));

    public string[] Split(string[]? separator, StringSplitOptions options) => Split(separator, int.MaxValue, options);

    public string[] Split(string[]? separator, int count, StringSplitOptions options) => separator is null || separator.Length == 0
        ? Split(null, null, count, options)
        : Split(null, separator, count, options);

    // If there are neither chars nor texts, white space separates; with nothingSeparates nothing does.
    private string[] Split(char[]? chars, string[]? texts, int count, StringSplitOptions options, bool nothingSeparates = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if ((options & ~(StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)) != 0)
        {
            throw new ArgumentException("Value of flags is invalid.", nameof(options));
        }

        List<string> parts = [];
        int start = 0;
        for (int i = Next(0, chars, texts); i < Length && count > 1; i = Next(i + 1, chars, texts))
        {
            int length = nothingSeparates ? 0 : Separator(i, chars, texts);
            if (length > 0)
            {
                count -= AddPart(parts, start, i, options) ? 1 : 0;
                start = i + length;
                i = start - 1;
                while (count == 1 && (options & StringSplitOptions.RemoveEmptyEntries) != 0 && start < Length && SkipOne(ref start, chars,
                    texts, options))
                {
                    i = start - 1;
                }
            }
        }

        if (count > 0)
        {
            _ = AddPart(parts, start, Length, options);
        }

        return parts.ToArray();
    }

    // The first place from there on where a separator can begin; for a single character, in a separate loop.
    private int Next(int from, char[]? chars, string[]? texts)
    {
        if (texts is not null || chars is not { Length: 1 })
        {
            return from;
        }

        ReadOnlySpan<char> text = this;
        char separator = chars[0];
        while (from < text.Length && text[from] != separator)
        {
            from++;
        }

        return from;
    }

    // The last part of a limited split begins at the first one that would not be dropped.
    private bool SkipOne(ref int start, char[]? chars, string[]? texts, StringSplitOptions options)
    {
        int at = start;
        while (at < Length && (options & StringSplitOptions.TrimEntries) != 0 && char.IsWhiteSpace(this[at]) && Separator(at, chars,
            texts) == 0)
        {
            at++;
        }

        int length = at < Length ? Separator(at, chars, texts) : 0;
        if (length == 0)
        {
            return false;
        }

        start = at + length;
        return true;
    }

    private bool AddPart(List<string> parts, int start, int end, StringSplitOptions options)
    {
        string part = Substring(start, end - start);
        part = (options & StringSplitOptions.TrimEntries) != 0 ? part.Trim() : part;
        bool isKept = part.Length > 0 || (options & StringSplitOptions.RemoveEmptyEntries) == 0;
        if (isKept)
        {
            parts.Add(part);
        }

        return isKept;
    }

    private int Separator(int at, char[]? chars, string[]? texts)
    {
        if (texts is null)
        {
            return (chars is null || chars.Length == 0 ? char.IsWhiteSpace(this[at]) : Array.IndexOf(chars, this[at]) >= 0) ? 1 : 0;
        }

        foreach (string text in texts)
        {
            if (!IsNullOrEmpty(text) && this.AsSpan(at).StartsWith((ReadOnlySpan<char>)text))
            {
                return text.Length;
            }
        }

        return 0;
    }
}
