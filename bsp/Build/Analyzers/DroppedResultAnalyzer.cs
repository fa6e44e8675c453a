// RK0005: an error code that no one checks is an error that no one sees; an unpaid debt (TlbFlush) is worse.

using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace RustKernel.Build.Analyzers;

/// <summary>
/// Refuses a call as a statement of its own when it returns <c>RustKernel.ErrorCode</c> or <c>RustKernel.Result&lt;T&gt;</c>, or when it
/// or its return type has <c>[MustUseReturnValue]</c>. Values of such a type may not be discarded with <c>_ =</c> either, nor put in a
/// variable that is never passed on and has no method called on it.
/// </summary>
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
            {
                start.RegisterOperationAction(Check, OperationKind.ExpressionStatement);
                start.RegisterOperationBlockAction(CheckVariables);
            }
        });
    }

    private static void Check(OperationAnalysisContext context)
    {
        IOperation operation = ((IExpressionStatementOperation)context.Operation).Operation;
        while (operation is IConditionalAccessOperation conditional)
        {
            operation = conditional.WhenNotNull;
        }

        bool discarded = false;
        if (operation is ISimpleAssignmentOperation { Target: IDiscardOperation } assignment)
        {
            operation = assignment.Value;
            discarded = true;
        }

        if (operation is IInvocationOperation call
            && (IsMarked(call.Type) || (!discarded && (IsError(call.Type) || IsMarked(call.TargetMethod)))))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.DroppedResult, call.Syntax.GetLocation(),
                call.Type!.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat), call.TargetMethod.Name));
        }
    }

    // A variable of a marked type of which only properties and fields are read: no one paid.
    private static void CheckVariables(OperationBlockAnalysisContext context)
    {
        var used = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var declared = new List<IVariableDeclaratorOperation>();
        foreach (IOperation operation in context.OperationBlocks.SelectMany(block => block.DescendantsAndSelf()))
        {
            if (operation is IVariableDeclaratorOperation declarator && IsMarked(declarator.Symbol.Type))
            {
                declared.Add(declarator);
            }
            else if (operation is ILocalReferenceOperation { Parent: not IMemberReferenceOperation } reference)
            {
                used.Add(reference.Local);
            }
        }

        foreach (IVariableDeclaratorOperation declarator in declared)
        {
            if (!used.Contains(declarator.Symbol))
            {
                context.ReportDiagnostic(Diagnostic.Create(Rules.DroppedResult, declarator.Syntax.GetLocation(),
                    declarator.Symbol.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat), declarator.Symbol.Name));
            }
        }
    }

    private static bool IsMarked(ISymbol? symbol) =>
        symbol != null && symbol.OriginalDefinition.GetAttributes().Any(a => a.AttributeClass is
        { Name: "MustUseReturnValueAttribute", ContainingNamespace: { Name: "RustKernel", ContainingNamespace.IsGlobalNamespace: true } });

    private static bool IsError(ITypeSymbol? type) =>
        type is INamedTypeSymbol { Name: "ErrorCode", Arity: 0 } or INamedTypeSymbol { Name: "Result", Arity: 1 }
        && type.ContainingNamespace is { Name: "RustKernel", ContainingNamespace.IsGlobalNamespace: true };
}
