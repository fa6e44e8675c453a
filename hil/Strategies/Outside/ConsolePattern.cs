// A pattern that is looked for on a console.

using System;
using System.Text.RegularExpressions;

namespace RustKernel.Hil.Strategies.Outside;

/// <summary>
/// A regular expression with a limit. A pattern without references and look-around is matched in time linear in the text. The others are
/// given up after <see cref="Limit"/>.
/// </summary>
internal sealed class ConsolePattern
{
    /// <summary>How long one look for a pattern may take.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    private const RegexOptions Options = RegexOptions.Multiline | RegexOptions.CultureInvariant;
    private readonly Regex _regex;

    // Any number of "\r" before "\n", "$" or the pattern's end; a "\r" whose backslash is itself escaped is none.
    private static readonly Regex s_return = new(
        @"(?<!\\)(?<slashes>(?:\\\\)*)"
            + @"(?:\\(?:r|x0[dD]|u000[dD]|cM)(?<many>(?:[*+?]|\{\d+(?:,\d*)?\})[+?]?)?)+"
            + @"(?:(?=\\(?:n|x0[aA]|u000[aA]|cJ)|\$)|\z)",
        RegexOptions.CultureInvariant);

    /// <summary>The pattern <paramref name="text"/>.</summary>
    /// <param name="text">As it was written.</param>
    /// <param name="isRaw">False when lines end in LF alone, so that a CR which the pattern has at a line's end is dropped.</param>
    /// <exception cref="ArgumentException">It is not a regular expression.</exception>
    public ConsolePattern(string text, bool isRaw)
    {
        Text = text;
        text = isRaw ? text : s_return.Replace(text, found => WithoutReturn(found, text));
        try
        {
            _regex = new Regex(text, Options | RegexOptions.NonBacktracking, Limit);
        }
        catch (NotSupportedException)
        {
            _regex = new Regex(text, Options, Limit);
        }
    }

    // At the pattern's end a CR that must be there means the line's end.
    private static string WithoutReturn(Match found, string text)
    {
        bool isLast = found.Index + found.Length == text.Length;
        bool mayMiss = found.Groups["many"].Value is ['*' or '?', ..] or ['{', '0', ..];
        return found.Groups["slashes"].Value + (isLast && !mayMiss ? "$" : "");
    }

    /// <summary>The pattern as it was written.</summary>
    public string Text { get; }

    /// <summary>Looks for the pattern in the unused part of <paramref name="view"/>.</summary>
    /// <exception cref="ExpectationException">The look took longer than <see cref="Limit"/>.</exception>
    public Match Find(ConsoleView view)
    {
        try
        {
            return _regex.Match(view.Text, view.Start);
        }
        catch (RegexMatchTimeoutException)
        {
            throw new ExpectationException(
                $"/{Text}/ takes longer than {Limit.TotalSeconds} s on {view.Text.Length - view.Start} letters of text: repetitions within "
                    + $"repetitions, or .* with a reference to what it matched; write it with fewer ways to match");
        }
    }
}
