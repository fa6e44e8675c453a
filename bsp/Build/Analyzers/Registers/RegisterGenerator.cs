// Generates the structs of every *.registers table that a project names as an additional file (bsp/Build/Registers.props).

using System.IO;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace RustKernel.Build.Analyzers.Registers;

/// <summary>The generator of device registers.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class RegisterGenerator : IIncrementalGenerator
{
    private static readonly DiagnosticDescriptor s_mistake = new(
        "RK0110", "A table of registers is wrong", "{0}", "RustKernel", DiagnosticSeverity.Error, isEnabledByDefault: true);

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context) =>
        context.RegisterSourceOutput(
            context.AdditionalTextsProvider
                .Where(file => Path.GetExtension(file.Path) == ".registers")
                .Select((file, token) => (file.Path, Text: file.GetText(token)?.ToString() ?? "")),
            (output, file) => Write(output, file.Path, file.Text));

    private static void Write(SourceProductionContext output, string path, string content)
    {
        RegisterTable table = RegisterTable.Parse(content);
        foreach (RegisterMistake mistake in table.Mistakes)
        {
            LinePosition start = new(mistake.Line == 0 ? 0 : mistake.Line - 1, 0);
            Location location = Location.Create(path, default, new LinePositionSpan(start, start));
            output.ReportDiagnostic(Diagnostic.Create(s_mistake, location, mistake.Text));
        }

        if (table.Mistakes.Count == 0)
        {
            string block = Path.GetFileNameWithoutExtension(path);
            output.AddSource(block + ".registers.g.cs", SourceText.From(RegisterWriter.Write(block, table), Encoding.UTF8));
        }
    }
}
