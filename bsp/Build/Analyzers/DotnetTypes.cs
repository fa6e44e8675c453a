// The public types of .NET by name (DotnetTypes.txt), so that a name which the compiler does not know gets a rule and a way out.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace RustKernel.Build.Analyzers;

/// <summary>Looks up which types of .NET a name may mean.</summary>
internal static class DotnetTypes
{
    private static readonly Lazy<Dictionary<string, List<string>>> s_byName = new(Read);

    /// <summary>The namespace of a type of .NET called <paramref name="name"/> that the compilation lacks; null: there is none.</summary>
    /// <param name="compilation">What the core library of services is referenced by.</param>
    /// <param name="name">The name as it is written.</param>
    /// <param name="arity">How many type arguments stand after it.</param>
    internal static string? FindAbsent(Compilation compilation, string name, int arity)
    {
        foreach (string written in (string[])[name, name + "Attribute"])
        {
            if (s_byName.Value.TryGetValue(written, out List<string>? spaces))
            {
                string type = arity == 0 ? written : written + "`" + arity;
                foreach (string space in spaces)
                {
                    if (space.EndsWith(" " + type, StringComparison.Ordinal))
                    {
                        string full = space.Replace(' ', '.');
                        return compilation.GetTypeByMetadataName(full) is null ? space.Substring(0, space.IndexOf(' ')) : null;
                    }
                }
            }
        }

        return null;
    }

    /// <summary>Whether <paramref name="type"/> is one of the core library's under a name of .NET.</summary>
    internal static bool IsOfDotnet(INamedTypeSymbol type)
    {
        string? space = type.ContainingNamespace?.ToDisplayString();
        return space is not null && (space == "System" || space.StartsWith("System.", StringComparison.Ordinal))
            && type.Locations.All(place => place.IsInMetadata);
    }

    // By the name without its count of parameters: "NAMESPACE NAME`COUNT".
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
