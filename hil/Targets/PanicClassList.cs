// Which classes of panics an image can provoke.

using System;

namespace RustKernel.Hil.Targets;

/// <summary>The line "RustKernel-panic-classes: …" that the kernel has in its read-only data, and answers an unknown class with.</summary>
public static class PanicClassList
{
    private const int MaximumBytes = 1000;
    private const int Vectors = 16;

    /// <summary>The classes named in <paramref name="image"/>, as it writes them; empty when it has no such line.</summary>
    public static string Find(ReadOnlySpan<byte> image) => ImageLine.Find(image, "RustKernel-panic-classes: "u8, MaximumBytes);

    /// <summary>True when <paramref name="list"/> has <paramref name="name"/>; "vector0 to vector15" are sixteen.</summary>
    public static bool Has(string list, string name)
    {
        string[] words = list.Split(' ');
        static string[] Numbers() =>
            Array.ConvertAll(
                [.. System.Linq.Enumerable.Range(0, Vectors)],
                number => number.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return Array.IndexOf(words, name) >= 0
            || (Array.IndexOf(words, "to") > 0 && Array.Exists(Numbers(), number => name == "vector" + number));
    }
}
