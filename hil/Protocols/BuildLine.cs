// The commit that a kernel names.

using System;
using System.Collections.Generic;

namespace RustKernel.Hil.Protocols;

/// <summary>Reads "Build: COMMIT protocol 1 board NAME" of a boot and "Build: COMMIT" of a panic. Not thread-safe.</summary>
public sealed class BuildLine
{
    /// <summary>What follows the commit of a tree with changes.</summary>
    public const string Dirty = "-dirty";

    private const int MaximumNamed = 8;
    private const int LeastDigits = 7;
    private const int MostDigits = 40;
    private readonly List<string> _commits = [];
    private readonly List<string> _panicCommits = [];

    /// <summary>The words of the first such line; empty before it.</summary>
    public string Words { get; private set; } = "";

    /// <summary>The commits that a boot names, each once.</summary>
    public IReadOnlyList<string> Commits => _commits;

    /// <summary>The commits that a panic names. Its line has fewer words, so damaged text may look like one.</summary>
    public IReadOnlyList<string> PanicCommits => _panicCommits;

    /// <summary>True for an abbreviated or full commit, with or without -dirty.</summary>
    public static bool IsCommit(ReadOnlySpan<char> text)
    {
        if (text.EndsWith(Dirty))
        {
            text = text[..^Dirty.Length];
        }

        return text.Length is >= LeastDigits and <= MostDigits && CountDigits(text) == text.Length;
    }

    /// <summary>True when <paramref name="line"/> has at <paramref name="at"/> what a commit begins with.</summary>
    internal static bool IsCommitAt(string line, int at) => CountDigits(line.AsSpan(at)) >= LeastDigits;

    /// <summary>Takes a line.</summary>
    internal void Take(string line)
    {
        int at = line.IndexOf(BootStage.BuildPrefix, StringComparison.Ordinal);
        if (at < 0)
        {
            return;
        }

        string words = line[(at + BootStage.BuildPrefix.Length)..].TrimEnd();
        string commit = words.Split(' ')[0];
        bool isBoot = words.AsSpan(commit.Length).StartsWith(" protocol 1 board ");
        if (!IsCommit(commit) || (!isBoot && words.Length > commit.Length))
        {
            return;
        }

        if (Words.Length == 0)
        {
            Words = words;
        }

        List<string> named = isBoot ? _commits : _panicCommits;
        if (named.Count < MaximumNamed && !named.Contains(commit))
        {
            named.Add(commit);
        }
    }

    private static int CountDigits(ReadOnlySpan<char> text)
    {
        int count = text.IndexOfAnyExcept("0123456789abcdef");
        return count < 0 ? text.Length : count;
    }
}
