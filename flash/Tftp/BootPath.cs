// What a requested name may look like.

using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace RustKernel.Flash.Tftp;

/// <summary>Cuts a name into components and refuses those that mean something else than a file below a folder.</summary>
public static class BootPath
{
    private const int MaximumComponentBytes = 255;

    /// <summary>
    /// The components of <paramref name="name"/>; null with a reason when it is not allowed.
    /// Leading slashes and "." are dropped.
    /// </summary>
    public static string[]? Split(string name, out string reason)
    {
        reason = "";
        if (name.Contains('\\'))
        {
            reason = "backslash in the name";
        }
        else if (name.Length >= 2 && name[1] == ':' && char.IsAsciiLetter(name[0]))
        {
            reason = "drive letter in the name";
        }
        else if (name.Any(char.IsControl))
        {
            reason = "control character in the name";
        }

        if (reason.Length > 0)
        {
            return null;
        }

        List<string> parts = [];
        foreach (string part in name.Split('/'))
        {
            if (part is "" or ".")
            {
                continue;
            }

            if (part == "..")
            {
                reason = "\"..\" in the name";
            }
            else if (System.Text.Encoding.UTF8.GetByteCount(part) > MaximumComponentBytes)
            {
                reason = "a component of the name is too long";
            }

            if (reason.Length > 0)
            {
                return null;
            }

            parts.Add(part);
        }

        if (parts.Count == 0)
        {
            reason = "the name has no file in it";
        }

        return parts.Count == 0 ? null : [.. parts];
    }

    /// <summary>
    /// The serial number that a Pi puts before its file names, 8 hexadecimal digits: <paramref name="component"/> itself, or the
    /// end of the 16 digits that Linux shows in /proc/cpuinfo (the first 8 say the kind of chip). Null for anything else.
    /// </summary>
    public static string? SerialOf(string component)
        => component.Length is 8 or 16 && component.All(char.IsAsciiHexDigit) ? component[^8..].ToLowerInvariant() : null;

    /// <summary>
    /// The MAC that a Pi with TFTP_PREFIX=2 puts before its file names (dc-a6-32-01-36-c2), as
    /// dc:a6:32:01:36:c2. Null for anything else.
    /// </summary>
    public static string? MacOf(string component)
    {
        string[] bytes = component.Split('-');
        bool isMac = bytes.Length == 6
            && bytes.All(part => part.Length == 2
                && byte.TryParse(part, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _));
        return isMac ? string.Join(':', bytes).ToLowerInvariant() : null;
    }
}
