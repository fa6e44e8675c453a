// Which types have a form on the wire, and the C# that writes and reads them.

using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace RustKernel.Services.Generator;

/// <summary>Forms on the wire, as RustKernel.Services.Payload defines them.</summary>
internal static class WireType
{
    /// <summary>The permitted types.</summary>
    internal const string Choices =
        "use an integer, bool, char, enum, string, byte[], ReadOnlySpan<byte> (arguments), Handle<T>, AnyHandle, or a struct whose fields "
            + "are all public and such (no handles, no bytes)";

    private static readonly SymbolDisplayFormat s_full = SymbolDisplayFormat.FullyQualifiedFormat;

    /// <summary>Whether it can be sent. Borrowed types (spans) can only be arguments.</summary>
    internal static bool IsGood(ITypeSymbol type, bool mayBorrow) =>
        NumberBytes(type) != 0 || IsText(type) || IsBytes(type) || IsHandle(type) || (mayBorrow && IsSpan(type)) || IsRecord(type);

    /// <summary>A handle, of a known kind or of any.</summary>
    internal static bool IsHandle(ITypeSymbol type) =>
        IsAnyHandle(type) || (type is INamedTypeSymbol { Name: "Handle", TypeArguments.Length: 1 }
            && type.ContainingNamespace?.ToDisplayString() == "RustKernel.User");

    /// <summary>The expression that converts <paramref name="handle"/>, an AnyHandle, to <paramref name="type"/>.</summary>
    internal static string FromAny(ITypeSymbol type, string handle) =>
        IsAnyHandle(type) ? handle : $"new {Full(type)}({handle}.Value)";

    /// <summary>Text or bytes.</summary>
    internal static bool HasLength(ITypeSymbol type) => IsText(type) || IsBytes(type) || IsSpan(type);

    /// <summary>What [AtMost] among <paramref name="attributes"/> says; 0 if there is none.</summary>
    internal static int Most(IEnumerable<AttributeData> attributes) =>
        attributes.FirstOrDefault(data => data.AttributeClass?.Name == "AtMostAttribute") is { ConstructorArguments.Length: 1 } most
            ? (byte)(most.ConstructorArguments[0].Value ?? (byte)0)
            : 0;

    /// <summary>Most bytes; negative: [AtMost], <paramref name="most"/>, does not limit a text.</summary>
    internal static int Size(ITypeSymbol type, int most)
    {
        if (HasLength(type))
        {
            return most == 0 ? -1 : most + 1;
        }

        if (!IsRecord(type))
        {
            return NumberBytes(type);
        }

        List<int> sizes = Fields(type).Select(field => Size(field.Type, Most(field.GetAttributes()))).ToList();
        return sizes.Contains(-1) ? -1 : sizes.Sum();
    }

    /// <summary>How many numbers it has; negative if it has anything else.</summary>
    internal static int Words(ITypeSymbol type)
    {
        if (NumberBytes(type) != 0 || !IsRecord(type))
        {
            return NumberBytes(type) != 0 ? 1 : -1;
        }

        List<int> words = Fields(type).Select(field => Words(field.Type)).ToList();
        return words.Contains(-1) ? -1 : words.Sum();
    }

    /// <summary>Statements that put <paramref name="value"/> into words, beginning with <paramref name="word"/>.</summary>
    internal static IEnumerable<string> PutWords(ITypeSymbol type, string value, string words, ref int word)
    {
        if (!IsRecord(type))
        {
            string number = type.SpecialType == SpecialType.System_Boolean
                ? $"{value} ? 1ul : 0ul"
                : $"unchecked((ulong){Underlying(type)}{value})";
            return [$"{words}[{word++}] = {number};"];
        }

        List<string> lines = [];
        foreach (IFieldSymbol field in Fields(type))
        {
            lines.AddRange(PutWords(field.Type, $"{value}.{field.Name}", words, ref word));
        }

        return lines;
    }

    /// <summary>The expression that takes a value from words, beginning with <paramref name="word"/>.</summary>
    internal static string GetWords(ITypeSymbol type, string words, ref int word)
    {
        if (!IsRecord(type))
        {
            return type.SpecialType == SpecialType.System_Boolean
                ? $"{words}[{word++}] != 0"
                : $"unchecked(({Full(type)}){words}[{word++}])";
        }

        List<string> fields = [];
        foreach (IFieldSymbol field in Fields(type))
        {
            fields.Add($"{field.Name} = {GetWords(field.Type, words, ref word)}");
        }

        return $"new {Full(type)} {{ {string.Join(", ", fields)} }}";
    }

