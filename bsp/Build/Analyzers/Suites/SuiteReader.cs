// Finds suites in source: classes marked [Suite("name", order)], their methods marked [Test].

using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RustKernel.Build.Analyzers.Suites;

/// <summary>Reads syntax only, so that the kernel can read the sources of programs that it does not reference.</summary>
public sealed class SuiteReader
{
    private static readonly Regex s_name = new("^[a-z0-9_.-]+$");

    private readonly List<SuitePart> _parts = new();
    private readonly List<SuiteMistake> _mistakes = new();

    private SuiteReader()
    {
    }

    /// <summary>The classes in order: suites by their order, classes of a suite by their part.</summary>
    public IReadOnlyList<SuitePart> Parts => _parts;

    /// <summary>The mistakes.</summary>
    public IReadOnlyList<SuiteMistake> Mistakes => _mistakes;

    /// <summary>
    /// Reads the suites of <paramref name="files"/>: source and its program, empty for the kernel. Tests of a partial class come
    /// in the order of its files: XSuite.cs, then XSuite.A.cs, XSuite.B.cs.
    /// </summary>
    public static SuiteReader Read(IEnumerable<KeyValuePair<SyntaxTree, string>> files)
    {
        SuiteReader reader = new();
        List<KeyValuePair<SyntaxTree, string>> sorted = files
            .OrderBy(file => Path.ChangeExtension(file.Key.FilePath, null), System.StringComparer.Ordinal).ToList();
        foreach (KeyValuePair<SyntaxTree, string> file in sorted)
        {
            foreach (ClassDeclarationSyntax type in Classes(file.Key))
            {
                reader.ReadSuite(type, file.Value);
            }
        }

        foreach (KeyValuePair<SyntaxTree, string> file in sorted)
        {
            foreach (ClassDeclarationSyntax type in Classes(file.Key))
            {
                reader.ReadTests(type, file.Value);
            }
        }

        reader._parts.Sort((a, b) => a.Order != b.Order ? a.Order.CompareTo(b.Order) : a.Part.CompareTo(b.Part));
        reader.Check();
        return reader;
    }

    private static IEnumerable<ClassDeclarationSyntax> Classes(SyntaxTree tree) =>
        tree.GetRoot().DescendantNodes().OfType<ClassDeclarationSyntax>();

    private static AttributeSyntax? Find(SyntaxList<AttributeListSyntax> lists, string name) =>
        lists.SelectMany(list => list.Attributes).FirstOrDefault(attribute => attribute.Name.ToString() == name);

    private void ReadSuite(ClassDeclarationSyntax type, string program)
    {
        if (Find(type.AttributeLists, "Suite") is not AttributeSyntax attribute)
        {
            return;
        }

        List<AttributeArgumentSyntax> arguments = attribute.ArgumentList?.Arguments.ToList() ?? new List<AttributeArgumentSyntax>();
        string name = arguments.Count > 0 ? Text(arguments[0]) : "";
        int order = arguments.Count > 1 ? Number(arguments[1]) : 0;
        if (!s_name.IsMatch(name) || order == 0)
        {
            Mistake(attribute, "expected [Suite(\"name\", ORDER)] with a name of a-z, 0-9, _, . and -, and a literal order above 0");
            return;
        }

        if (!type.Modifiers.Any(SyntaxKind.PartialKeyword))
        {
            Mistake(type, $"class {type.Identifier.Text} of suite {name} must be partial: its dispatch is generated");
        }

        bool isByNameOnly = Named(arguments, "ByNameOnly")?.Expression.IsKind(SyntaxKind.TrueLiteralExpression) == true;
        bool needsServices = Named(arguments, "NeedsServices")?.Expression.IsKind(SyntaxKind.TrueLiteralExpression) == true;
        int part = Named(arguments, "Part") is AttributeArgumentSyntax p ? Number(p) : 0;
        int seconds = Named(arguments, "Seconds") is AttributeArgumentSyntax s ? Number(s) : 0;
        _parts.Add(new SuitePart(
            name, order, part, isByNameOnly, needsServices, seconds, Space(type), type.Identifier.Text, program));
    }

