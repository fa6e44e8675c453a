// Which suites an image has.

using System;

namespace RustKernel.Hil.Targets;

/// <summary>
/// The line "RustKernel-suites: boot=20 lang=36 hostile:9" that the kernel has in its read-only data: the number of tests of each suite,
/// after a colon where the suite is no part of test=all.
/// </summary>
public static class SuiteDeclaration
{
    private const int MaximumBytes = 4000;

    /// <summary>What <paramref name="image"/> (ELF or raw) declares, as it writes it; empty when it has no such line.</summary>
    public static string Find(ReadOnlySpan<byte> image) => ImageLine.Find(image, "RustKernel-suites: "u8, MaximumBytes);
}
