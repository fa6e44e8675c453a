// Compiles a test folder together with the kernel sources it tests, with or without a mutation, and runs its xunit facts
// and theories by reflection until the first failure. In memory: a build of the project for each bug would take minutes.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace RustKernel.Mutations;

/// <summary>The tests of one folder over sources from the repository.</summary>
public sealed class MutatedTests
{
    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.Latest, DocumentationMode.None);

    private static readonly CSharpCompilationOptions Compiling = new(
        OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release,
        nullableContextOptions: NullableContextOptions.Enable);

    // This process's own references: the framework and xunit.
    private static readonly MetadataReference[] References = [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .Where(a => Path.GetFileName(a) is var n
            && (n.StartsWith("System.", StringComparison.Ordinal) || n.StartsWith("xunit.", StringComparison.Ordinal)))
        .Select(a => MetadataReference.CreateFromFile(a))];

    private readonly Dictionary<string, string> _texts = [];
    private readonly Dictionary<string, SyntaxTree> _trees = [];

    /// <summary>Reads the C# files at <paramref name="places"/> of the repository, or all files below them.</summary>
    public MutatedTests(params string[] places)
    {
        foreach (string place in places)
        {
            string path = Path.Combine(Mutation.Root, place);
            foreach (string file in File.Exists(path) ? [path] : Directory.EnumerateFiles(path, "*.cs", SearchOption.AllDirectories))
            {
                string name = Path.GetRelativePath(Mutation.Root, file).Replace('\\', '/');
                if (name.Contains("/obj/", StringComparison.Ordinal) || name.Contains("/bin/", StringComparison.Ordinal))
                {
                    continue;
                }

                _texts[name] = File.ReadAllText(file);
                _trees[name] = CSharpSyntaxTree.ParseText(_texts[name], Parsing);
            }
        }
    }

    /// <summary>
    /// Runs the tests on the mutated sources; returns the name and message of the first failure, or null when all pass.
    /// Without a mutation only the quick ones run, to show that this harness does not make tests fail.
    /// </summary>
    public string? FirstFailure(Mutation? mutation)
    {
        IEnumerable<SyntaxTree> trees = _trees.Values;
        if (mutation != null)
        {
            SyntaxTree changed = CSharpSyntaxTree.ParseText(mutation.Apply(_texts[mutation.File]), Parsing);
            trees = _trees.Where(t => t.Key != mutation.File).Select(t => t.Value).Append(changed);
        }
        var compilation = CSharpCompilation.Create("Mutant", trees, References, Compiling);
        using var image = new MemoryStream();
        var emitted = compilation.Emit(image);
        // A test need not find a bug that the compiler refuses: the list must compile.
        if (!emitted.Success)
        {
            throw new InvalidDataException(
            string.Join('\n', emitted.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)));
        }

        image.Position = 0;
        var context = new AssemblyLoadContext("mutant", isCollectible: true);
        try
        {
            return Run(context.LoadFromStream(image), mutation == null);
        }
        finally
        {
            context.Unload();
        }
    }

    // Quick unit tests first; tests with a model take longer.
    private static string? Run(Assembly assembly, bool quickOnly)
    {
        MethodInfo[] methods = [.. assembly.GetExportedTypes().SelectMany(t => t.GetMethods())
            .Where(m => m.GetCustomAttribute<FactAttribute>() != null && !IsLong(m))
            .Where(m => !quickOnly || !FollowsAModel(m))
            .OrderBy(FollowsAModel)];
        foreach (MethodInfo method in methods)
        {
            var theory = method.GetCustomAttributes<InlineDataAttribute>().SelectMany(d => d.GetData(method)).ToList();
            foreach (object?[] row in theory.Count > 0 ? theory : [[]])
            {
                if (Fails(method, row) is { } failure)
                {
                    return failure;
                }
            }
        }
        return null;
    }

    // The tests of make hil and make soak.
    private static bool IsLong(MethodInfo method) =>
        method.CustomAttributes.Any(a => a.AttributeType == typeof(TraitAttribute) && (string?)a.ConstructorArguments[0].Value == "Run");

    private static bool FollowsAModel(MethodInfo method) => method.Name.EndsWith("FollowsTheModel", StringComparison.Ordinal);

    private static string? Fails(MethodInfo method, object?[] row)
    {
        try
        {
            object test = Activator.CreateInstance(method.DeclaringType!)!;
            method.Invoke(test, [.. row.Zip(method.GetParameters(), (value, parameter) => Convert(value, parameter.ParameterType))]);
            return null;
        }
        catch (TargetInvocationException e)
        {
            string message = e.InnerException!.Message.ReplaceLineEndings(" ");
            message = message.Length > 300 ? message[..300] + "…" : message;
            return $"{method.DeclaringType!.Name}.{method.Name}: {message}";
        }
    }

    private static object? Convert(object? value, Type type)
        => type.IsEnum
            ? Enum.ToObject(type, value!)
            : System.Convert.ChangeType(value, type, System.Globalization.CultureInfo.InvariantCulture);
}
