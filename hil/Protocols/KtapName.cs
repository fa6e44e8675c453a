// Which names and numbers protocol 1 allows.

using System;
using System.Buffers;

namespace RustKernel.Hil.Protocols;

/// <summary>The alphabets of names and values in test documents.</summary>
public static class KtapName
{
    private static readonly SearchValues<char> s_nameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_.-");
    private static readonly SearchValues<char> s_digits = SearchValues.Create("0123456789");

    /// <summary>True for a name of one or more of [a-z0-9_.-].</summary>
    public static bool IsValid(ReadOnlySpan<char> name) => name.Length > 0 && !name.ContainsAnyExcept(s_nameCharacters);

    /// <summary>True for a decimal integer or fraction with an optional minus sign.</summary>
    public static bool IsDecimal(ReadOnlySpan<char> value)
    {
        if (value.StartsWith('-'))
        {
            value = value[1..];
        }

        int point = value.IndexOf('.');
        return point < 0 ? IsDigits(value) : IsDigits(value[..point]) && IsDigits(value[(point + 1)..]);
    }

    private static bool IsDigits(ReadOnlySpan<char> text) => text.Length > 0 && !text.ContainsAnyExcept(s_digits);
}
