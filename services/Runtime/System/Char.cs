// char: text and classes of ASCII characters. Others have no class: there are no Unicode tables.

namespace System;

public readonly partial struct Char
{
    public static bool IsDigit(char c) => IsAsciiDigit(c);

    public static bool IsAsciiLetter(char c) => (uint)((c | 0x20) - 'a') <= 'z' - 'a';

    public static bool IsAsciiLetterOrDigit(char c) => IsAsciiLetter(c) || IsAsciiDigit(c);

    public static bool IsWhiteSpace(char c) => c is ' ' or (>= '\t' and <= '\r') or '\u0085' or '\u00A0';

    public static char ToLowerInvariant(char c) => (uint)(c - 'A') <= 'Z' - 'A' ? (char)(c | 0x20) : c;

    public static char ToUpperInvariant(char c) => (uint)(c - 'a') <= 'z' - 'a' ? (char)(c & ~0x20) : c;

    public override string ToString() => new(_value, 1);
}
