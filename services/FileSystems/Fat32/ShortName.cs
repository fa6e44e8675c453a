using System;

namespace RustKernel.Services.FileSystems.Fat32;

/// <summary>
/// The 8.3 name of a directory entry: eleven bytes, eight for the base, three for the extension, padded with spaces. Bytes above 0x7F are
/// of code page 437; this file system writes none. [fatgen103, "Short Directory Entries"]
/// </summary>
internal static class ShortName
{
    public const int Bytes = 11;

    /// <summary>The most characters of a shown name, with the dot.</summary>
    public const int MostShown = Bytes + 1;

    /// <summary>Bit of the entry's byte 12: the base is shown in lower case.</summary>
    public const byte LowerBase = 0x08;

    /// <summary>Bit of the entry's byte 12: the extension is shown in lower case.</summary>
    public const byte LowerExtension = 0x10;

    private const int BaseBytes = 8;
    private const byte FirstE5 = 0x05;

    // Code page 437 from 0x80 on.
    private const string UpperHalf =
        "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»"
        + "░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0";

    /// <summary>The name as shown. Characters not allowed in a name are shown as '_'.</summary>
    public static string Decode(ReadOnlySpan<byte> name, byte caseBits)
    {
        Span<char> text = stackalloc char[MostShown];
        return text.Slice(0, Decode(name, caseBits, text)).ToString();
    }

    /// <summary>The same into <paramref name="text"/> (<see cref="MostShown"/>); returns the number of characters.</summary>
    public static int Decode(ReadOnlySpan<byte> name, byte caseBits, Span<char> text)
    {
        int length = Put(text, name.Slice(0, BaseBytes), (caseBits & LowerBase) != 0);
        int more = Put(text.Slice(length + 1), name.Slice(BaseBytes, Bytes - BaseBytes), (caseBits & LowerExtension) != 0);
        if (more > 0)
        {
            text[length] = '.';
            length += more + 1;
        }

        if (length == 0)
        {
            text[length++] = '_';
        }

        return length;
    }

    /// <summary>
    /// Whether an 8.3 name is <paramref name="name"/>, in any case, and consists only of letters, digits, '-', '_' and '~'. False proves
    /// nothing.
    /// </summary>
    public static bool IsPlain(ReadOnlySpan<byte> bytes, ReadOnlySpan<char> name)
    {
        int dot = name.IndexOf('.');
        return dot < 0
            ? IsPlainPart(bytes.Slice(0, BaseBytes), name) && IsPlainPart(bytes.Slice(BaseBytes, Bytes - BaseBytes), default)
            : IsPlainPart(bytes.Slice(0, BaseBytes), name.Slice(0, dot))
                && IsPlainPart(bytes.Slice(BaseBytes, Bytes - BaseBytes), name.Slice(dot + 1)) && dot != name.Length - 1;
    }

