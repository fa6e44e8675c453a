// YAML: events, the document's tree, writing, errors.

using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

internal static class YamlProgram
{
    private const string Text = """
        # a comment
        base: &base { name: x, tags: [a, "b\t", 'c''d'] }
        derived:
          <<: *base
          literal: |
            two
              lines
          folded: >-
            joined
            words
        numbers: [1, 0x1F, 1e3, .inf, ~, true]
        ? complex key
        : !custom value
        ---
        second: document
        """;

    internal static void Main()
    {
        var parser = new Parser(new StringReader(Text));
        while (parser.MoveNext())
        {
            ParsingEvent now = parser.Current!;
            Console.WriteLine($"{now.Start.Line}:{now.Start.Column} {now.GetType().Name} "
                + $"{(now as Scalar)?.Value.Replace("\n", "\\n")} {(now as Scalar)?.Style} {(now as NodeEvent)?.Tag}");
        }

        var stream = new YamlStream();
        stream.Load(new StringReader(Text));
        foreach (YamlDocument document in stream.Documents)
        {
            Console.WriteLine($"{document.RootNode.NodeType} {document.AllNodes.Count()} {document.RootNode}");
        }

        var root = (YamlMappingNode)stream.Documents[0].RootNode;
        root.Children[new YamlScalarNode("added")] = new YamlSequenceNode(new YamlScalarNode("1: 2"), new YamlScalarNode("- x"),
            new YamlScalarNode("multi\nline"));
        var written = new StringWriter { NewLine = "\n" };
        new YamlStream(new YamlDocument(root)).Save(written, assignAnchors: false);
        Console.WriteLine(written);
        foreach (string wrong in (string[])["a: [1, 2", "a: b: c", "- *missing", "\tx: 1", "{a: 1]", "a: \"open"])
        {
            try
            {
                new YamlStream().Load(new StringReader(wrong));
                Console.WriteLine("taken");
            }
            catch (YamlException e)
            {
                Console.WriteLine($"{e.Start.Line}:{e.Start.Column} {e.Message}");
            }
        }
    }
}
