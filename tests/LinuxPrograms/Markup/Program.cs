// Markdown to HTML, with every extension of the package.

using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

internal static class MarkupProgram
{
    private const string Text = """
        # A title {#first}

        Some *text* with **weight**, `code`, a [link](https://example.org "Title") and ~~a mistake~~.[^1]

        - [x] done
        - [ ] open
          1. one
          2. two

        | left | right |
        |:-----|------:|
        | 1    | ½     |

        > A quotation of $a^2 + b^2$ :smile:

        ```csharp
        if (a < b && c > d) { return "x"; }
        ```

        Term
        :   Its meaning

        [^1]: A note.
        """;

    internal static void Main()
    {
        MarkdownPipeline pipeline = new MarkdownPipelineBuilder().UseAdvancedExtensions().UseEmojiAndSmiley().Build();
        Console.WriteLine(Markdown.ToHtml(Text, pipeline));
        Console.WriteLine(Markdown.ToPlainText(Text, pipeline));
        MarkdownDocument document = Markdown.Parse(Text, pipeline);
        foreach (var kind in document.Descendants().GroupBy(node => node.GetType().Name)
            .OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            Console.WriteLine($"{kind.Key} {kind.Count()}");
        }

        Console.WriteLine(string.Join(' ', document.Descendants<LinkInline>().Select(link => $"{link.Url} at {link.Span}")));
    }
}
