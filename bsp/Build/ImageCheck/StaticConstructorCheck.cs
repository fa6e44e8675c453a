// RK2002: no static constructor remains to run at run time.

using System;
using System.Collections.Generic;

namespace RustKernel.Build.ImageCheck;

/// <summary>
/// Finds the static constructors that ilc could not evaluate at build time. Each leaves a symbol that ends in
/// <c>___cctor</c>; nothing in the kernel would run it safely (no lock, perhaps in an interrupt).
/// </summary>
public static class StaticConstructorCheck
{
    private const string Suffix = "___cctor";

    /// <summary>One finding per type.</summary>
    public static IEnumerable<Finding> Run(ElfFile elf)
    {
        var reported = new HashSet<string>();
        foreach (ElfSymbol symbol in elf.Symbols)
        {
            if (!symbol.Name.EndsWith(Suffix, StringComparison.Ordinal) || !reported.Add(symbol.Name))
            {
                continue;
            }

            yield return new Finding("RK2002",
                $"type {symbol.Name[..^Suffix.Length]} has a static constructor that would run lazily ({symbol.Name}); "
                + "use only statics that ilc can preinitialise: numbers, strings, number arrays up to 8 KiB, objects without references");
        }
    }
}
