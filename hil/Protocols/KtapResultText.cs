// The words of a result line.

using System;
using System.Globalization;

namespace RustKernel.Hil.Protocols;

/// <summary>"ok 1 name", "not ok 2 name" or "ok 3 name # SKIP reason", taken apart.</summary>
internal readonly struct KtapResultText
{
    private KtapResultText(long number, string name, KtapOutcome outcome, string skipReason)
    {
        Number = number;
        Name = name;
        Outcome = outcome;
        SkipReason = skipReason;
    }

    /// <summary>The number on its level, from 1.</summary>
    public long Number { get; }

    /// <summary>The test's or suite's name.</summary>
    public string Name { get; }

    /// <summary>What the line says.</summary>
    public KtapOutcome Outcome { get; }

    /// <summary>Why it was skipped; empty otherwise.</summary>
    public string SkipReason { get; }

    /// <summary>Takes <paramref name="text"/> apart (without indentation and check); false when it is no result line.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out KtapResultText result)
    {
        result = default;
        bool notOk = text.StartsWith("not ");
        if (notOk)
        {
            text = text[4..];
        }

        if (!text.StartsWith("ok "))
        {
            return false;
        }

        text = text[3..];
        int space = text.IndexOf(' ');
        if (space < 1 || !long.TryParse(text[..space], NumberStyles.None, CultureInfo.InvariantCulture, out long number))
        {
            return false;
        }

        text = text[(space + 1)..];
        const string SkipMark = " # SKIP";
        int mark = text.IndexOf(SkipMark);
        ReadOnlySpan<char> name = mark < 0 ? text : text[..mark];
        if (!KtapName.IsValid(name) || (mark >= 0 && notOk))
        {
            return false;
        }

        string reason = mark < 0 ? "" : text[(mark + SkipMark.Length)..].Trim().ToString();
        KtapOutcome outcome = mark >= 0 ? KtapOutcome.Skip : notOk ? KtapOutcome.NotOk : KtapOutcome.Ok;
        result = new KtapResultText(number, name.ToString(), outcome, reason);
        return true;
    }
}
