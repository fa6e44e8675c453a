// For each interface with [Service]: a client that writes the arguments of each operation and reads its results, and a dispatcher that does
// the opposite.

using System.Collections.Immutable;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace RustKernel.Services.Generator;

/// <summary>
/// Makes <c>NameClient</c> and <c>NameDispatcher</c> for <c>IName</c>. An interface that has no form on the wire is an error (RK3001) and
/// gets neither.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class ServiceGenerator : IIncrementalGenerator
{
    private const string Marker = "RustKernel.Services.ServiceAttribute";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<Generated> made = context.SyntaxProvider.ForAttributeWithMetadataName(
            Marker,
            static (_, _) => true,
            Make);
        context.RegisterSourceOutput(made, static (output, generated) =>
        {
            foreach (Diagnostic problem in generated.Problems)
            {
                output.ReportDiagnostic(problem);
            }

            if (generated.Source is not null)
            {
                output.AddSource(generated.Name + ".g.cs", SourceText.From(generated.Source, System.Text.Encoding.UTF8));
            }
        });
    }

    private static Generated Make(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        ServiceModel model = ServiceModel.Read((INamedTypeSymbol)context.TargetSymbol, context.Attributes[0]);
        return model.Problems.Count == 0
            ? new Generated(
                model.Interface.ToDisplayString().Replace('<', '_').Replace('>', '_'),
                ServiceWriter.Write(model),
                ImmutableArray<Diagnostic>.Empty)
            : new Generated(model.Name, null, model.Problems.ToImmutableArray());
    }

    private readonly struct Generated(string name, string? source, ImmutableArray<Diagnostic> problems)
    {
        internal string Name { get; } = name;

        internal string? Source { get; } = source;

        internal ImmutableArray<Diagnostic> Problems { get; } = problems;
    }
}
