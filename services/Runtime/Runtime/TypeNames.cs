// Names of types, of enums' members and of static initialisers, in a table that the link adds (bsp/Build/ImageCheck, TypeNameTable) for
// those types that the program can meet as objects. An entry is two offsets, each from its own place: to the type or the code, and to the
// name. Entries are in the order of what they name. A name is UTF-8 up to a zero; an enum's continues with a byte of flags, a count of two
// bytes, and the members in order of their values: eight bytes, the name, a zero.

using System;
using System.Text;
using Internal.Runtime;

namespace RustKernel.Runtime;

internal static unsafe class TypeNames
{
    // SAFETY (whole file): the table is read-only data of the image, written by the build, with its own lengths and ends.
    private const byte EnumFlag = 1;

    /// <summary>The full name; null if the program does not have it.</summary>
    internal static string? Of(MethodTable* type)
    {
        if (type->IsSzArray)
        {
            string? element = Of(type->RelatedType);
            return element is null ? null : element + "[]";
        }

        byte* name = Find(type->IsGeneric ? type->GenericDefinition : type);
        if (name == null)
        {
            return null;
        }

        string text = Text(name);
        return type->IsGeneric ? text + Arguments(type) : text;
    }

    /// <summary>The last part of the name, without type arguments.</summary>
    internal static string? Name(MethodTable* type)
    {
        if (type->IsSzArray)
        {
            string? element = Name(type->RelatedType);
            return element is null ? null : element + "[]";
        }

        byte* name = Find(type->IsGeneric ? type->GenericDefinition : type);
        if (name == null)
        {
            return null;
        }

        string text = Text(name);
        int start = text.Length;
        while (start > 0 && text[start - 1] is not ('.' or '+'))
        {
            start--;
        }

        return text.Substring(start);
    }

    internal static string? Namespace(MethodTable* type)
    {
        byte* name = Find(type->IsSzArray ? type->RelatedType : type->IsGeneric ? type->GenericDefinition : type);
        if (name == null)
        {
            return null;
        }

        string text = Text(name);
        int nested = text.IndexOf('+');
        int end = (nested < 0 ? text : text.Substring(0, nested)).LastIndexOf('.');
        return end < 0 ? null : text.Substring(0, end);
    }

    internal static bool IsEnum(MethodTable* type) => Members(type, out _, out _) != null;

    /// <summary>The members of an enum, in order of their values; null: not an enum with names.</summary>
    internal static byte* Members(MethodTable* type, out int count, out bool isFlags)
    {
        byte* name = type->IsPrimitive ? Find(type) : null;
        count = 0;
        isFlags = false;
        if (name == null)
        {
            return null;
        }

        byte* at = End(name);
        if ((*at & EnumFlag) == 0)
        {
            return null;
        }

        isFlags = (*at & 2) != 0;
        count = at[1] | (at[2] << 8);
        return at + 3;
    }

    /// <summary>The value and the name at <paramref name="member"/>, which moves on to the next.</summary>
    internal static ulong Next(ref byte* member, out byte* name)
    {
        ulong value = System.Runtime.CompilerServices.Unsafe.ReadUnaligned<ulong>(ref *member);
        name = member + 8;
        member = End(name);
        return value;
    }

    /// <summary>The name of the class whose static initialiser begins at <paramref name="code"/>.</summary>
    internal static string OfInitializer(nint code)
    {
        byte* name = Search(Native.InitializerNames(), Native.InitializerNamesEnd(), code);
        if (name == null)
        {
            return "a class";
        }

        // As in .NET: only the outermost type has the namespace.
        string text = Text(name);
        return text.Substring(text.LastIndexOf('+') + 1);
    }

    internal static string Text(byte* name) => Encoding.UTF8.GetString(new ReadOnlySpan<byte>(name, (int)(End(name) - name) - 1));

    private static byte* Find(MethodTable* type) => Search(Native.TypeNames(), Native.TypeNamesEnd(), (nint)type);

    private static byte* Search(int* first, int* end, nint wanted)
    {
        int low = 0;
        int high = (int)(end - first) / 2;
        while (low < high)
        {
            int middle = (low + high) / 2;
            int* entry = first + (2 * middle);
            nint found = (nint)entry + *entry;
            if (found == wanted)
            {
                return (byte*)(entry + 1) + entry[1];
            }

            low = found < wanted ? middle + 1 : low;
            high = found < wanted ? high : middle;
        }

        return null;
    }

    private static byte* End(byte* name)
    {
        while (*name != 0)
        {
            name++;
        }

        return name + 1;
    }

    private static string Arguments(MethodTable* type)
    {
        string text = "[";
        for (int i = 0; i < type->GenericArity; i++)
        {
            text = string.Concat(text, i == 0 ? "" : ",", Of(type->GenericArgument(i)) ?? "?");
        }

        return text + "]";
    }
}
