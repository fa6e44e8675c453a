using System.Text;

namespace RustKernel.Services.Web.Pages;

/// <summary>Makes pages. Text from outside is escaped and never becomes markup.</summary>
public static class Html
{
    private const string Style = "body{font:16px/1.4 sans-serif;margin:1em auto;max-width:60em;padding:0 1em;color:#222;background:#fff}"
        + "table{border-collapse:collapse}th,td{padding:.1em .8em .1em 0;text-align:left}td.n,th.n{text-align:right}"
        + "pre{background:#f3f3f3;padding:.6em;overflow:auto;font-size:13px}";

    /// <summary>
    /// Escapes <paramref name="text"/> for text and for attribute values in quotation marks. Characters that HTML does not allow become
    /// U+FFFD.
    /// </summary>
    public static string Escape(string text)
    {
        StringBuilder escaped = new();
        foreach (char value in text)
        {
            _ = value switch
            {
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '&' => escaped.Append("&amp;"),
                '"' => escaped.Append("&quot;"),
                '\'' => escaped.Append("&#39;"),
                '\n' or '\t' => escaped.Append(value),
                '\r' => escaped,
                < ' ' or (>= '\x7F' and < '\xA0') => escaped.Append('\uFFFD'),
                _ => escaped.Append(value),
            };
        }

        return escaped.ToString();
    }

    /// <summary>A page; <paramref name="title"/> is text, <paramref name="body"/> markup.</summary>
    public static string Page(string title, string body)
    {
        string escaped = Escape(title);
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
            + "<meta name=\"viewport\" content=\"width=device-width\">\n"
            + $"<title>{escaped}</title>\n<style>{Style}</style>\n</head>\n<body>\n<h1>{escaped}</h1>\n{body}</body>\n</html>\n";
    }
}