    /// <summary>Statements that write <paramref name="value"/>.</summary>
    internal static IEnumerable<string> Write(ITypeSymbol type, string value, string payload, string carrier, int most)
    {
        if (IsHandle(type))
        {
            return [$"{carrier}Carry({value});"];
        }

        if (type.SpecialType == SpecialType.System_Boolean)
        {
            return [$"{payload}.Write({value} ? 1ul : 0ul, 1);"];
        }

        if (NumberBytes(type) is int bytes and not 0)
        {
            return [$"{payload}.Write(unchecked((ulong){Underlying(type)}{value}), {bytes});"];
        }

        if (IsRecord(type))
        {
            return Fields(type).SelectMany(
                field => Write(field.Type, $"{value}.{field.Name}", payload, carrier, Most(field.GetAttributes())));
        }

        string what = IsText(type) ? value : $"(global::System.ReadOnlySpan<byte>){value}";
        return [most == 0 ? $"{payload}.Write({what});" : $"{payload}.WriteShort({what}, {most});"];
    }

    /// <summary>The expression that reads a value.</summary>
    internal static string Read(ITypeSymbol type, string payload, int most)
    {
        if (type.SpecialType == SpecialType.System_Boolean)
        {
            return $"{payload}.ReadBoolean()";
        }

        if (NumberBytes(type) is int bytes and not 0)
        {
            return $"unchecked(({Full(type)}){payload}.Read({bytes}))";
        }

        if (IsRecord(type))
        {
            IEnumerable<string> fields = Fields(type).Select(
                field => $"{field.Name} = {Read(field.Type, payload, Most(field.GetAttributes()))}");
            return $"new {Full(type)} {{ {string.Join(", ", fields)} }}";
        }

        string what = IsText(type) ? "Text" : IsSpan(type) ? "Span" : "Bytes";
        return most == 0 ? $"{payload}.Read{what}()" : $"{payload}.ReadShort{what}({most})";
    }

    /// <summary>The type's full name.</summary>
    internal static string Full(ITypeSymbol type) => type.ToDisplayString(s_full);

    private static bool IsAnyHandle(ITypeSymbol type) =>
        type.Name == "AnyHandle" && type.ContainingNamespace?.ToDisplayString() == "RustKernel";

    private static bool IsText(ITypeSymbol type) => type.SpecialType == SpecialType.System_String;

    private static bool IsBytes(ITypeSymbol type) => type is IArrayTypeSymbol { Rank: 1, ElementType.SpecialType: SpecialType.System_Byte };

    private static bool IsSpan(ITypeSymbol type) =>
        type is INamedTypeSymbol { Name: "ReadOnlySpan", TypeArguments.Length: 1 } span
            && span.TypeArguments[0].SpecialType == SpecialType.System_Byte;

    private static bool IsRecord(ITypeSymbol type) =>
        type is { TypeKind: TypeKind.Struct, SpecialType: SpecialType.None, IsRefLikeType: false } && NumberBytes(type) == 0 && !IsHandle(
            type) && Fields(type).Any()
        && Fields(type).All(field => field is { DeclaredAccessibility: Accessibility.Public, IsReadOnly: false, AssociatedSymbol: null }
            && (NumberBytes(field.Type) != 0 || IsText(field.Type) || IsRecord(field.Type)));

    private static IEnumerable<IFieldSymbol> Fields(ITypeSymbol type) =>
        type.GetMembers().OfType<IFieldSymbol>().Where(field => !field.IsStatic && !field.IsConst);

    private static string Underlying(ITypeSymbol type) =>
        type is INamedTypeSymbol { EnumUnderlyingType: { } number } ? $"({Full(number)})" : string.Empty;

    private static int NumberBytes(
        ITypeSymbol type) => (type is INamedTypeSymbol { EnumUnderlyingType: { } number } ? number : type).SpecialType switch
        {
            SpecialType.System_Boolean or SpecialType.System_Byte or SpecialType.System_SByte => 1,
            SpecialType.System_Char or SpecialType.System_Int16 or SpecialType.System_UInt16 => 2,
            SpecialType.System_Int32 or SpecialType.System_UInt32 => 4,
            SpecialType.System_Int64 or SpecialType.System_UInt64 => 8,
            _ => 0,
        };
}
