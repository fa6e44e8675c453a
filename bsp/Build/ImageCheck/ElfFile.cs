// Reads the parts of a linked 64-bit little-endian ELF file that the checks need: sections, segments, symbols, bytes by address.

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace RustKernel.Build.ImageCheck;

/// <summary>A linked AArch64 ELF file, read whole. Throws <see cref="InvalidDataException"/> when it is not one.</summary>
public sealed class ElfFile
{
    private const int SectionHeaderSize = 64;
    private const int ProgramHeaderSize = 56;
    private const int SymbolSize = 24;
    private const int RelocationSize = 24;
    private const uint SectionTypeSymbols = 2;
    private const uint SectionTypeRelocations = 4;
    private const uint SectionTypeNoBits = 8;
    private const ushort MachineAArch64 = 183;

    private readonly byte[] _bytes;
    private readonly ElfSymbol[] _functionsByAddress;

    private ElfFile(string path, byte[] bytes)
    {
        Path = path;
        _bytes = bytes;
        if (bytes.Length < SectionHeaderSize || U32(0) != 0x464C457F || bytes[4] != 2 || bytes[5] != 1)
        {
            throw new InvalidDataException("not a 64-bit little-endian ELF file");
        }

        if (U16(18) != MachineAArch64)
        {
            throw new InvalidDataException($"machine {U16(18)} is not AArch64");
        }

        Segments = ReadSegments();
        Sections = ReadSections();
        Symbols = ReadSymbols();
        _functionsByAddress = FindFunctions();
    }

    /// <summary>The path it was read from, as given.</summary>
    public string Path { get; }

    /// <summary>The program headers of type PT_LOAD, in file order.</summary>
    public IReadOnlyList<ElfSegment> Segments { get; }

    /// <summary>All section headers, in file order.</summary>
    public IReadOnlyList<ElfSection> Sections { get; }

    /// <summary>All named symbols that are not sections, files or mapping symbols (<c>$x</c>, <c>$d</c>).</summary>
    public IReadOnlyList<ElfSymbol> Symbols { get; }

