using System;
using System.Collections.Generic;
using System.Linq;

namespace RustKernel.FileSystems.Tests.Crash;

/// <summary>Decides whether a cut may leave a tree: compares a mount after the cut with the earlier trees.</summary>
internal sealed class CrashJudge(CrashGuarantee guarantee, History history)
{
    /// <summary>Null when a cut may leave this tree; otherwise the fault.</summary>
    public string? Judge(Dictionary<string, byte[]?> tree, CrashState state) => Judge(tree, state.Position) ?? Judge(tree, state.Latest);

    private string? Judge(Dictionary<string, byte[]?> tree, int position)
    {
        int oldest = history.Oldest(position);
        int newest = history.Newest(position);
        string? finding = null;
        for (int k = newest; k >= oldest; k--)
        {
            string? difference = guarantee == CrashGuarantee.WholeTree
                ? Difference(tree, history.Trees[k])
                : LooseDifference(tree, k, newest, position);
            if (difference is null)
            {
                return null;
            }

            finding += $"\n  after operation {k}: {difference}";
        }

        return $"operations {oldest} to {newest} may be there, but the tree is none of these:{finding}";
    }

    /// <summary>How a tree differs from the expected one; null when it does not.</summary>
    public static string? Difference(Dictionary<string, byte[]?> tree, Dictionary<string, Model.Entry> expected)
        => NameDifference(tree, expected)
            ?? tree.Where(pair => pair.Value is not null && !pair.Value.AsSpan().SequenceEqual(expected[pair.Key].Contents))
                .Select(pair => ContentsDifference(pair.Key, pair.Value!, expected[pair.Key].Contents!))
                .FirstOrDefault();

    private static string ContentsDifference(string path, byte[] found, byte[] expected)
        => found.Length != expected.Length
            ? $"{path} has {found.Length} bytes instead of {expected.Length}"
            : $"{path} differs at byte {found.AsSpan().CommonPrefixLength(expected)} of {expected.Length}";

    private static string? NameDifference(Dictionary<string, byte[]?> tree, Dictionary<string, Model.Entry> expected)
    {
        string[] missing = [.. expected.Keys.Except(tree.Keys)];
        string[] foreign = [.. tree.Keys.Except(expected.Keys)];
        string[] kinds = [.. tree.Keys.Intersect(expected.Keys).Where(key => tree[key] is null != expected[key].Contents is null)];
        return missing.Length + foreign.Length + kinds.Length == 0
            ? null
            : $"missing [{string.Join(' ', missing)}], not expected [{string.Join(' ', foreign)}], other kind [{string.Join(' ', kinds)}]";
    }

    private string? LooseDifference(Dictionary<string, byte[]?> tree, int names, int newest, int position)
    {
        string? difference = NameDifference(tree, history.Trees[names]);
        foreach ((string path, byte[]? found) in difference is null ? tree : [])
        {
            int id = history.Trees[names][path].Id;
            byte[][] versions = [.. Enumerable.Range(0, newest + 1)
                .Skip(Math.Min(history.OldestContents(position, id), newest))
                .SelectMany(k => history.Trees[k].Values)
                .Where(entry => entry.Id == id && entry.Contents is not null)
                .Select(entry => entry.Contents!)
                .Distinct()];
            difference ??= found is null ? null : LooseContents(path, found, versions);
        }

        return difference;
    }

    private static string? LooseContents(string path, byte[] found, byte[][] versions)
    {
        if (versions.All(version => version.Length != found.Length))
        {
            return $"{path} has {found.Length} bytes, a size it never had since its last sync";
        }

        for (int i = 0; i < found.Length; i++)
        {
            bool mayBeZero = versions.Any(version => version.Length <= i);
            if (!(found[i] == 0 && mayBeZero) && versions.All(version => version.Length <= i || version[i] != found[i]))
            {
                return $"{path} has at byte {i} what was never there since its last sync";
            }
        }

        return null;
    }
}
