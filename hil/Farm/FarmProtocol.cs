// Version and names of the farm's protocol.

using System;

namespace RustKernel.Hil.Farm;

/// <summary>What agents, clients and coordinators of one farm must have in common.</summary>
public static class FarmProtocol
{
    /// <summary>Grows when an older agent or coordinator would misunderstand.</summary>
    public const int Version = 1;

    /// <summary>The most bytes of a log in one upload.</summary>
    public const int MostLogPart = 1 << 18;

    /// <summary>The largest image.</summary>
    public const int MostImage = 1 << 26;

    /// <summary>The variable that names the farm to clients.</summary>
    public const string AddressVariable = "RK_FARM";

    /// <summary>Where a farm listens unless told otherwise.</summary>
    public static Uri DefaultAddress { get; } = new("http://127.0.0.1:8080");

    /// <summary>
    /// True for what may name a host, a board or a tag: a letter or digit, then at most 63 more of these and <c>. _ - =</c>.
    /// </summary>
    public static bool IsName(string text)
    {
        if (text.Length is 0 or > 64 || !char.IsAsciiLetterOrDigit(text[0]))
        {
            return false;
        }

        foreach (char letter in text)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('.' or '_' or '-' or '='))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True for a SHA-256 in small hexadecimal letters.</summary>
    public static bool IsSha256(string text)
        => text.Length == 64 && text.AsSpan().IndexOfAnyExcept("0123456789abcdef") < 0;
}
