// The words of a "# done" line.

using System;
using System.Collections.Generic;
using System.Globalization;

namespace RustKernel.Hil.Protocols;

/// <summary>"# done total=N ok=N notok=N skip=N suites=N", taken apart.</summary>
internal static class KtapTotalsText
{
    private static readonly string[] s_keys = ["total", "ok", "notok", "skip", "suites"];

    /// <summary>
    /// Takes <paramref name="text"/> apart; false when a number is missing or doubled. Further
    /// key=value words are ignored.
    /// </summary>
    public static bool TryParse(string text, out KtapTotals? totals)
    {
        totals = null;
        string[] words = text.Split(' ');
        if (words.Length < 2 || words[0] != "#" || words[1] != "done")
        {
            return false;
        }

        Dictionary<string, long> numbers = [];
        foreach (string word in words.AsSpan(2))
        {
            int equals = word.IndexOf('=');
            if (equals < 1)
            {
                return false;
            }

            string key = word[..equals];
            if (Array.IndexOf(s_keys, key) < 0)
            {
                continue;
            }

            if (!long.TryParse(word.AsSpan(equals + 1), NumberStyles.None, CultureInfo.InvariantCulture, out long value)
                || !numbers.TryAdd(key, value))
            {
                return false;
            }
        }

        if (numbers.Count != s_keys.Length)
        {
            return false;
        }

        totals = new KtapTotals(numbers["total"], numbers["ok"], numbers["notok"], numbers["skip"], numbers["suites"]);
        return true;
    }
}
