// Heads of requests: accepted, refused and mutated ones.

using System;
using System.Linq;
using System.Text;
using RustKernel.Services.Web.Http;
using Xunit;

namespace RustKernel.Network.Tests.Web;

public sealed class RequestParserTests
{
    private const int Mutations = 200_000;
    private const string Plain = "GET / HTTP/1.1\r\nHost: a\r\n";

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET", "/", true)]
    [InlineData("GET / HTTP/1.1\r\nHost:\r\n\r\n", "GET", "/", true)]
    [InlineData("HEAD /a?b=c HTTP/1.1\r\nhost:a\r\n\r\n", "HEAD", "/a?b=c", true)]
    [InlineData("GET / HTTP/1.0\r\n\r\n", "GET", "/", false)]
    [InlineData("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", "GET", "/", true)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nConnection: x , Close\r\n\r\n", "GET", "/", false)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nConnection: x\r\nConnection: close\r\n\r\n", "GET", "/", false)]
    [InlineData("GET / HTTP/1.9\r\nHost: a\r\n\r\n", "GET", "/", true)]
    [InlineData("GET http://a HTTP/1.1\r\nHost: a\r\n\r\n", "GET", "/", true)]
    [InlineData("GET HTTP://a/b/?c HTTP/1.1\r\nHost: a\r\n\r\n", "GET", "/b/?c", true)]
    [InlineData("GET http://a?c/d HTTP/1.1\r\nHost: a\r\n\r\n", "GET", "/?c/d", true)]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", "OPTIONS", "*", true)]
    [InlineData("M-SEARCH / HTTP/1.1\r\nHost: a\r\n\r\n", "M-SEARCH", "/", true)]
    public void A_request_is_understood(string head, string method, string target, bool keepsAlive)
    {
        HttpRequest? request = Parse(head, out _);
        Assert.NotNull(request);
        Assert.Equal((method, target, keepsAlive), (request.Method, request.Target, request.KeepsAlive));
    }

    [Theory]
    [InlineData("GET  / HTTP/1.1\r\nHost: a\r\n\r\n", HttpStatus.BadRequest)]
    [InlineData("GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", HttpStatus.BadRequest)]
    [InlineData("GET /\t HTTP/1.1\r\nHost: a\r\n\r\n", HttpStatus.BadRequest)]
    [InlineData("GET /\u00E4 HTTP/1.1\r\nHost: a\r\n\r\n", HttpStatus.BadRequest)]
    [InlineData("GET /\r\n\r\n", HttpStatus.BadRequest)]
    [InlineData(" GET / HTTP/1.1\r\nHost: a\r\n\r\n", HttpStatus.BadRequest)]
    [InlineData("G(T / HTTP/1.1\r\nHost: a\r\n\r\n", HttpStatus.BadRequest)]
    [InlineData("GET / http/1.1\r\nHost: a\r\n\r\n", HttpStatus.BadRequest)]
    [InlineData("GET / HTTP/1.10\r\nHost: a\r\n\r\n", HttpStatus.BadRequest)]
    [InlineData("GET / HTTP/1,1\r\nHost: a\r\n\r\n", HttpStatus.BadRequest)]
    [InlineData("GET / HTTP/2.0\r\nHost: a\r\n\r\n", HttpStatus.VersionNotSupported)]
    [InlineData("GET / HTTP/0.9\r\nHost: a\r\n\r\n", HttpStatus.VersionNotSupported)]
    [InlineData("GET http:///b HTTP/1.1\r\nHost: a\r\n\r\n", HttpStatus.BadRequest)]
    [InlineData("GET / HTTP/1.1\r\n\r\n", HttpStatus.BadRequest)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", HttpStatus.BadRequest)]
    [InlineData("GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n", HttpStatus.BadRequest)]
    [InlineData(Plain + "A : b\r\n\r\n", HttpStatus.BadRequest)]
    [InlineData(Plain + " goes on\r\n\r\n", HttpStatus.BadRequest)]
    [InlineData(Plain + "\tgoes on\r\n\r\n", HttpStatus.BadRequest)]
    [InlineData(Plain + "none\r\n\r\n", HttpStatus.BadRequest)]
    [InlineData(Plain + ": none\r\n\r\n", HttpStatus.BadRequest)]
    [InlineData(Plain + "A: b\0c\r\n\r\n", HttpStatus.BadRequest)]
    [InlineData(Plain + "A: b\x7F\r\n\r\n", HttpStatus.BadRequest)]
    [InlineData("\r\n" + Plain + "\r\n", HttpStatus.BadRequest)]
    public void What_is_no_request_is_refused(string head, HttpStatus status)
    {
        Assert.Null(Parse(head, out HttpStatus refusal));
        Assert.Equal(status, refusal);
    }

    // The end of the content is stated once and clearly, or the connection ends: so no request can hide in another.
    [Theory]
    [InlineData("Content-Length: 5\r\nTransfer-Encoding: chunked", HttpStatus.BadRequest)]
    [InlineData("Transfer-Encoding: chunked\r\nContent-Length: 5", HttpStatus.BadRequest)]
    [InlineData("Transfer-Encoding: chunked, identity", HttpStatus.BadRequest)]
    [InlineData("Transfer-Encoding: identity", HttpStatus.BadRequest)]
    [InlineData("Transfer-Encoding: xchunked", HttpStatus.NotImplemented)]
    [InlineData("Transfer-Encoding:", HttpStatus.BadRequest)]
    [InlineData("Transfer-Encoding: gzip, chunked", HttpStatus.NotImplemented)]
    [InlineData("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked", HttpStatus.NotImplemented)]
    [InlineData("transfer-encoding:\tChunked", HttpStatus.LengthRequired)]
    [InlineData("Content-Length: 5\r\nContent-Length: 5", HttpStatus.BadRequest)]
    [InlineData("Content-Length: 5, 5", HttpStatus.BadRequest)]
    [InlineData("Content-Length: +5", HttpStatus.BadRequest)]
    [InlineData("Content-Length: -5", HttpStatus.BadRequest)]
    [InlineData("Content-Length: 0x5", HttpStatus.BadRequest)]
    [InlineData("Content-Length: 5 5", HttpStatus.BadRequest)]
    [InlineData("Content-Length:", HttpStatus.BadRequest)]
    [InlineData("Content-Length: 99999999999999999999", HttpStatus.BadRequest)]
    [InlineData("Content-Length: 65537", HttpStatus.ContentTooLarge)]
    public void A_length_in_doubt_is_refused(string fields, HttpStatus status)
    {
        Assert.Null(Parse(Plain + fields + "\r\n\r\n", out HttpStatus refusal));
        Assert.Equal(status, refusal);
        Assert.Null(Parse(Plain.Replace("1.1", "1.0", StringComparison.Ordinal) + fields + "\r\n\r\n", out _));
    }

    [Fact]
    public void A_length_and_a_hundred_fields_are_taken()
    {
        string more = string.Concat(Enumerable.Range(0, HttpLimits.Fields - 2).Select(i => $"F{i}: \u00E9 {i}\t\r\n"));
        HttpRequest? request = Parse(Plain + "Content-Length: 65536\r\n" + more + "\r\n", out _);
        Assert.NotNull(request);
        Assert.Equal(65536, request.ContentLength);
        Assert.Equal(HttpLimits.Fields, request.Fields.Count);
        Assert.Equal("\u00E9 7", request.Find("f7"));
        Assert.Null(Parse(Plain + "A: b\r\nContent-Length: 65536\r\n" + more + "\r\n", out HttpStatus refusal));
        Assert.Equal(HttpStatus.FieldsTooLarge, refusal);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\nHost: a\n\n", 15)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n\n", 26)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\rb\r\n\r\n", 25)]
    public void Lines_end_with_both_characters(string head, int at)
    {
        HeadScanner scanner = default;
        scanner.Scan(Encoding.Latin1.GetBytes(head));
        Assert.True(scanner.IsMalformed && !scanner.IsComplete);
        Assert.Equal(at, scanner.Bytes);
    }

    // Seeded. However a head was mutated and cut, an accepted one has one Host and an unambiguous length of its content.
    [Fact]
    public void Mutated_heads_are_taken_or_refused()
    {
        string[] seeds =
        [
            Plain + "Content-Length: 5\r\n\r\nhello",
            "POST http://a/b HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "HEAD /files/%2e%2E/x HTTP/1.0\r\nConnection: keep-alive\r\nRange: bytes=0-1\r\nIf-None-Match: W/\"a\", \"b\"\r\n\r\n",
            Plain + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
        ];
        byte[] likely = Encoding.Latin1.GetBytes("\r\n\t :,;/%.0159aAhHT\0\x7F\u00E4\"");
        Random random = new(21);
        int taken = 0;
        for (int round = 0; round < Mutations; round++)
        {
            byte[] bytes = Encoding.Latin1.GetBytes(seeds[random.Next(seeds.Length)]);
            for (int change = random.Next(4); change > 0; change--)
            {
                int at = random.Next(bytes.Length);
                byte value = likely[random.Next(likely.Length)];
                bytes = random.Next(4) switch
                {
                    0 => [.. bytes[..at], .. bytes[(at + 1)..], 0],
                    1 => [.. bytes[..at], value, .. bytes[at..]],
                    2 => [.. bytes[..at], .. bytes[random.Next(bytes.Length)..], .. bytes[at..]],
                    _ => [.. bytes[..at], value, .. bytes[(at + 1)..]],
                };
            }

            taken += Check(bytes, random) ? 1 : 0;
        }

        Assert.InRange(taken, Mutations / 20, Mutations * 19 / 20);
    }

    private static bool Check(byte[] bytes, Random random)
    {
        HeadScanner whole = default;
        whole.Scan(bytes);
        HeadScanner pieces = default;
        while (!pieces.IsComplete && !pieces.IsMalformed && pieces.Bytes < bytes.Length)
        {
            pieces.Scan(bytes.AsSpan(pieces.Bytes, random.Next(1, bytes.Length - pieces.Bytes + 1)));
        }

        Assert.Equal(whole, pieces);
        HttpRequest? request = whole.IsComplete ? RequestParser.Parse(bytes.AsSpan(0, whole.Bytes), out HttpStatus _) : null;
        if (request is null)
        {
            return false;
        }

        Assert.Equal(0, request.Count("Transfer-Encoding"));
        Assert.InRange(request.Count("Content-Length"), 0, 1);
        Assert.InRange(request.ContentLength, 0, HttpLimits.ContentBytes);
        Assert.InRange(request.Count("Host"), 1 - Math.Max(1 - request.Minor, 0), 1);
        Assert.DoesNotContain(request.Target, value => value is <= ' ' or >= '\x7F');
        Assert.DoesNotContain(request.Fields, field => field.Value.Any(value => value is '\r' or '\n' or '\0'));
        if (UrlPath.Decode(request.Path) is string path)
        {
            Assert.StartsWith("/", path, StringComparison.Ordinal);
            Assert.DoesNotContain(path.Split('/'), part => part is "." or "..");
            Assert.DoesNotContain('\0', path);
        }

        string tag = "\"b\"";
        _ = request.List("If-None-Match") is string list && EntityTags.Has(list, tag, isStrong: false);
        if (ByteRange.Parse(request.Find("Range"), 10) is { Length: > 0 } range)
        {
            Assert.InRange(range.First, 0, 9);
            Assert.InRange(range.First + range.Length, 1, 10);
        }

        return true;
    }

    private static HttpRequest? Parse(string head, out HttpStatus refusal) =>
        RequestParser.Parse(Encoding.Latin1.GetBytes(head), out refusal);
}
