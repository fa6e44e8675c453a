// RK0005: an error code that nobody looks at is an error that nobody sees.

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace RustKernel.Build.Analyzers;

/// <summary>Refuses a call as a statement of its own when it returns <c>RustKernel.ErrorCode</c> or <c>RustKernel.Result&lt;T&gt;</c>.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DroppedResultAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.DroppedResult];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (ProjectRules.Of(start.Options).Freestanding)
                start.RegisterOperationAction(Check, OperationKind.ExpressionStatement);
        });
    }

    private static void Check(OperationAnalysisContext context)
    {
        IOperation operation = ((IExpressionStatementOperation)context.Operation).Operation;
        while (operation is IConditionalAccessOperation conditional)
            operation = conditional.WhenNotNull;
        if (operation is IInvocationOperation call && IsError(call.Type))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.DroppedResult, call.Syntax.GetLocation(),
                call.Type!.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat), call.TargetMethod.Name));
        }
    }

    private static bool IsError(ITypeSymbol? type) =>
        type is INamedTypeSymbol { Name: "ErrorCode", Arity: 0 } or INamedTypeSymbol { Name: "Result", Arity: 1 }
        && type.ContainingNamespace is { Name: "RustKernel", ContainingNamespace.IsGlobalNamespace: true };
}
