// The unwinding table of a program on the services' runtime, from the compiler's data for every method. It takes eight bytes a method
// and stores each way to leave a frame once; .eh_frame repeats both, and .dotnet_eh_table describes registers for a collector that
// reads whole stacks. services/Runtime/Runtime/Unwinder.cs reads it.
// [DWARF 5, 6.4; LSB 5.0, 10.6 Exception Frames]

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace RustKernel.Build.ImageCheck;

/// <summary>
/// Writes an assembly file with section .unwind: a head of three words (entries, bytes to the rules, bytes to the handlers), the
/// entries, the handlers, the rules. An entry is a start (from the table's, 4 bytes), the place of its rules and the number of its
/// handlers (2 bytes each, 0: none); it ends where the next one begins. Handlers are the place of a method's clauses (from the word
/// itself) and the distance of the code from the method's start. Rules are a length and so many bytes of call frame instructions.
/// </summary>
public sealed class UnwindTable
{
    private const string Reader = "get_unwind_table";
    private const string DescriptionSection = ".eh_frame";
    private const string LanguageSection = ".dotnet_eh_table";

    // The gap between two methods is smaller than this: it is the compiler's alignment.
    private const ulong MostPadding = 16;

    // Distances from a description's first byte.
    private const int StartField = 8;
    private const int LengthField = 12;
    private const int AugmentationField = 16;
    private const int LanguageField = 17;

    // The compiler's bits in the first byte of its data: it is a handler's code (and of which kind), not the method itself;
    // clauses follow; a word comes first.
    private const byte HandlerMask = 3;
    private const byte HasClauses = 4;
    private const byte HasAssociatedData = 0x10;

    // The common start of all descriptions: version 1, "zLR", units of 1 and -4, return address in x30, both pointers relative
    // and of 4 bytes. The frame's top is the stack pointer, which the runtime takes for granted.
    private static readonly byte[] s_common = [1, (byte)'z', (byte)'L', (byte)'R', 0, 1, 0x7C, 30, 2, 0x1B, 0x1B, 0x0C, 31, 0];

    private readonly ElfFile _compiled;
    private readonly Dictionary<string, int> _rules = new(StringComparer.Ordinal);
    private readonly Dictionary<Handlers, int> _handlers = [];
    private readonly StringBuilder _ruleText = new();
    private int _ruleBytes = 1;

    /// <summary>The table of the object <paramref name="compiled"/>.</summary>
    public UnwindTable(ElfFile compiled)
    {
        ArgumentNullException.ThrowIfNull(compiled);
        _compiled = compiled;
    }

    /// <summary>
    /// The table as source for the assembler; none for a program without its reader. Throws <see cref="InvalidDataException"/> when
    /// the compiler's tables differ from what this knows.
    /// </summary>
    public string Write()
    {
        StringBuilder text = new(
            "        .section .unwind, \"a\", %progbits\n        .balign 4\n        .globl  unwind_table\nunwind_table:\n");
        if (!_compiled.Symbols.Any(symbol => symbol.Name == Reader))
        {
            return text.ToString();
        }

        List<Method> methods = Read();
        List<string> entries = [];
        for (int i = 0; i < methods.Count; i++)
        {
            Method method = methods[i];
            entries.Add($"        .long   {method.Place} - unwind_table\n        .short  {RulesOf(method)}, {HandlersOf(method)}\n");
            if (i + 1 == methods.Count || methods[i + 1].Start - method.End >= MostPadding)
            {
                // The compiler described no code here.
                entries.Add($"        .long   {method.Place} + {method.End - method.Start} - unwind_table\n        .short  0, 0\n");
            }
        }

        text.Append($"        .long   {entries.Count}, .Lrules - unwind_table, .Lhandlers - unwind_table\n").AppendJoin("", entries);
        text.Append(".Lhandlers:\n");
        foreach (Handlers handlers in _handlers.Keys)
        {
            text.Append($"        .long   \"{handlers.Clauses}\" - ., {handlers.Distance}\n");
        }

        return text.Append(".Lrules:\n        .byte   0\n").Append(_ruleText).ToString();
    }

