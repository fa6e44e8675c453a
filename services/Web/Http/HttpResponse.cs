using System.Collections.Generic;
using System.IO;
using System.Text;

namespace RustKernel.Services.Web.Http;

/// <summary>An answer before it is sent: status, fields, and content, which is bytes in memory or a part of a file.</summary>
public sealed class HttpResponse(HttpStatus status)
{
    /// <summary>The status.</summary>
    public HttpStatus Status { get; } = status;

    /// <summary>Fields but for those of the connection and Content-Length.</summary>
    public List<KeyValuePair<string, string>> Fields { get; } = new();

    /// <summary>The content, unless there is a <see cref="File"/>.</summary>
    public byte[] Content { get; private set; } = [];

    /// <summary>The file with the content. The sender closes it.</summary>
    public FileStream? File { get; private set; }

    /// <summary>Bytes of content.</summary>
    public long Length { get; private set; }

    /// <summary>A text.</summary>
    public static HttpResponse Text(HttpStatus status, string type, string text)
    {
        byte[] content = Encoding.UTF8.GetBytes(text);
        return new HttpResponse(status) { Content = content, Length = content.Length }.With("Content-Type", type);
    }

    /// <summary>A page of ours, which may use no other origin, script or form.</summary>
    public static HttpResponse Page(HttpStatus status, string html) => Text(status, "text/html; charset=utf-8", html)
        .With("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
        .With("Cache-Control", "no-store");

    /// <summary>A text for a person that says what is wrong.</summary>
    public static HttpResponse Error(HttpStatus status, string? what = null) =>
        Text(status, "text/plain; charset=utf-8", $"{(int)status} {Reason(status)}{(what is null ? "" : ": " + what)}\n");

    /// <summary>Adds a field.</summary>
    public HttpResponse With(string name, string value)
    {
        Fields.Add(new(name, value));
        return this;
    }

    /// <summary>With <paramref name="length"/> bytes of a file, from its present position on, as content.</summary>
    public HttpResponse WithFile(FileStream file, long length)
    {
        File = file;
        Length = length;
        return this;
    }

    /// <summary>The words after a status.</summary>
    internal static string Reason(HttpStatus status) => status switch
    {
        HttpStatus.Ok => "OK",
        HttpStatus.PartialContent => "Partial Content",
        HttpStatus.MovedPermanently => "Moved Permanently",
        HttpStatus.NotModified => "Not Modified",
        HttpStatus.BadRequest => "Bad Request",
        HttpStatus.Forbidden => "Forbidden",
        HttpStatus.NotFound => "Not Found",
        HttpStatus.MethodNotAllowed => "Method Not Allowed",
        HttpStatus.RequestTimeout => "Request Timeout",
        HttpStatus.LengthRequired => "Length Required",
        HttpStatus.PreconditionFailed => "Precondition Failed",
        HttpStatus.ContentTooLarge => "Content Too Large",
        HttpStatus.RangeNotSatisfiable => "Range Not Satisfiable",
        HttpStatus.FieldsTooLarge => "Request Header Fields Too Large",
        HttpStatus.NotImplemented => "Not Implemented",
        HttpStatus.VersionNotSupported => "HTTP Version Not Supported",
        _ => "Internal Server Error",
    };
}