    /// <summary>Reads the file at <paramref name="path"/>.</summary>
    public static ElfFile Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        try
        {
            return new ElfFile(path, bytes);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new InvalidDataException("a header points outside the file");
        }
    }

    /// <summary>The defined symbol called <paramref name="name"/>, or null.</summary>
    public ElfSymbol? Find(string name)
    {
        foreach (ElfSymbol symbol in Symbols)
        {
            if (symbol.IsDefined && symbol.Name == name)
            {
                return symbol;
            }
        }

        return null;
    }

    /// <summary>
    /// The function that owns the code at <paramref name="address"/>: the nearest function symbol at or below it, and the
    /// nearest label when an assembly file has none.
    /// </summary>
    public string FunctionAt(ulong address)
    {
        int low = 0, high = _functionsByAddress.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_functionsByAddress[middle].Address <= address)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low == 0 ? $"0x{address:x}" : _functionsByAddress[low - 1].Name;
    }

    /// <summary>The <paramref name="length"/> bytes linked at <paramref name="address"/>; empty when no section has them all.</summary>
    public ReadOnlySpan<byte> BytesAt(ulong address, int length)
    {
        foreach (ElfSection section in Sections)
        {
            if (!section.IsAllocated || section.Type == SectionTypeNoBits || address < section.Address)
            {
                continue;
            }

            ulong offset = address - section.Address;
            if (offset + (ulong)length <= section.Size)
            {
                return _bytes.AsSpan((int)(section.FileOffset + offset), length);
            }
        }

        return default;
    }

    /// <summary>The 32-bit word linked at <paramref name="address"/>, or null when the file holds none there.</summary>
    public uint? WordAt(ulong address)
    {
        ReadOnlySpan<byte> bytes = BytesAt(address, 4);
        return bytes.IsEmpty ? null : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    /// <summary>The bytes of the section called <paramref name="name"/>; empty when there is none, or it holds none.</summary>
    public ReadOnlySpan<byte> Contents(string name)
    {
        foreach (ElfSection section in Sections)
        {
            if (section.Name == name && section.Type != SectionTypeNoBits)
            {
                return _bytes.AsSpan((int)section.FileOffset, (int)section.Size);
            }
        }

        return default;
    }

    /// <summary>The places in the section called <paramref name="name"/> of a compiled object that the linker fills in.</summary>
    public IReadOnlyList<ElfRelocation> Relocations(string name)
    {
        var relocations = new List<ElfRelocation>();
        foreach (ElfSection table in Sections)
        {
            if (table.Type != SectionTypeRelocations || table.Name != ".rela" + name)
            {
                continue;
            }

            for (ulong offset = 0; offset < table.Size; offset += RelocationSize)
            {
                int at = (int)(table.FileOffset + offset);
                ElfSymbol symbol = ReadSymbol(Sections[(int)table.Link], U32(at + 12));
                relocations.Add(new ElfRelocation(U64(at), symbol, (long)U64(at + 16)));
            }
        }

        return relocations;
    }

    private List<ElfSegment> ReadSegments()
    {
        var segments = new List<ElfSegment>();
        for (int i = 0; i < U16(56); i++)
        {
            int at = (int)U64(32) + i * ProgramHeaderSize;
            if (U32(at) == 1)
            {
                segments.Add(new ElfSegment(U32(at + 4), U64(at + 8), U64(at + 16), U64(at + 32), U64(at + 40), U64(at + 48)));
            }
        }

        return segments;
    }

    private List<ElfSection> ReadSections()
    {
        var sections = new List<ElfSection>();
        int table = (int)U64(40);
        int names = table + U16(62) * SectionHeaderSize;
        for (int i = 0; i < U16(60); i++)
        {
            int at = table + i * SectionHeaderSize;
            string name = Text((int)U64(names + 24) + (int)U32(at));
            sections.Add(new ElfSection(name, U32(at + 4), U64(at + 8), U64(at + 16), U64(at + 24), U64(at + 32), U32(at + 40)));
        }

        return sections;
    }

    private List<ElfSymbol> ReadSymbols()
    {
        var symbols = new List<ElfSymbol>();
        foreach (ElfSection table in Sections)
        {
            if (table.Type != SectionTypeSymbols)
            {
                continue;
            }

            for (uint i = 1; i < table.Size / SymbolSize; i++)
            {
                ElfSymbol symbol = ReadSymbol(table, i);
                int type = SymbolType(table, i);
                if (type is not (3 or 4) && symbol.Name.Length != 0 && symbol.Name[0] != '$')
                {
                    symbols.Add(symbol);
                }
            }
        }

        return symbols;
    }

    private ElfSymbol ReadSymbol(ElfSection table, uint index)
    {
        int at = (int)(table.FileOffset + (index * SymbolSize));
        string name = Text((int)Sections[(int)table.Link].FileOffset + (int)U32(at));
        return new ElfSymbol(name, U64(at + 8), U64(at + 16), U16(at + 6), SymbolType(table, index) == ElfSymbol.TypeFunction);
    }

    private int SymbolType(ElfSection table, uint index) => _bytes[(int)(table.FileOffset + (index * SymbolSize)) + 4] & 0xF;

    private ElfSymbol[] FindFunctions()
    {
        var byAddress = new SortedDictionary<ulong, ElfSymbol>();
        foreach (ElfSymbol symbol in Symbols)
        {
            if (!symbol.IsDefined || symbol.SectionIndex >= Sections.Count || !Sections[symbol.SectionIndex].IsExecutable)
            {
                continue;
            }

            if (symbol.IsFunction || !byAddress.TryGetValue(symbol.Address, out ElfSymbol? known) || !known.IsFunction)
            {
                byAddress[symbol.Address] = symbol;
            }
        }

        // A label inside a sized function is part of it, not a function of its own.
        var functions = new List<ElfSymbol>();
        ulong end = 0;
        foreach (ElfSymbol symbol in byAddress.Values)
        {
            if (!symbol.IsFunction && symbol.Address < end)
            {
                continue;
            }

            functions.Add(symbol);
            if (symbol.IsFunction)
            {
                end = symbol.Address + symbol.Size;
            }
        }

        return [.. functions];
    }

    private string Text(int at) => Encoding.UTF8.GetString(_bytes.AsSpan(at, _bytes.AsSpan(at).IndexOf((byte)0)));

    private ushort U16(int at) => BinaryPrimitives.ReadUInt16LittleEndian(_bytes.AsSpan(at));

    private uint U32(int at) => BinaryPrimitives.ReadUInt32LittleEndian(_bytes.AsSpan(at));

    private ulong U64(int at) => BinaryPrimitives.ReadUInt64LittleEndian(_bytes.AsSpan(at));
}
