// Generates C# from the table of system calls. The project's property RkSystemCalls says what: numbers, dispatch, stubs, hosted,
// programs, attack.

using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace RustKernel.Build.Analyzers.SystemCalls;

/// <summary>The generator; wired in by bsp/Build/SystemCalls.props.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class SystemCallGenerator : IIncrementalGenerator
{
    private static readonly DiagnosticDescriptor s_mistake = new(
        "RK0100", "The table of system calls is wrong", "SystemCalls.table, {0}", "RustKernel", DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<ImmutableArray<string>> texts = context.AdditionalTextsProvider
            .Where(file => Path.GetFileName(file.Path) == "SystemCalls.table")
            .Select((file, token) => file.GetText(token)?.ToString() ?? "")
            .Collect();
        IncrementalValueProvider<string> parts = context.AnalyzerConfigOptionsProvider
            .Select((options, _) => options.GlobalOptions.TryGetValue("build_property.RkSystemCalls", out string? value) ? value : "");
        context.RegisterSourceOutput(texts.Combine(parts), (output, input) => Write(output, input.Left, input.Right));
    }

    private static void Write(SourceProductionContext output, ImmutableArray<string> texts, string parts)
    {
        if (texts.IsEmpty || parts.Length == 0)
        {
            return;
        }

        SystemCallTable table = SystemCallTable.Parse(texts[0]);
        foreach (string mistake in table.Mistakes)
        {
            output.ReportDiagnostic(Diagnostic.Create(s_mistake, Location.None, mistake));
        }

        if (table.Mistakes.Count == 0)
        {
            foreach (string part in parts.Split('+').Select(p => p.Trim()))
            {
                output.AddSource("SystemCalls." + part + ".g.cs", SourceText.From(Part(part, table), Encoding.UTF8));
            }
        }
    }

    private static string Part(string part, SystemCallTable table) => part switch
    {
        "numbers" => NumbersWriter.Write(table),
        "dispatch" => DispatchWriter.Write(table),
        "stubs" => StubWriter.Write(table, isHosted: false),
        "hosted" => StubWriter.Write(table, isHosted: true),
        "programs" => ProgramCallsWriter.Write(table),
        "attack" => AttackWriter.Write(table),
        _ => throw new InvalidOperationException("RkSystemCalls names '" + part + "', which is none of "
            + "numbers, dispatch, stubs, hosted, programs, attack"),
    };
}