    private int RulesOf(Method method)
    {
        string bytes = string.Join(", ", method.Rules);
        if (_rules.TryGetValue(bytes, out int place))
        {
            return place;
        }

        place = Fits(_ruleBytes, ushort.MaxValue);
        _rules.Add(bytes, place);
        _ruleText.Append($"        .byte   {Fits(method.Rules.Length, byte.MaxValue)}, {bytes}\n");
        _ruleBytes += 1 + method.Rules.Length;
        return place;
    }

    private int HandlersOf(Method method)
    {
        if (method.Handlers is null)
        {
            return 0;
        }

        if (!_handlers.TryGetValue(method.Handlers, out int number))
        {
            number = Fits(_handlers.Count + 1, ushort.MaxValue);
            _handlers.Add(method.Handlers, number);
        }

        return number;
    }

    private static int Fits(int value, int limit) =>
        value <= limit ? value : throw new InvalidDataException($"unwinding table: {value} is beyond the {limit} of its field");

    // All descriptions, in the order of their code.
    private List<Method> Read()
    {
        ReadOnlySpan<byte> frames = _compiled.Contents(DescriptionSection);
        Dictionary<ulong, ElfRelocation> places = _compiled.Relocations(DescriptionSection).ToDictionary(place => place.Offset);
        Dictionary<ulong, ElfRelocation> clauses = _compiled.Relocations(LanguageSection).ToDictionary(place => place.Offset);
        List<Method> methods = [];
        for (int at = 0; at + 4 <= frames.Length;)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(frames[at..]);
            ReadOnlySpan<byte> description = frames.Slice(at, length + 4);
            if (BinaryPrimitives.ReadInt32LittleEndian(description[4..]) == 0)
            {
                CheckCommon(description[8..]);
            }
            else
            {
                methods.Add(ReadMethod(description, at, places, clauses));
            }

            at += length + 4;
        }

        if (methods.Select(method => method.Section).Distinct().Count() > 1)
        {
            throw new InvalidDataException("unwinding table: the compiler's code lies in more than one section");
        }

        return [.. methods.OrderBy(method => method.Start)];
    }

    private static void CheckCommon(ReadOnlySpan<byte> common)
    {
        if (!common.StartsWith(s_common) || common[s_common.Length..].ContainsAnyExcept((byte)0))
        {
            throw new InvalidDataException("unwinding table: descriptions begin in a way that the runtime does not know");
        }
    }

    private Method ReadMethod(
        ReadOnlySpan<byte> description,
        int at,
        Dictionary<ulong, ElfRelocation> places,
        Dictionary<ulong, ElfRelocation> clauses)
    {
        ElfRelocation start = places[(ulong)(at + StartField)];
        ulong begin = start.Symbol.Address + (ulong)start.Addend;
        ulong length = BinaryPrimitives.ReadUInt32LittleEndian(description[LengthField..]);
        Handlers? handlers = places.TryGetValue((ulong)(at + LanguageField), out ElfRelocation? data)
            ? ReadHandlers((int)data.Symbol.Address + (int)data.Addend, clauses)
            : null;

        // Zeroes at the end do nothing, and a number that they end reads the same beyond the end.
        byte[] rules = description[(LanguageField + description[AugmentationField])..].TrimEnd((byte)0).ToArray();
        return new Method($"\"{start.Symbol.Name}\" + {start.Addend}", start.Symbol.SectionIndex, begin, begin + length, rules, handlers);
    }

    // The compiler's data of a method, or of a handler of one: for a handler, where the method's own data is, and the distance
    // of the code from the method's start.
    private Handlers? ReadHandlers(int at, Dictionary<ulong, ElfRelocation> clauses)
    {
        ReadOnlySpan<byte> data = _compiled.Contents(LanguageSection);
        uint distance = 0;
        if ((data[at] & HandlerMask) != 0)
        {
            distance = BinaryPrimitives.ReadUInt32LittleEndian(data[(at + 5)..]);
            at += 1 + BinaryPrimitives.ReadInt32LittleEndian(data[(at + 1)..]);
        }

        byte flags = data[at];
        int place = at + 1 + ((flags & HasAssociatedData) != 0 ? 4 : 0);
        return (flags & HasClauses) == 0 ? null : new Handlers(clauses[(ulong)place].Symbol.Name, distance);
    }

    private sealed record Method(string Place, int Section, ulong Start, ulong End, byte[] Rules, Handlers? Handlers);

    private sealed record Handlers(string Clauses, uint Distance);
}
