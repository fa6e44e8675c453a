// Marks a service with finalizers before Main: only then does its image contain the code that runs them.

using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace RustKernel.Build.Analyzers;

/// <summary>Adds a module initialiser to each service whose source has a finalizer.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class FinalizerGenerator : IIncrementalGenerator
{
    private const string Source =
        """
        // Finalizers of this program run.
        internal static class FinalizersOfThisProgram
        {
            [global::System.Runtime.CompilerServices.ModuleInitializer]
            internal static void Enable() => global::RustKernel.Runtime.Finalization.Enable();
        }
        """;

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<bool> finalizers = context.SyntaxProvider
            .CreateSyntaxProvider((node, _) => node is DestructorDeclarationSyntax, (_, _) => true);
        context.RegisterSourceOutput(
            finalizers.Collect().Combine(context.AnalyzerConfigOptionsProvider),
            (output, input) =>
            {
                if (!input.Left.IsEmpty && ProjectRules.Of(input.Right).Service)
                {
                    output.AddSource("Finalizers.g.cs", SourceText.From(Source, Encoding.UTF8));
                }
            });
    }
}
