// Generates the dispatch and the lists of suites. The project's property RkSuites says which of them (bsp/Build/Suites.props).

using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace RustKernel.Build.Analyzers.Suites;

/// <summary>The generator of test suites.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class SuiteGenerator : IIncrementalGenerator
{
    private static readonly DiagnosticDescriptor s_mistake = new(
        "RK0120", "A test suite is declared wrongly", "{0}", "RustKernel", DiagnosticSeverity.Error, isEnabledByDefault: true);

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<string> wanted = context.AnalyzerConfigOptionsProvider
            .Select((options, _) => options.GlobalOptions.TryGetValue("build_property.RkSuites", out string? value) ? value : "");
        IncrementalValueProvider<ImmutableArray<KeyValuePair<SyntaxTree, string>>> programs = context.AdditionalTextsProvider
            .Combine(context.AnalyzerConfigOptionsProvider)
            .Select((pair, token) => (File: pair.Left, Program: ProgramOf(pair.Right.GetOptions(pair.Left))))
            .Where(file => file.Program.Length != 0)
            .Select((file, token) => new KeyValuePair<SyntaxTree, string>(
                CSharpSyntaxTree.ParseText(
                    file.File.GetText(token) ?? SourceText.From(""),
                    path: file.File.Path,
                    cancellationToken: token), file.Program))
            .Collect();
        context.RegisterSourceOutput(
            context.CompilationProvider.Combine(programs).Combine(wanted),
            (output, input) => Write(output, input.Left.Left, input.Left.Right, input.Right));
    }

    private static string ProgramOf(AnalyzerConfigOptions options) =>
        options.TryGetValue("build_metadata.AdditionalFiles.RkSuiteProgram", out string? program) ? program : "";

    private static void Write(
        SourceProductionContext output,
        Compilation compilation,
        ImmutableArray<KeyValuePair<SyntaxTree, string>> programs,
        string wanted)
    {
        if (wanted.Length == 0)
        {
            return;
        }

        IEnumerable<KeyValuePair<SyntaxTree, string>> own = compilation.SyntaxTrees.Select(
            tree => new KeyValuePair<SyntaxTree, string>(tree, ""));
        SuiteReader reader = SuiteReader.Read(own.Concat(programs));
        foreach (SuiteMistake mistake in reader.Mistakes)
        {
            output.ReportDiagnostic(Diagnostic.Create(s_mistake, mistake.Location, mistake.Text));
        }

        Add(output, "Attributes", SuiteWriter.Attributes());
        List<SuitePart> inside = reader.Parts.Where(part => part.Program.Length == 0).ToList();
        foreach (string part in wanted.Split('+').Select(p => p.Trim()))
        {
            string source = part switch
            {
                "kernel" => SuiteWriter.KernelSuites(inside),
                "list" => SuiteWriter.List(reader.Parts),
                "program" => SuiteWriter.Program(inside),
                _ => throw new InvalidDataException("RkSuites names '" + part + "', which is none of kernel, list, program"),
            };
            Add(output, part, source);
        }
    }

    private static void Add(SourceProductionContext output, string name, string source) =>
        output.AddSource("Suites." + name + ".g.cs", SourceText.From(source, Encoding.UTF8));
}
