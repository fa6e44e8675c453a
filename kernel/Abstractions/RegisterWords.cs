using System.Runtime.CompilerServices;

namespace RustKernel;

/// <summary>
/// Words that a system call takes or returns in consecutive registers: up to seven, all registers but the error's. A
/// call uses the first ones.
/// </summary>
[InlineArray(Count)]
public struct RegisterWords
{
    /// <summary>How many words.</summary>
    public const int Count = 7;

    private ulong _first;

    /// <summary>One word, then zeros.</summary>
    public RegisterWords(ulong first)
    {
        this = default;
        _first = first;
    }
}
