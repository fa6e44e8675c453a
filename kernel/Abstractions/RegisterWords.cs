// Words that a system call takes or gives in consecutive registers.

using System.Runtime.CompilerServices;

namespace RustKernel;

/// <summary>Up to seven words: as many as there are registers beside the error. A call uses the first of them.</summary>
[InlineArray(Count)]
public struct RegisterWords
{
    /// <summary>How many.</summary>
    public const int Count = 7;

    private ulong _first;

    /// <summary>One word, then zeros.</summary>
    public RegisterWords(ulong first)
    {
        this = default;
        _first = first;
    }
}
