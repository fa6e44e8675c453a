// The visible part of the services' core library under System is a subset of .NET's reference
// assemblies: the same types, members of the same name and signature, constants of the same value.
// A type may itself declare what it inherits in .NET.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using Xunit;

namespace RustKernel.RuntimeParity.Tests;

public sealed class SurfaceTests
{
    // Attributes between the compiler and the runtime, and types that .NET keeps internal.
    private static readonly HashSet<string> s_own =
    [
        "System.Runtime.RuntimeExportAttribute", "System.Runtime.RuntimeImportAttribute",
        "System.Runtime.CompilerServices.EagerStaticClassConstructionAttribute",
        "System.Runtime.CompilerServices.IntrinsicAttribute", "System.Runtime.CompilerServices.StaticClassConstructionContext",
        "System.Runtime.TypeCast",
        "System.Runtime.CompilerServices.RawData", "System.SpanHelpers", "System.Runtime.RuntimeExports",
    ];

    // Expanded by the compiler, not public in .NET; the compiler's own; an extension method in
    // .NET, and methods that are not generic there: called in the same way.
    private static readonly string[] s_ownMembers =
    [
        "System.Threading.Interlocked.static ExchangeAdd(",
        "System.Runtime.CompilerServices.TupleElementNamesAttribute.get_TransformNames()",
        "System.Collections.Generic.Dictionary`2.GetValueOrDefault(", "System.Array.static Copy`1(",
    ];

    [Fact]
    public void Everything_public_under_System_is_in_dotnets_reference_assemblies()
    {
        Dictionary<string, TypeSurface> known = [];
        foreach (TypeSurface type in Directory.GetFiles(ReferencePack(), "*.dll").SelectMany(SurfaceReader.Read))
        {
            _ = known.TryAdd(type.Name, type);
        }

        TypeSurface[] shown = [.. SurfaceReader.Read(Path.Combine(Root(), "artifacts/dotnet/bin/Runtime/debug/CoreLib.dll"))
            .Where(type => type.Name.StartsWith("System.", StringComparison.Ordinal) && !s_own.Contains(type.Name))];
        List<string> extra =
            [.. shown
                .SelectMany(type => Extra(type, known))
                .Where(member => !s_ownMembers.Any(own => member.StartsWith(own, StringComparison.Ordinal)))];
        Assert.True(shown.Length > 150, $"only {shown.Length} types");
        Assert.True(extra.Count == 0, $"{extra.Count} not in .NET:\n" + string.Join("\n", extra));
    }

    private static IEnumerable<string> Extra(TypeSurface type, Dictionary<string, TypeSurface> known)
    {
        if (!known.TryGetValue(type.Name, out TypeSurface? same))
        {
            return [type.Name];
        }

        HashSet<string> inherited = [.. Inherited(same, known).SelectMany(from => from.Members).Select(Name)];
        return type.Members
            .Where(member => !same.Members.Contains(member) && !inherited.Contains(Name(member)))
            .Select(member => $"{type.Name}.{member}");
    }

    // Type arguments belong to the derived type, so inherited members are compared by name.
    private static IEnumerable<TypeSurface> Inherited(TypeSurface type, Dictionary<string, TypeSurface> known) =>
        type.Inherited.Select(known.GetValueOrDefault).OfType<TypeSurface>().SelectMany(from => Inherited(from, known).Prepend(from));

    private static string Name(string member) => member[..(member.IndexOfAny(['(', ':', '=']) is int at and > 0 ? at : member.Length)];

    // The reference assemblies come with the SDK.
    private static string ReferencePack()
    {
        string packs = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../packs/Microsoft.NETCore.App.Ref"));
        string version = $"net{Environment.Version.Major}.{Environment.Version.Minor}";
        return Directory.GetDirectories(packs).Select(pack => Path.Combine(pack, "ref", version)).Last(Directory.Exists);
    }

    internal static string Root()
    {
        string at = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(at, "RustKernel.sln")))
        {
            at = Path.GetDirectoryName(at)!;
        }

        return at;
    }
}
