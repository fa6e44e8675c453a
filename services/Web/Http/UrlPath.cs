using System.Text;

namespace RustKernel.Services.Web.Http;

/// <summary>Converts between a request's path [RFC 3986] and a file's.</summary>
public static class UrlPath
{
    /// <summary>
    /// Decodes <paramref name="path"/>, which begins with a slash, once. Null: it is not well-formed UTF-8, has control characters, or a
    /// part of it is empty, "." or "..". No file has such a name, and clients resolve these themselves.
    /// </summary>
    public static string? Decode(string path)
    {
        byte[] bytes = new byte[path.Length];
        int count = 0;
        for (int i = 0; i < path.Length; i++)
        {
            int value = path[i];
            if (value == '%')
            {
                value = i + 2 < path.Length ? (Digit(path[i + 1]) << 4) | Digit(path[i + 2]) : -1;
                i += 2;
            }

            if (value is < ' ' or 0x7F or > 0xFF)
            {
                return null;
            }

            bytes[count++] = (byte)value;
        }

        string decoded = Encoding.UTF8.GetString(bytes, 0, count);
        return IsSame(Encoding.UTF8.GetBytes(decoded), bytes, count) && HasNames(decoded) ? decoded : null;
    }

    /// <summary>A name or path as a link has it: encodes all but letters, digits, - . _ ~ and /.</summary>
    public static string Encode(string path)
    {
        const string Digits = "0123456789ABCDEF";
        StringBuilder text = new();
        foreach (byte value in Encoding.UTF8.GetBytes(path))
        {
            bool isPlain = (value | 0x20) is >= 'a' and <= 'z' || value is >= (byte)'-' and <= (byte)'9' or (byte)'_' or (byte)'~';
            _ = isPlain ? text.Append((char)value) : text.Append('%').Append(Digits[value >> 4]).Append(Digits[value & 15]);
        }

        return text.ToString();
    }

    // -1: it is not a digit; what the caller computes from it is below 0, too.
    private static int Digit(char digit) => digit switch
    {
        >= '0' and <= '9' => digit - '0',
        >= 'a' and <= 'f' => digit - 'a' + 10,
        >= 'A' and <= 'F' => digit - 'A' + 10,
        _ => -1,
    };

    private static bool IsSame(byte[] text, byte[] bytes, int count)
    {
        bool isSame = text.Length == count;
        for (int i = 0; i < count && isSame; i++)
        {
            isSame = text[i] == bytes[i];
        }

        return isSame;
    }

    private static bool HasNames(string path)
    {
        string[] parts = path.Split('/');
        for (int i = 1; i < parts.Length; i++)
        {
            // A directory's path ends with a slash.
            if (parts[i] is "." or ".." || (parts[i].Length == 0 && i < parts.Length - 1))
            {
                return false;
            }
        }

        return parts[0].Length == 0;
    }
}
