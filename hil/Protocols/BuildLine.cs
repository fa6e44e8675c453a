// The commit that a kernel names.

using System;
using System.Collections.Generic;

namespace RustKernel.Hil.Protocols;

/// <summary>Reads "Build: COMMIT protocol 1 board NAME" of a boot and "Build: COMMIT" of a panic. Not thread-safe.</summary>
public sealed class BuildLine
{
    private const int MaximumNamed = 8;
    private const int LeastDigits = 7;
    private const int MostDigits = 40;
    private const string Dirty = "-dirty";
    private readonly List<string> _commits = [];

    /// <summary>The words of the first such line; empty before it.</summary>
    public string Words { get; private set; } = "";

    /// <summary>The commits that could be read, each once.</summary>
    public IReadOnlyList<string> Commits => _commits;

    /// <summary>True for an abbreviated or full commit, with or without -dirty.</summary>
    public static bool IsCommit(ReadOnlySpan<char> text)
    {
        if (text.EndsWith(Dirty))
            text = text[..^Dirty.Length];
        return text.Length is >= LeastDigits and <= MostDigits && CountDigits(text) == text.Length;
    }

    /// <summary>True when <paramref name="line"/> has at <paramref name="at"/> what a commit begins with.</summary>
    internal static bool IsCommitAt(string line, int at) => CountDigits(line.AsSpan(at)) >= LeastDigits;

    /// <summary>Takes a line.</summary>
    internal void Take(string line)
    {
        int at = line.IndexOf(BootStage.BuildPrefix, StringComparison.Ordinal);
        if (at < 0)
            return;
        string words = line[(at + BootStage.BuildPrefix.Length)..].TrimEnd();
        string commit = words.Split(' ')[0];
        bool isWhole = words.Length == commit.Length || words.AsSpan(commit.Length).StartsWith(" protocol 1 board ");
        if (!IsCommit(commit) || !isWhole)
            return;
        if (Words.Length == 0)
            Words = words;
        if (_commits.Count < MaximumNamed && !_commits.Contains(commit))
            _commits.Add(commit);
    }

    private static int CountDigits(ReadOnlySpan<char> text)
    {
        int count = text.IndexOfAnyExcept("0123456789abcdef");
        return count < 0 ? text.Length : count;
    }
}