    private void ReadTests(ClassDeclarationSyntax type, string program)
    {
        SuitePart? part = _parts.FirstOrDefault(
            p => p.ClassName == type.Identifier.Text && p.Namespace == Space(type) && p.Program == program);
        foreach (MethodDeclarationSyntax method in type.Members.OfType<MethodDeclarationSyntax>())
        {
            AttributeSyntax? attribute = Find(method.AttributeLists, "Test");
            if (part is not null && method.Identifier.Text == "Run")
            {
                part.HasRun = true;
            }

            if (attribute is null)
            {
                continue;
            }

            if (part is null)
            {
                Mistake(method, $"{type.Identifier.Text}.{method.Identifier.Text} is marked [Test], but its class is no [Suite]");
                continue;
            }

            string name = attribute.ArgumentList?.Arguments.FirstOrDefault() is AttributeArgumentSyntax given
                ? Text(given)
                : Underscored(method.Identifier.Text);
            if (!s_name.IsMatch(name))
            {
                Mistake(method, $"'{name}' is no name of a test: a-z, 0-9, _, . and -");
            }

            part.Tests.Add(new SuiteTest(name, method.Identifier.Text, method.ReturnType.ToString() == "Task"));
        }
    }

    private void Check()
    {
        foreach (IGrouping<string, SuitePart> suite in _parts.GroupBy(part => part.Suite))
        {
            if (suite.Select(part => (part.Order, part.Program, part.NeedsServices)).Distinct().Count() > 1)
            {
                _mistakes.Add(new SuiteMistake(
                    $"suite {suite.Key}: its classes name different orders, or lie in different programs, or not all need services",
                    Location.None));
            }

            if (suite.GroupBy(part => part.Part).Any(parts => parts.Count() > 1))
            {
                _mistakes.Add(new SuiteMistake($"suite {suite.Key}: two classes are the same Part", Location.None));
            }

            foreach (string name in suite
                .SelectMany(part => part.Tests)
                .GroupBy(test => test.Name)
                .Where(tests => tests.Count() > 1)
                .Select(tests => tests.Key))
            {
                _mistakes.Add(new SuiteMistake($"suite {suite.Key} has two tests {name}", Location.None));
            }

            if (suite.Any(part => part.Tests.Count == 0))
            {
                _mistakes.Add(new SuiteMistake(
                    $"suite {suite.Key}: class {suite.First(part => part.Tests.Count == 0).ClassName} has no [Test]",
                    Location.None));
            }
        }

        foreach (IGrouping<int, SuitePart> order in _parts
            .GroupBy(part => part.Order)
            .Where(order => order.Select(part => part.Suite).Distinct().Count() > 1))
        {
            _mistakes.Add(new SuiteMistake(
                $"suites {string.Join(" and ", order.Select(part => part.Suite).Distinct())} have the same order {order.Key}",
                Location.None));
        }
    }

    private static string Space(ClassDeclarationSyntax type) =>
        type.Ancestors().OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault()?.Name.ToString() ?? "";

    private static AttributeArgumentSyntax? Named(List<AttributeArgumentSyntax> arguments, string name) =>
        arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.Text == name);

    private static string Text(AttributeArgumentSyntax argument) =>
        (argument.Expression as LiteralExpressionSyntax)?.Token.Value as string ?? "";

    private static int Number(AttributeArgumentSyntax argument) =>
        (argument.Expression as LiteralExpressionSyntax)?.Token.Value as int? ?? 0;

    private static string Underscored(string method)
    {
        StringBuilder text = new();
        foreach (char letter in method)
        {
            if (char.IsUpper(letter) && text.Length > 0)
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }

    private void Mistake(SyntaxNode node, string text) => _mistakes.Add(new SuiteMistake(text, node.GetLocation()));
}
