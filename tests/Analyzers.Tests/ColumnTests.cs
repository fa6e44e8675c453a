// Lines of C# are at most 140 columns wide. `dotnet format` checks braces and the rest of the format.

using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace RustKernel.Build.Analyzers.Tests;

public sealed class ColumnTests
{
    private const int Most = 140;

    [Fact]
    public void NoLineOfTheRepositoryIsTooWide()
    {
        string[] folders = ["bsp", "boards", "flash", "hil", "kernel", "services", "tests"];
        List<string> wide = [.. folders
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}"))
            .SelectMany(file => Wide(File.ReadAllText(file)).Select(line => $"{Path.GetRelativePath(RepositoryRoot.Path, file)}:{line}"))];

        Assert.True(wide.Count == 0, $"break these lines, they have more than {Most} columns:\n" + string.Join('\n', wide));
    }

    [Fact]
    public void AWideLineIsFoundUnlessItIsTextThatMustStayAsItIs()
    {
        string word = new('x', Most);

        Assert.Equal([2], Wide($"class A\n{{ int {word}; }}\n"));
        Assert.Equal([2], Wide($"class A\n{{ /* {word} */ }}\n"));
        Assert.Equal([1], Wide($"class A {{ string s = \"{word}\"; }}"));
        Assert.Empty(Wide($"class A\n{{\n    string s = \"\"\"\n        {word}\n        \"\"\";\n}}\n"));
        Assert.Empty(Wide($"class A\n{{\n    string s = $\"\"\"\n        {word}\n        \"\"\";\n}}\n"));
        Assert.Empty(Wide($"class A\n{{\n    string s = @\"\n{word}\n\";\n}}\n"));
    }

    /// <summary>The numbers of the lines that are too wide, except those inside a multi-line string.</summary>
    private static IEnumerable<int> Wide(string code)
    {
        SourceText text = SourceText.From(code, Encoding.UTF8);
        TextLine[] wide = [.. text.Lines.Where(line => line.End - line.Start > Most)];
        if (wide.Length == 0)
        {
            return [];
        }

        SyntaxNode root = CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Preview)).GetRoot();
        return wide.Where(line => !IsInLongText(root, text, line)).Select(line => line.LineNumber + 1);
    }

    private static bool IsInLongText(SyntaxNode root, SourceText text, TextLine line)
    {
        SyntaxToken token = root.FindToken(line.Start);
        SyntaxNode? written = token.Parent?.AncestorsAndSelf()
            .FirstOrDefault(node => node is InterpolatedStringExpressionSyntax or LiteralExpressionSyntax);
        return written is not null && text.Lines.IndexOf(written.SpanStart) < line.LineNumber;
    }
}
