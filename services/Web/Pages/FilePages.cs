using System;
using System.IO;
using System.Text;
using RustKernel.Services.Web.Http;

namespace RustKernel.Services.Web.Pages;

/// <summary>Files and lists of directories below <paramref name="root"/>, at paths that begin with <paramref name="prefix"/>.</summary>
public sealed class FilePages(string root, string prefix)
{
    private const int MostNames = 1000;

    /// <summary>Whether the path is among them.</summary>
    public bool Has(string path) =>
        path.StartsWith(prefix, StringComparison.Ordinal) && (path.Length == prefix.Length || path[prefix.Length] == '/');

    /// <summary>The answer for such a path.</summary>
    public HttpResponse Answer(HttpRequest request)
    {
        string rest = request.Path[prefix.Length..];
        if (rest.Length == 0)
        {
            return Moved("");
        }

        return UrlPath.Decode(rest) is string path
            ? Find(request, path)
            : HttpResponse.Error(HttpStatus.BadRequest, "no file can have this path");
    }

    private HttpResponse Find(HttpRequest request, string path)
    {
        bool isDirectoryPath = path[^1] == '/';
        string file = root + (isDirectoryPath ? path[..^1] : path);
        try
        {
            bool isDirectory = (File.GetAttributes(file) & FileAttributes.Directory) != 0;
            return isDirectory ? isDirectoryPath ? List(file, path) : Moved(path)
                : isDirectoryPath ? HttpResponse.Error(HttpStatus.NotFound) : Show(request, file);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException or PathTooLongException)
        {
            return HttpResponse.Error(HttpStatus.NotFound);
        }
        catch (UnauthorizedAccessException)
        {
            return HttpResponse.Error(HttpStatus.Forbidden);
        }
    }

    private HttpResponse Moved(string path)
    {
        string to = prefix + UrlPath.Encode(path) + "/";
        return HttpResponse.Error(HttpStatus.MovedPermanently, to).With("Location", to);
    }

    private static HttpResponse Show(HttpRequest request, string path)
    {
        FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
        HttpResponse? response = null;
        try
        {
            response = Show(request, path, file);
            return response;
        }
        finally
        {
            if (response?.File is null)
            {
                file.Dispose();
            }
        }
    }

    private static HttpResponse Show(HttpRequest request, string path, FileStream file)
    {
        long length = file.Length;
        string tag = $"\"{File.GetLastWriteTimeUtc(path).Ticks:x}-{length:x}\"";
        if (request.List("If-Match") is string match && !EntityTags.Has(match, tag, isStrong: true))
        {
            return HttpResponse.Error(HttpStatus.PreconditionFailed).With("ETag", tag);
        }

        if (request.List("If-None-Match") is string noMatch && EntityTags.Has(noMatch, tag, isStrong: false))
        {
            return new HttpResponse(HttpStatus.NotModified).With("ETag", tag);
        }

        bool takesRange = !request.IsHead && request.Count("Range") == 1 && (request.Find("If-Range") is not string same || same == tag);
        ByteRange? range = takesRange ? ByteRange.Parse(request.Find("Range"), length) : null;
        if (range is { Length: 0 })
        {
            return HttpResponse.Error(HttpStatus.RangeNotSatisfiable).With("Content-Range", $"bytes */{length}").With("ETag", tag);
        }

        HttpResponse response = new HttpResponse(range is null ? HttpStatus.Ok : HttpStatus.PartialContent)
            .With("Content-Type", ContentType(path)).With("Accept-Ranges", "bytes").With("ETag", tag)
            .With("Cache-Control", "no-cache");
        if (range is ByteRange part)
        {
            file.Position = part.First;
            response = response.With("Content-Range", $"bytes {part.First}-{part.First + part.Length - 1}/{length}");
        }

        return response.WithFile(file, range?.Length ?? length);
    }

    // Scripts in a file would run as if they were ours: so no file is sent as HTML.
    private static string ContentType(string path) => Path.GetExtension(path) switch
    {
        ".txt" or ".log" or ".md" or ".html" or ".htm" or ".svg" or ".xml" or ".js" or ".yaml" => "text/plain; charset=utf-8",
        ".json" => "application/json",
        ".csv" => "text/csv; charset=utf-8",
        ".png" => "image/png",
        ".jpg" or ".jpeg" => "image/jpeg",
        ".gif" => "image/gif",
        _ => "application/octet-stream",
    };

    private HttpResponse List(string directory, string path)
    {
        StringBuilder body = new();
        _ = body.Append("<table>\n<tr><th>Name</th><th class=\"n\">Bytes</th></tr>\n");
        if (path != "/")
        {
            _ = body.Append("<tr><td><a href=\"../\">..</a></td><td></td></tr>\n");
        }

        int count = 0;
        foreach (string name in Sorted(Directory.GetDirectories(directory)))
        {
            _ = count++ < MostNames ? Row(body, Path.GetFileName(name) + "/", "") : body;
        }

        foreach (string name in Sorted(Directory.GetFiles(directory)))
        {
            if (count++ < MostNames)
            {
                FileInfo file = new(name);
                _ = Row(body, file.Name, file.Exists ? file.Length.ToString() : "");
            }
        }

        _ = body.Append("</table>\n").Append(count > MostNames ? $"<p>{MostNames} of {count} names.</p>\n" : "");
        return HttpResponse.Page(HttpStatus.Ok, Html.Page(prefix + path, body.ToString()));
    }

    private static string[] Sorted(string[] names)
    {
        Array.Sort(names, StringComparer.Ordinal);
        return names;
    }

    private static StringBuilder Row(StringBuilder body, string name, string bytes) => body.Append("<tr><td><a href=\"")
        .Append(UrlPath.Encode(name)).Append("\">").Append(Html.Escape(name)).Append("</a></td><td class=\"n\">").Append(bytes)
        .Append("</td></tr>\n");
}
