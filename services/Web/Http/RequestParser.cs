using System;
using System.Collections.Generic;
using System.Text;

namespace RustKernel.Services.Web.Http;

/// <summary>
/// Parses the head of a request [RFC 9110, RFC 9112] strictly: it refuses whatever another reader could understand differently.
/// </summary>
public static class RequestParser
{
    private const string Version = "HTTP/";
    private const int MostDigits = 15;

    /// <summary>
    /// Parses <paramref name="head"/>, from the request line to the empty line (<see cref="HeadScanner"/>). Null: it is refused with
    /// <paramref name="refusal"/>, and the connection must end, as the start of the next request is unknown.
    /// </summary>
    public static HttpRequest? Parse(ReadOnlySpan<byte> head, out HttpStatus refusal)
    {
        refusal = HttpStatus.BadRequest;
        int end = head.IndexOf("\r\n"u8);
        if (end <= 0)
        {
            return null;
        }

        ReadOnlySpan<byte> line = head[..end];
        List<KeyValuePair<string, string>> fields = new();
        HttpRequest? request = ParseLine(line, fields, ref refusal);
        if (request is null || !ParseFields(head[(end + 2)..], fields, ref refusal) || !HasOneHost(request))
        {
            return null;
        }

        request.KeepsAlive = HasToken(request.List("Connection"), request.Minor == 0 ? "keep-alive" : "close") == (request.Minor == 0);
        return Frame(request, ref refusal) ? request : null;
    }

    /// <summary>Whether <paramref name="list"/>, separated by commas, has <paramref name="token"/>, in any case.</summary>
    internal static bool HasToken(string? list, string token)
    {
        if (list is not null)
        {
            foreach (string part in list.Split(','))
            {
                if (part.Trim(' ', '\t').Equals(token, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }
        }

        return false;
    }

    // method SP target SP version, with one blank each.
    private static HttpRequest? ParseLine(ReadOnlySpan<byte> line, List<KeyValuePair<string, string>> fields, ref HttpStatus refusal)
    {
        int first = line.IndexOf((byte)' ');
        int last = line.LastIndexOf((byte)' ');
        if (first <= 0 || last <= first + 1 || !IsToken(line[..first]))
        {
            return null;
        }

        ReadOnlySpan<byte> target = line[(first + 1)..last];
        foreach (byte value in target)
        {
            if (value is <= (byte)' ' or >= 0x7F)
            {
                return null;
            }
        }

        ReadOnlySpan<byte> version = line[(last + 1)..];
        if (version.Length != Version.Length + 3 || !version.StartsWith("HTTP/"u8) || version[6] != '.' || !IsDigit(version[5])
            || !IsDigit(version[7]))
        {
            return null;
        }

        if (version[5] != '1')
        {
            refusal = HttpStatus.VersionNotSupported;
            return null;
        }

        string? path = OriginForm(Encoding.ASCII.GetString(target));
        return path is null ? null : new HttpRequest(Encoding.ASCII.GetString(line[..first]), path, version[7] - '0', fields);
    }

    // A server takes the absolute form, too. The others belong to methods that are not served.
    private static string? OriginForm(string target)
    {
        const string Scheme = "http://";
        if (target.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            string rest = target[Scheme.Length..];
            int path = rest.IndexOf('/');
            int query = rest.IndexOf('?');
            return rest.Length == 0 || path == 0 || query == 0 ? null
                : path >= 0 && (query < 0 || path < query) ? rest[path..]
                : query >= 0 ? "/" + rest[query..] : "/";
        }

        // '*' and authority form: refused by their methods, or found nowhere.
        return target;
    }

    private static bool ParseFields(ReadOnlySpan<byte> rest, List<KeyValuePair<string, string>> fields, ref HttpStatus refusal)
    {
        while (true)
        {
            int end = rest.IndexOf("\r\n"u8);
            if (end <= 0)
            {
                return end == 0;
            }

            ReadOnlySpan<byte> line = rest[..end];
            rest = rest[(end + 2)..];
            int colon = line.IndexOf((byte)':');
            if (colon <= 0 || !IsToken(line[..colon]) || !IsText(line[(colon + 1)..]))
            {
                // A folded line or a blank before the colon makes the name no token.
                return false;
            }

            if (fields.Count == HttpLimits.Fields)
            {
                refusal = HttpStatus.FieldsTooLarge;
                return false;
            }

            ReadOnlySpan<byte> value = line[(colon + 1)..];
            fields.Add(new(Encoding.ASCII.GetString(line[..colon]), Encoding.Latin1.GetString(value).Trim(' ', '\t')));
        }
    }

    private static bool HasOneHost(HttpRequest request)
    {
        int hosts = request.Count("Host");
        return hosts == 1 || (hosts == 0 && request.Minor == 0);
    }

    // The length of the content. If that is ambiguous, the connection cannot have a next request.
    private static bool Frame(HttpRequest request, ref HttpStatus refusal)
    {
        int lengths = request.Count("Content-Length");
        if (request.List("Transfer-Encoding") is string coding)
        {
            bool isLastChunked = coding.EndsWith("chunked", StringComparison.OrdinalIgnoreCase);
            refusal = lengths > 0 || request.Minor == 0 || !isLastChunked ? HttpStatus.BadRequest
                : coding.Equals("chunked", StringComparison.OrdinalIgnoreCase) ? HttpStatus.LengthRequired : HttpStatus.NotImplemented;
            return false;
        }

        if (lengths == 0)
        {
            return true;
        }

        string text = request.Find("Content-Length")!;
        if (lengths > 1 || text.Length is 0 or > MostDigits)
        {
            return false;
        }

        long length = 0;
        foreach (char digit in text)
        {
            if (digit is < '0' or > '9')
            {
                return false;
            }

            length = (length * 10) + (digit - '0');
        }

        request.ContentLength = length;
        refusal = HttpStatus.ContentTooLarge;
        return length <= HttpLimits.ContentBytes;
    }

    private static bool IsDigit(byte value) => value is >= (byte)'0' and <= (byte)'9';

    private static bool IsToken(ReadOnlySpan<byte> text)
    {
        foreach (byte value in text)
        {
            bool isLetter = (value | 0x20) is >= 'a' and <= 'z';
            if (!isLetter && !IsDigit(value) && "!#$%&'*+-.^_`|~"u8.IndexOf(value) < 0)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsText(ReadOnlySpan<byte> text)
    {
        foreach (byte value in text)
        {
            if ((value < ' ' && value != '\t') || value == 0x7F)
            {
                return false;
            }
        }

        return true;
    }
}