    private static bool IsPlainPart(ReadOnlySpan<byte> part, ReadOnlySpan<char> name)
    {
        if (name.Length > part.Length || (name.Length < part.Length && part[name.Length] != ' '))
        {
            return false;
        }

        for (int i = 0; i < name.Length; i++)
        {
            char one = name[i];
            uint upper = char.IsAsciiLetterLower(one) ? one - 0x20u : one;
            if (part[i] != upper || !(char.IsAsciiLetterOrDigit(one) || one is '-' or '_' or '~'))
            {
                return false;
            }
        }

        // The padding must be spaces only.
        for (int i = name.Length + 1; i < part.Length; i++)
        {
            if (part[i] != ' ')
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Encodes a name that needs no long name: 8.3, ASCII, each part in one case. False for any other.</summary>
    public static bool TryEncode(string name, Span<byte> bytes, out byte caseBits)
    {
        caseBits = 0;
        bytes.Slice(0, Bytes).Fill((byte)' ');
        int dot = name.LastIndexOf('.');
        int baseLength = dot < 0 ? name.Length : dot;
        int extensionLength = dot < 0 ? 0 : name.Length - dot - 1;
        if (baseLength is 0 or > BaseBytes || extensionLength > Bytes - BaseBytes || (dot >= 0 && extensionLength == 0))
        {
            return false;
        }

        return TryEncodePart(name.AsSpan(0, baseLength), bytes, LowerBase, ref caseBits)
            && TryEncodePart(
                name.AsSpan(name.Length - extensionLength, extensionLength),
                bytes.Slice(BaseBytes),
                LowerExtension,
                ref caseBits);
    }

    /// <summary>The upper-case 8.3 form of a name in mixed case, if it is 8.3 except for its case. False for any other.</summary>
    public static bool TryUpper(string name, Span<byte> bytes) => TryEncode(name.ToUpperInvariant(), bytes, out _);

    /// <summary>
    /// Alias number <paramref name="number"/> (from 1) of a long name. The first four are short; the others contain a hash of the name, so
    /// that many names with one beginning need not be tried one by one.
    /// </summary>
    public static void Alias(string name, int number, Span<byte> bytes)
    {
        bytes.Slice(0, Bytes).Fill((byte)' ');
        int dot = name.LastIndexOf('.');
        int end = dot > 0 ? dot : name.Length;
        int used = Filtered(name.AsSpan(0, end), bytes.Slice(0, BaseBytes));
        _ = dot > 0 ? Filtered(name.AsSpan(dot + 1), bytes.Slice(BaseBytes)) : 0;
        if (number > 4)
        {
            uint hash = NameHash(name) + (uint)((number - 5) / 9 * 0x9E37);
            used = Math.Min(used, 2);
            for (int i = 0; i < 4; i++)
            {
                bytes[used++] = (byte)"0123456789ABCDEF"[(int)(hash >> (12 - (4 * i))) & 15];
            }

            number = ((number - 5) % 9) + 1;
        }

        used = Math.Min(used, BaseBytes - 2);
        bytes[used] = (byte)'~';
        bytes[used + 1] = (byte)('0' + number);
        bytes.Slice(used + 2, BaseBytes - used - 2).Fill((byte)' ');
    }

    /// <summary>The checksum in each part of a long name. [fatgen103, "ChkSum"]</summary>
    public static byte Checksum(ReadOnlySpan<byte> name)
    {
        uint sum = 0;
        for (int i = 0; i < Bytes; i++)
        {
            sum = (((sum & 1) << 7) | ((sum & 0xFF) >> 1)) + name[i];
        }

        return (byte)sum;
    }

    private static int Put(Span<char> text, ReadOnlySpan<byte> part, bool lower)
    {
        int length = part.Length;
        while (length > 0 && part[length - 1] == ' ')
        {
            length--;
        }

        for (int i = 0; i < length; i++)
        {
            byte one = part[i] == FirstE5 && i == 0 ? (byte)0xE5 : part[i];
            char shown = one >= 0x80 ? UpperHalf[one - 0x80] : (char)one;
            shown = !LongName.MayHold(shown) || shown == '.' ? '_' : shown;
            text[i] = lower ? char.ToLowerInvariant(shown) : shown;
        }

        return length;
    }

    private static bool TryEncodePart(ReadOnlySpan<char> part, Span<byte> bytes, byte lowerBit, ref byte caseBits)
    {
        bool hasLower = false;
        bool hasUpper = false;
        for (int i = 0; i < part.Length; i++)
        {
            char one = part[i];
            if (!IsShort(one))
            {
                return false;
            }

            hasLower |= char.IsAsciiLetterLower(one);
            hasUpper |= char.IsAsciiLetterUpper(one);
            bytes[i] = (byte)char.ToUpperInvariant(one);
        }

        caseBits |= hasLower ? lowerBit : (byte)0;
        return !(hasLower && hasUpper);
    }

    private static int Filtered(ReadOnlySpan<char> part, Span<byte> bytes)
    {
        int used = 0;
        for (int i = 0; i < part.Length && used < bytes.Length; i++)
        {
            char one = part[i];
            if (one is not (' ' or '.'))
            {
                bytes[used++] = IsShort(one) ? (byte)char.ToUpperInvariant(one) : (byte)'_';
            }
        }

        return used;
    }

    private static bool IsShort(char one) => char.IsAsciiLetterOrDigit(one) || "!#$%&'()-@^_`{}~".Contains(one);

    private static uint NameHash(string name)
    {
        uint hash = 2166136261;
        foreach (char one in name)
        {
            hash = (hash ^ char.ToUpperInvariant(one)) * 16777619;
        }

        return hash ^ (hash >> 16);
    }
}
