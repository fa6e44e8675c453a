// Which suites an image has.

using System;
using System.Text;

namespace RustKernel.Hil.Targets;

/// <summary>
/// The line "RustKernel-suites: boot=20 lang=36 hostile:9" that the kernel has in its read-only data: the number of tests of each suite,
/// after a colon where the suite is no part of test=all.
/// </summary>
public static class SuiteDeclaration
{
    private const int MaximumBytes = 4000;

    /// <summary>What <paramref name="image"/> (ELF or raw) declares, as it writes it; empty when it has no such line.</summary>
    public static string Find(ReadOnlySpan<byte> image)
    {
        ReadOnlySpan<byte> mark = "RustKernel-suites: "u8;
        for (int at = image.IndexOf(mark); at >= 0; at = image.IndexOf(mark))
        {
            image = image[(at + mark.Length)..];
            int end = image.IndexOfAny((byte)'\n', (byte)0);
            if (end is > 0 and <= MaximumBytes && image[end] == '\n')
            {
                return Encoding.ASCII.GetString(image[..end]);
            }
        }

        return "";
    }
}
