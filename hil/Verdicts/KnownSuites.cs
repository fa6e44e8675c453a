// How many tests each suite of an image is known to have.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace RustKernel.Hil.Verdicts;

/// <summary>The event log's form, "boot=20 lang=36": the most tests that earlier runs of the same image showed.</summary>
public static class KnownSuites
{
    /// <summary>The name of the environment event.</summary>
    public const string EventName = "image.tests";

    /// <summary>The name of the environment event with what the image declares: a suite that runs by name only has a colon there.</summary>
    public const string DeclaredEventName = "image.suites";

    /// <summary>The words for <paramref name="tests"/>.</summary>
    public static string Format(IEnumerable<KeyValuePair<string, int>> tests)
        => string.Join(
            ' ',
            tests
                .OrderBy(suite => suite.Key, StringComparer.Ordinal)
                .Select(suite => string.Create(CultureInfo.InvariantCulture, $"{suite.Key}={suite.Value}")));

    /// <summary>The tests that <paramref name="words"/> name; a malformed word is left out.</summary>
    public static IReadOnlyDictionary<string, int> Parse(string words)
    {
        Dictionary<string, int> tests = [];
        foreach (string word in words.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = word.Split('=');
            if (parts.Length == 2 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int count))
            {
                tests[parts[0]] = count;
            }
        }

        return tests;
    }
}
