// HTML as browsers read it: the tree of broken input, selectors, changes, and text again.

using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html;
using AngleSharp.Html.Parser;

internal static class HypertextProgram
{
    private const string Text = """
        <!doctype html><title>A &amp; B</title><p class="x y">one<p id=two>two <b>bold <i>both</b> italic</i>
        <table><tr><td>1<td>2<tr><th scope=row>3</table><ul><li>a<li>b<ul><li>c</ul></ul>
        <script>if (1 < 2) { "</p>" }</script><svg viewBox="0 0 1 1"><path d="M0 0"/></svg>
        <img src=a.png alt='"q"'>&nbsp;&euro;&#x1F600;<br>
        """;

    internal static void Main()
    {
        var parser = new HtmlParser();
        using var document = parser.ParseDocument(Text);
        Console.WriteLine(document.DocumentElement.OuterHtml);
        foreach (string selector in (string[])["p", "p.x", "#two > b", "td + td", "li:nth-child(2) li", "ul li:not(:first-child)",
            "[scope=row]", "img[src$='.png']", "tr:has(th)"])
        {
            var found = document.QuerySelectorAll(selector).Select(e => $"{e.LocalName} {e.TextContent.Trim().ReplaceLineEndings(" ")}");
            Console.WriteLine($"{selector}: {string.Join('|', found)}");
        }

        IElement paragraph = document.QuerySelector("#two")!;
        paragraph.ClassList.Add("new", "x");
        paragraph.SetAttribute("data-a", "<\"&>");
        paragraph.InnerHtml = "<hr><em>in<td>serted</em>" + paragraph.InnerHtml;
        document.QuerySelector("table")!.Remove();
        Console.WriteLine(paragraph.OuterHtml);
        Console.WriteLine(document.Body!.ToHtml(new MinifyMarkupFormatter()));
        var kinds = document.All.GroupBy(e => e.LocalName).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{g.Key}{g.Count()}");
        Console.WriteLine($"{document.Title} {document.All.Length} {string.Join(' ', kinds)}");
        var strict = new HtmlParser(new HtmlParserOptions { IsStrictMode = true });
        try
        {
            strict.ParseDocument("<p><b></p>");
        }
        catch (HtmlParseException e)
        {
            Console.WriteLine($"{e.Code} {e.Position}");
        }
    }
}
