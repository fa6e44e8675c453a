// The words for what a run may show.

using System;
using System.Collections.Generic;
using System.Linq;

namespace RustKernel.Hil.Verdicts;

/// <summary>Names of <see cref="Tolerance"/> in files, options and event logs.</summary>
public static class Tolerances
{
    private static readonly (string Word, Tolerance Value)[] s_words =
    [
        ("panic", Tolerance.Panic),
        ("restart", Tolerance.Restart),
        ("gap", Tolerance.Gap),
        ("garbage", Tolerance.Garbage),
        ("other-build", Tolerance.OtherBuild),
        ("failed-test", Tolerance.FailedTest),
    ];

    /// <summary>The words, in the order of display.</summary>
    public static IEnumerable<string> Words => s_words.Select(known => known.Word);

    /// <summary>The value that <paramref name="word"/> names; None for a word that names nothing.</summary>
    public static Tolerance Parse(string word) => Array.Find(s_words, known => known.Word == word).Value;

    /// <summary>The words for <paramref name="tolerance"/>.</summary>
    public static IEnumerable<string> WordsOf(Tolerance tolerance) =>
        s_words.Where(known => tolerance.HasFlag(known.Value)).Select(known => known.Word);
}
