// "Did you mean …?"

using System;
using System.Collections.Generic;

namespace RustKernel.Hil.Targets;

/// <summary>Finds the known word that a mistyped one is nearest to.</summary>
public static class Suggestion
{
    /// <summary>" (did you mean X? known: A, B)" for <paramref name="word"/>, or only the list when nothing is near.</summary>
    public static string For(string word, IReadOnlyCollection<string> known)
    {
        string? best = null;
        int bestDistance = 3 + word.Length / 4;
        foreach (string candidate in known)
        {
            int distance = Distance(word, candidate);
            if (distance >= bestDistance)
            {
                continue;
            }

            best = candidate;
            bestDistance = distance;
        }

        string list = "known: " + string.Join(", ", known);
        return best is null ? $" ({list})" : $" (did you mean {best}? {list})";
    }

    /// <summary>How many letters must be put in, left out or changed to make <paramref name="right"/> of <paramref name="left"/>.</summary>
    public static int Distance(string left, string right)
    {
        int[] row = new int[right.Length + 1];
        for (int column = 0; column <= right.Length; column++)
        {
            row[column] = column;
        }

        for (int line = 1; line <= left.Length; line++)
        {
            int diagonal = row[0];
            row[0] = line;
            for (int column = 1; column <= right.Length; column++)
            {
                int substituted = diagonal + (left[line - 1] == right[column - 1] ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.Min(substituted, 1 + Math.Min(row[column], row[column - 1]));
            }
        }

        return row[^1];
    }
}
