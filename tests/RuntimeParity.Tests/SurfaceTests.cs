// What the core library of services shows under System is a subset of what .NET shows: same types, and members of the same name with as many parameters.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Xunit;

namespace RustKernel.Tests;

public sealed class SurfaceTests
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    // Attributes by which the compiler and the runtime understand each other, and what .NET keeps to itself.
    private static readonly HashSet<string> s_own =
    [
        "System.Runtime.RuntimeExportAttribute", "System.Runtime.RuntimeImportAttribute", "System.Runtime.CompilerServices.EagerStaticClassConstructionAttribute",
        "System.Runtime.CompilerServices.IntrinsicAttribute", "System.Runtime.CompilerServices.StaticClassConstructionContext", "System.Runtime.TypeCast",
        "System.Runtime.CompilerServices.RawData", "System.SpanHelpers", "System.Runtime.RuntimeExports",
    ];

    // Expanded by the compiler, not public in .NET; and an extension method in .NET, which is called in the same way.
    private static readonly HashSet<string> s_ownMembers = ["System.Threading.Interlocked.ExchangeAdd/2", "System.Collections.Generic.Dictionary`2.GetValueOrDefault/2"];

    [Fact]
    public void Everything_public_under_System_is_in_dotnet_too()
    {
        using var file = new PEReader(File.OpenRead(Path.Combine(Root(), "artifacts/dotnet/bin/Runtime/debug/CoreLib.dll")));
        MetadataReader reader = file.GetMetadataReader();
        List<string> extra = [];
        int seen = 0;
        foreach (TypeDefinition type in reader.TypeDefinitions.Select(reader.GetTypeDefinition))
        {
            string space = reader.GetString(type.Namespace);
            string name = $"{space}.{reader.GetString(type.Name)}";
            if ((type.Attributes & TypeAttributes.VisibilityMask) != TypeAttributes.Public || !space.StartsWith("System", StringComparison.Ordinal) || s_own.Contains(name))
                continue;
            seen++;
            if (Find(name) is { } known)
                extra.AddRange(Methods(reader, type).Where(method => !Has(known, method.Name, method.Parameters)).Select(method => $"{name}.{method.Name}/{method.Parameters}"));
            else
                extra.Add(name);
        }

        _ = extra.RemoveAll(s_ownMembers.Contains);
        Assert.True(seen > 100, $"only {seen} types");
        Assert.True(extra.Count == 0, "not in .NET: " + string.Join(", ", extra));
    }

    private static Type? Find(string name) =>
        new[] { typeof(object), typeof(Enumerable), typeof(PriorityQueue<,>), typeof(Stack<>), typeof(Console), typeof(HashSet<>) }
            .Select(known => known.Assembly.GetType(name)).FirstOrDefault(found => found is { IsVisible: true });

    private static bool Has(Type type, string name, int parameters) =>
        (type.IsInterface ? [type, .. type.GetInterfaces()] : Bases(type)).Any(owner =>
            owner.GetMembers(All).OfType<MethodBase>().Any(method => (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly) && method.Name == name && method.GetParameters().Length == parameters));

    private static IEnumerable<Type> Bases(Type type)
    {
        for (Type? at = type; at is not null; at = at.BaseType)
            yield return at;
    }

    private static IEnumerable<(string Name, int Parameters)> Methods(MetadataReader reader, TypeDefinition type)
    {
        foreach (MethodDefinition method in type.GetMethods().Select(reader.GetMethodDefinition))
        {
            MethodAttributes access = method.Attributes & MethodAttributes.MemberAccessMask;
            if (access is not (MethodAttributes.Public or MethodAttributes.Family))
                continue;
            BlobReader signature = reader.GetBlobReader(method.Signature);
            SignatureHeader header = signature.ReadSignatureHeader();
            if (header.IsGeneric)
                signature.ReadCompressedInteger();
            yield return (reader.GetString(method.Name), signature.ReadCompressedInteger());
        }
    }

    private static string Root()
    {
        string at = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(at, "RustKernel.sln")))
            at = Path.GetDirectoryName(at)!;
        return at;
    }
}
