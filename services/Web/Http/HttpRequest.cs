using System;
using System.Collections.Generic;

namespace RustKernel.Services.Web.Http;

/// <summary>The head of a well-formed request. Names of methods and fields are as the client wrote them.</summary>
public sealed class HttpRequest
{
    private readonly List<KeyValuePair<string, string>> _fields;

    internal HttpRequest(string method, string target, int minor, List<KeyValuePair<string, string>> fields)
    {
        Method = method;
        Target = target;
        Minor = minor;
        _fields = fields;
    }

    /// <summary>The method; case matters.</summary>
    public string Method { get; }

    /// <summary>The target in origin form: the path, not decoded, and the query.</summary>
    public string Target { get; }

    /// <summary>The path of <see cref="Target"/>, not decoded.</summary>
    public string Path
    {
        get
        {
            int query = Target.IndexOf('?');
            return query < 0 ? Target : Target[..query];
        }
    }

    /// <summary>x of HTTP/1.x.</summary>
    public int Minor { get; }

    /// <summary>Bytes of content after the head.</summary>
    public long ContentLength { get; internal set; }

    /// <summary>The method is HEAD: the answer has no content.</summary>
    public bool IsHead => Method == "HEAD";

    /// <summary>The connection stays open for another request.</summary>
    public bool KeepsAlive { get; internal set; }

    /// <summary>The client expects 100-continue before it sends its content.</summary>
    public bool Expects => Find("Expect") is not null;

    /// <summary>All fields in order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Fields => _fields;

    /// <summary>The first field called <paramref name="name"/>; null: none.</summary>
    public string? Find(string name)
    {
        foreach (KeyValuePair<string, string> field in _fields)
        {
            if (field.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return field.Value;
            }
        }

        return null;
    }

    /// <summary>How many fields are called <paramref name="name"/>.</summary>
    public int Count(string name)
    {
        int count = 0;
        foreach (KeyValuePair<string, string> field in _fields)
        {
            count += field.Key.Equals(name, StringComparison.OrdinalIgnoreCase) ? 1 : 0;
        }

        return count;
    }

    /// <summary>The values of all fields called <paramref name="name"/> as one list; null: none.</summary>
    public string? List(string name)
    {
        string? list = null;
        foreach (KeyValuePair<string, string> field in _fields)
        {
            if (field.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                list = list is null ? field.Value : list + ", " + field.Value;
            }
        }

        return list;
    }
}
