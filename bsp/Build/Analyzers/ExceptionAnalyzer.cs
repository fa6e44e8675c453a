// RK0004: errors in the kernel are values.

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace RustKernel.Build.Analyzers;

/// <summary>Refuses <c>throw</c> and <c>try</c> in kernel code.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ExceptionAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.Exceptions];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (ProjectRules.Of(start.Options).KernelCode)
            {
                start.RegisterSyntaxNodeAction(Check, SyntaxKind.ThrowStatement, SyntaxKind.ThrowExpression, SyntaxKind.TryStatement);
            }
        });
    }

    private static void Check(SyntaxNodeAnalysisContext context)
    {
        SyntaxToken keyword = context.Node.GetFirstToken();
        context.ReportDiagnostic(Diagnostic.Create(Rules.Exceptions, keyword.GetLocation(), keyword.Text));
    }
}
