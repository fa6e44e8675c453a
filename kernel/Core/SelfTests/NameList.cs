using System;

namespace RustKernel.SelfTests;

/// <summary>Reads names from one literal, as in the lists of tests: a single space separates them.</summary>
public static class NameList
{
    /// <summary>How many names <paramref name="names"/> has; 0 when it is empty.</summary>
    public static int Count(ReadOnlySpan<byte> names)
    {
        int count = names.Length == 0 ? 0 : 1;
        foreach (byte letter in names)
        {
            count += letter == (byte)' ' ? 1 : 0;
        }

        return count;
    }

    /// <summary>Name <paramref name="index"/> (from 0); empty when there are fewer.</summary>
    public static ReadOnlySpan<byte> At(ReadOnlySpan<byte> names, int index)
    {
        int start = 0;
        for (int i = 0; i <= names.Length; i++)
        {
            if (i < names.Length && names[i] != (byte)' ')
            {
                continue;
            }

            if (index-- == 0)
            {
                return names.Slice(start, i - start);
            }

            start = i + 1;
        }

        return default;
    }
}
