// The public types of .NET by name (DotnetTypes.txt). They give a name that the compiler does not know a rule and an alternative.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RustKernel.Build.Analyzers;

/// <summary>Looks up which types of .NET a name may mean.</summary>
internal static class DotnetTypes
{
    private static readonly Lazy<Dictionary<string, List<string>>> s_byName = new(Read);

    /// <summary>
    /// The namespace of a .NET type that <paramref name="name"/> means and the compilation lacks; null: there is none. If .NET has
    /// several of the name and the compilation has one of them, the others are meant only where their namespace is written.
    /// </summary>
    /// <param name="compilation">A compilation with a reference to the services' core library.</param>
    /// <param name="name">The name as written, with the namespace before it and the using directives around it.</param>
    internal static string? FindAbsent(Compilation compilation, SimpleNameSyntax name)
    {
        string? written = SpaceBefore(name);
        string? absent = null;
        bool isOnlyWritten = false;
        foreach (string space in Spaces(name.Identifier.ValueText, name.Arity))
        {
            string full = space.Replace(' ', '.');
            string where = space.Substring(0, space.IndexOf(' '));
            if (compilation.GetTypeByMetadataName(full) is not null)
            {
                isOnlyWritten = true;
            }
            else if (written is null ? IsUsed(name, where) : where == written || where.EndsWith("." + written, StringComparison.Ordinal))
            {
                return where;
            }
            else
            {
                absent ??= where;
            }
        }

        return isOnlyWritten ? null : absent;
    }

    /// <summary>True when <paramref name="type"/> is a type of the core library in one of .NET's namespaces.</summary>
    internal static bool IsOfDotnet(INamedTypeSymbol type)
    {
        string? space = type.ContainingNamespace?.ToDisplayString();
        return space is not null && (space == "System" || space.StartsWith("System.", StringComparison.Ordinal))
            && type.Locations.All(place => place.IsInMetadata);
    }

    // Returns "NAMESPACE NAME`COUNT" of each type that the name may mean, as it is or as an attribute's.
    private static IEnumerable<string> Spaces(string name, int arity) =>
        from written in (string[])[name, name + "Attribute"]
        where s_byName.Value.ContainsKey(written)
        from space in s_byName.Value[written]
        where space.EndsWith(" " + (arity == 0 ? written : written + "`" + arity), StringComparison.Ordinal)
        select space;

    private static string? SpaceBefore(SimpleNameSyntax name)
    {
        string? text = name.Parent switch
        {
            QualifiedNameSyntax qualified when qualified.Right == name => qualified.Left.ToString(),
            MemberAccessExpressionSyntax access when access.Name == name => access.Expression.ToString(),
            _ => null,
        };
        return text is not null && text.StartsWith("global::", StringComparison.Ordinal) ? text.Substring("global::".Length) : text;
    }

    private static bool IsUsed(SyntaxNode name, string space) => name.Ancestors()
        .SelectMany(around => around is BaseNamespaceDeclarationSyntax part ? part.Usings
            : around is CompilationUnitSyntax file ? file.Usings
            : default)
        .Any(directive => directive.Alias is null && directive.NamespaceOrType.ToString() == space);

    // By the name without its number of parameters: "NAMESPACE NAME`COUNT".
    private static Dictionary<string, List<string>> Read()
    {
        Dictionary<string, List<string>> names = new(StringComparer.Ordinal);
        using Stream resource = typeof(DotnetTypes).Assembly.GetManifestResourceStream("DotnetTypes.txt");
        using StreamReader reader = new(resource);
        string space = "";
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            if (line[0] != ' ')
            {
                space = line;
                continue;
            }

            foreach (string type in line.Split([' '], StringSplitOptions.RemoveEmptyEntries))
            {
                string name = type.Split('`')[0];
                if (!names.TryGetValue(name, out List<string>? spaces))
                {
                    names.Add(name, spaces = []);
                }

                spaces.Add(space + " " + type);
            }
        }

        return names;
    }
}
