// Compiles a piece of source in memory as a project of a given kind, and returns the analyzers' reports.

using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace RustKernel.Build.Analyzers.Tests;

internal static class Judge
{
    private const string Surroundings =
        """
        using System;
        using System.Threading.Tasks;
        namespace System.Runtime { public sealed class RuntimeImportAttribute(string library, string name)
            : Attribute { public string Name => library + name; } }
        namespace RustKernel
        {
            public enum ErrorCode { None, Failed }
            public readonly struct Result<T> { public T Value => default!; }
            public sealed class MustUseReturnValueAttribute : Attribute { }
            [MustUseReturnValue] public ref struct Debt<T> { public bool Owed => true; public void Pay() { } }
            public interface IThing { int Get(); int Size { get; } }
            public class Thing { public int Value; }
            public static class Mmio { public static uint Read32(nuint address) => (uint)address; }
        }
        """;

    private static readonly ImmutableArray<DiagnosticAnalyzer> s_analyzers =
    [
        new UnsafeCodeAnalyzer(), new BannedSymbolAnalyzer(), new SafetyCommentAnalyzer(), new ExceptionAnalyzer(),
        new DroppedResultAnalyzer(), new AllocationAnalyzer(), new LanguageSubsetAnalyzer(),
        new ServiceNameAnalyzer(), new ServiceSubsetAnalyzer(), new ServiceMemberAnalyzer(),
    ];

    private static readonly ImmutableArray<MetadataReference> s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(p => Path.GetFileName(p) is "System.Private.CoreLib.dll" or "System.Runtime.dll" or "System.Memory.dll"
                or "System.Collections.dll" or "System.Linq.dll" or "System.Runtime.InteropServices.dll"
                or "System.Linq.Expressions.dll" or "System.Console.dll")
            .Select(p => MetadataReference.CreateFromFile(p)),
    ];

    /// <summary>The rule numbers reported for the members <paramref name="members"/> of a class, each once, in order of number.</summary>
    public static string Members(ProjectKind kind, string members) => Source(kind,
        "using System; using System.Threading.Tasks; using System.Collections.Generic; using RustKernel;\nnamespace Case;\npartial class "
            + "C\n{\n"
            + members
            + "\n}\n");

    /// <summary>The same for a method body.</summary>
    public static string Body(ProjectKind kind, string body) =>
        Members(kind, "void M(int n, string s, Thing thing, ErrorCode code)\n{\n" + body + "\n}");

    /// <summary>The reports for a service's file that does not compile: those before the compiler stops, then those for bodies.</summary>
    public static string Broken(string source)
    {
        (ImmutableArray<Diagnostic> ofSignatures, ImmutableArray<Diagnostic> ofBodies) = Reports(source);
        return string.Join(' ', ofSignatures.Select(d => d.Id)) + "|" + string.Join(' ', ofBodies.Select(d => d.Id).Order());
    }

    /// <summary>The messages of the reports before the compiler stops.</summary>
    public static string BrokenMessages(string source) => string.Join('\n', Reports(source).OfSignatures.Select(d => d.GetMessage(null)));

    private static (ImmutableArray<Diagnostic> OfSignatures, ImmutableArray<Diagnostic> OfBodies) Reports(string source)
    {
        var parse = new CSharpParseOptions(LanguageVersion.Preview);
        CSharpCompilation compilation = CSharpCompilation.Create(
            "case",
            [CSharpSyntaxTree.ParseText(source, parse, "Case.cs")],
            s_references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        Assert.Contains(compilation.GetDiagnostics(), d => d.Severity == DiagnosticSeverity.Error);
        var options = new KindOptionsProvider(ProjectKind.Service);
        _ = CSharpGeneratorDriver.Create([new ServiceSignatureGenerator().AsSourceGenerator()], null, parse, options)
            .RunGeneratorsAndUpdateCompilation(compilation, out _, out ImmutableArray<Diagnostic> ofSignatures);
        ImmutableArray<Diagnostic> ofBodies = compilation
            .WithAnalyzers([new ServiceNameAnalyzer(), new ServiceMemberAnalyzer()], new AnalyzerOptions([], options))
            .GetAnalyzerDiagnosticsAsync(CancellationToken.None).GetAwaiter().GetResult();
        return (ofSignatures, ofBodies);
    }

    /// <summary>The same for a whole file.</summary>
    public static string Source(ProjectKind kind, string source)
    {
        var parse = new CSharpParseOptions(LanguageVersion.Preview);
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            allowUnsafe: true,
            nullableContextOptions: NullableContextOptions.Enable);
        CSharpCompilation compilation = CSharpCompilation.Create("case",
            [
                CSharpSyntaxTree.ParseText(source, parse, "Case.cs"),
                CSharpSyntaxTree.ParseText(Surroundings, parse, "Surroundings.cs")
            ], s_references, options);
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));

        var analyzerOptions = new AnalyzerOptions([new BannedList()], new KindOptionsProvider(kind));
        ImmutableArray<Diagnostic> found = compilation
            .WithAnalyzers(
                s_analyzers,
                new CompilationWithAnalyzersOptions(analyzerOptions, Rethrow, concurrentAnalysis: false, logAnalyzerExecutionTime: false))
            .GetAnalyzerDiagnosticsAsync(CancellationToken.None).GetAwaiter().GetResult();
        Assert.DoesNotContain(found, d => d.GetMessage(null).Contains("{0}", StringComparison.Ordinal));
        return string.Join(' ', found.Where(d => d.Location.SourceTree?.FilePath == "Case.cs").Select(d => d.Id).Distinct().Order());
    }

    private static void Rethrow(Exception error, DiagnosticAnalyzer analyzer, Diagnostic diagnostic) =>
        throw new InvalidOperationException($"{analyzer} failed", error);

    private sealed class BannedList : AdditionalText
    {
        public override string Path => System.IO.Path.Combine(AppContext.BaseDirectory, "BannedSymbols.txt");

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(File.ReadAllText(Path));
    }
}
