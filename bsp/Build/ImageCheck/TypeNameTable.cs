// The names that a program on the services' runtime can print. Its image has no metadata, so the build reads them from the assemblies and
// links a table of exactly the types that the compiler put in. services/Runtime/Runtime/TypeNames.cs reads it.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace RustKernel.Build.ImageCheck;

/// <summary>Writes an assembly file with the names of a compiled object's types, enums and static initialisers.</summary>
public sealed class TypeNameTable
{
    private const string TypePrefix = "_ZTV";
    private const string BoxedPrefix = "Boxed_";
    private const string InitializerSuffix = "___cctor";
    private const string Reader = "get_type_names";
    private const string InitializerReader = "get_initializer_names";
    private readonly Dictionary<string, TypeName> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<TypeName, int> _blobs = [];
    private readonly StringBuilder _text = new();

    /// <summary>Names of the types of <paramref name="assemblies"/>, including the core library's.</summary>
    public TypeNameTable(IEnumerable<string> assemblies)
    {
        ArgumentNullException.ThrowIfNull(assemblies);
        foreach (TypeName type in assemblies.SelectMany(TypeNameReader.Read))
        {
            _ = _known.TryAdd(type.Symbol, type);
        }
    }

    /// <summary>The table for <paramref name="compiled"/>, as source for the assembler. Without a reader in the program it is
    /// empty.</summary>
    public string Write(ElfFile compiled)
    {
        ArgumentNullException.ThrowIfNull(compiled);
        _text.Append("        .section .rodata\n        .balign 4\n");
        Entries(compiled, Reader, "type_names", symbol => symbol.StartsWith(TypePrefix, StringComparison.Ordinal) ? TypeOf(symbol) : null);
        Entries(compiled, InitializerReader, "initializer_names", OfInitializer);
        foreach ((TypeName type, int number) in _blobs)
        {
            Name(type, number);
        }

        return _text.ToString();
    }

    // Entries in the order of the things they name: the runtime uses a binary search.
    private void Entries(ElfFile compiled, string reader, string label, Func<string, TypeName?> find)
    {
        _text.Append($"        .globl  {label}\n        .globl  {label}_end\n{label}:\n");
        bool isRead = compiled.Symbols.Any(symbol => symbol.Name == reader);
        foreach (ElfSymbol symbol in compiled.Symbols.Where(symbol => isRead && symbol.IsDefined).OrderBy(symbol => symbol.Address))
        {
            if (find(symbol.Name) is { } type)
            {
                if (!_blobs.TryGetValue(type, out int number))
                {
                    number = _blobs.Count;
                    _blobs.Add(type, number);
                }

                _text.Append($"        .long   \"{symbol.Name}\" - ., .Lname{number} - .\n");
            }
        }

        _text.Append($"{label}_end:\n");
    }

    // _ZTV, the length of the name, the name.
    private TypeName? TypeOf(string symbol)
    {
        int start = TypePrefix.Length;
        while (start < symbol.Length && char.IsAsciiDigit(symbol[start]))
        {
            start++;
        }

        string name = symbol[start..];
        return _known.GetValueOrDefault(name.StartsWith(BoxedPrefix, StringComparison.Ordinal) ? name[BoxedPrefix.Length..] : name);
    }

    // A generic type's arguments follow its name.
    private TypeName? OfInitializer(string symbol)
    {
        if (!symbol.EndsWith(InitializerSuffix, StringComparison.Ordinal))
        {
            return null;
        }

        string name = symbol[..^InitializerSuffix.Length];
        int arguments = name.IndexOf('<', StringComparison.Ordinal);
        return _known.GetValueOrDefault(arguments < 0 ? name : name[..arguments]);
    }

    private void Name(TypeName type, int number)
    {
        _text.Append($".Lname{number}:\n");
        Bytes(type.Name);
        _text.Append($"        .byte   {(type.Members is null ? 0 : 1) | (type.IsFlags ? 2 : 0)}\n");
        if (type.Members is null)
        {
            return;
        }

        _text.Append($"        .byte   {type.Members.Count & 255}, {type.Members.Count >> 8}\n");
        foreach ((string name, ulong value) in type.Members)
        {
            _text.Append($"        .8byte  0x{value:x}\n");
            Bytes(name);
        }
    }

    private void Bytes(string text) => _text.Append($"        .byte   {string.Join(", ", Encoding.UTF8.GetBytes(text + "\0"))}\n");
}
