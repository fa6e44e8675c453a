// One dump.

using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace RustKernel.Hil.Reports.Symbols;

/// <summary>Registers, heap and stack of a program that failed, as far as their lines arrived.</summary>
/// <param name="build">The first eight digits of the program's build id.</param>
public sealed class CrashDump(string build)
{
    private const int RegisterLines = 7;
    private const int HeapLines = 2;
    private const int FirstRegister = 19;
    private const int StackPointerAt = 12;
    private const int CounterAt = 13;
    private const ulong CodeStart = 0x40_0000;
    private const ulong MostCode = 64 << 20;
    private readonly SortedDictionary<int, ulong> _words = [];

    /// <summary>The build.</summary>
    public string Build => build;

    /// <summary>The program counter; null: its line is lost.</summary>
    public ulong? Counter => Word(CounterAt);

    /// <summary>Words of the stack that look like return addresses, from the top, each less one: within the call.</summary>
    public IReadOnlyList<ulong> Calls
        => [.. _words.Where(word => word.Key >= (RegisterLines + HeapLines) * 2 && IsCode(word.Value)).Select(word => word.Value - 1)];

    /// <summary>Adds a line.</summary>
    public void Add(int index, ulong first, ulong second)
    {
        _words[index * 2] = first;
        _words[(index * 2) + 1] = second;
    }

    /// <summary>The dump in lines; <paramref name="places"/> says what code addresses are.</summary>
    public IEnumerable<string> Lines(IReadOnlyDictionary<ulong, IReadOnlyList<SymbolLocation>> places)
    {
        yield return $"PC  {Show(CounterAt)}{Place(Counter, places)}";
        yield return $"SP  {Show(StackPointerAt)}";
        for (int register = 0; register < StackPointerAt; register += 3)
        {
            yield return string.Join("  ", Enumerable.Range(register, 3).Select(number => $"x{FirstRegister + number} {Show(number)}"));
        }

        const int heap = RegisterLines * 2;
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"heap: {Kib(heap)} KiB, {Kib(heap + 1)} KiB since the last collection, the next at {Kib(heap + 2)} KiB");
        yield return "calls (words of the stack that may be return addresses):";
        foreach (ulong call in Calls.Where(call => places.Count == 0 || places.GetValueOrDefault(call, []).Any(place => place.Line > 0)))
        {
            yield return $"  0x{call + 1:x16}{Place(call, places)}";
        }

        yield return "stack:";
        ulong at = (Word(StackPointerAt) ?? 0) & ~7ul;
        for (int word = (RegisterLines + HeapLines) * 2; word <= _words.Keys.LastOrDefault(); word += 2, at += 16)
        {
            yield return $"  0x{at:x16}: {Show(word)} {Show(word + 1)}";
        }
    }

    private static string Place(ulong? address, IReadOnlyDictionary<ulong, IReadOnlyList<SymbolLocation>> places)
        => address is { } known && places.TryGetValue(known, out IReadOnlyList<SymbolLocation>? list) && list.Count > 0
            ? $"  {list[0]}"
            : "";

    private static bool IsCode(ulong word) => word is > CodeStart and < CodeStart + MostCode && (word & 3) == 0;

    private ulong? Word(int index) => _words.TryGetValue(index, out ulong word) ? word : null;

    private string Show(int index) => Word(index) is { } word ? $"{word:x16}" : "(lost)          ";

    private string Kib(int index) => Word(index) is { } bytes ? (bytes >> 10).ToString(CultureInfo.InvariantCulture) : "?";
}
