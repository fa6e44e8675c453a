// The background load while a benchmark measures: "threads:1000" among the names after bench=.

using System;

namespace RustKernel.Suites.Benchmarks;

/// <summary>
/// How many threads that wait with a deadline, ports, handles or live objects a program makes before it
/// measures, to show how cost grows with them. None unless the command line asks for some.
/// </summary>
internal static class Crowd
{
    /// <summary>How many kinds of words have a field in <see cref="Packed"/>; after them comes <see cref="Objects"/>.</summary>
    private const int Kinds = 3;

    private const int Shift = 16;
    private const uint Most = 4000;
    private const uint MostObjects = 10_000_000;
    private static ulong s_packed;

    /// <summary>Objects that live while a collection is measured, with as many dead ones; 0: none.</summary>
    internal static ulong Objects { get; private set; }

    /// <summary>Threads, ports and handles, 16 bits each from bit 0 on (services/SelfTest/Bench.cs reads them).</summary>
    internal static ulong Packed => s_packed;

    /// <summary>True when there is a load: the program then gets more memory than benchmarks need.</summary>
    internal static bool IsThere => (s_packed | Objects) != 0;

    /// <summary>Removes the load.</summary>
    internal static void Clear()
    {
        s_packed = 0;
        Objects = 0;
    }

    /// <summary>Takes <paramref name="word"/>; false when it is no such word, or its number is out of range.</summary>
    internal static bool TryTake(ReadOnlySpan<byte> word)
    {
        for (int kind = 0; kind <= Kinds; kind++)
        {
            ReadOnlySpan<byte> name = NameOf(kind);
            if (!word.StartsWith(name) || !TryNumber(word.Slice(name.Length), out uint number))
            {
                continue;
            }

            if (kind == Kinds)
            {
                Objects = number;
                return number <= MostObjects;
            }

            s_packed |= (ulong)number << (kind * Shift);
            return number <= Most;
        }

        return false;
    }

    private static ReadOnlySpan<byte> NameOf(int kind) => kind switch
    {
        0 => "threads:"u8,
        1 => "ports:"u8,
        2 => "handles:"u8,
        _ => "objects:"u8,
    };

    private static bool TryNumber(ReadOnlySpan<byte> text, out uint number)
    {
        number = 0;
        foreach (byte digit in text)
        {
            if (digit is < (byte)'0' or > (byte)'9' || number > MostObjects)
            {
                return false;
            }

            number = (number * 10) + (uint)(digit - '0');
        }

        return text.Length > 0;
    }
}
