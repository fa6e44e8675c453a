// RK3012, RK3013, RK3014, RK3016 and RK3017: forms of the language that compile for a service and then fail when they run, or do not link.

using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace RustKernel.Build.Analyzers;

/// <summary>
/// Refuses in services generic virtual methods, multi-dimensional arrays, finalizers, expression
/// trees and contravariant conversions.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ServiceSubsetAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [Rules.GenericVirtual, Rules.Rank, Rules.Finalizer, Rules.RuntimeCode, Rules.Contravariance];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (!ProjectRules.Of(start.Options).Service)
            {
                return;
            }

            start.RegisterSymbolAction(CheckMethod, SymbolKind.Method);
            start.RegisterOperationAction(CheckUse, OperationKind.Invocation, OperationKind.MethodReference);
            start.RegisterOperationAction(CheckConversion, OperationKind.Conversion);
            start.RegisterSyntaxNodeAction(CheckRank, SyntaxKind.ArrayRankSpecifier, SyntaxKind.ImplicitArrayCreationExpression);
            start.RegisterSyntaxNodeAction(CheckFinalizer, SyntaxKind.DestructorDeclaration);
        });
    }

    private static void CheckMethod(SymbolAnalysisContext context)
    {
        var method = (IMethodSymbol)context.Symbol;
        if (method is { IsGenericMethod: true, ContainingType.TypeKind: TypeKind.Class }
            and ({ IsVirtual: true } or { IsAbstract: true } or { IsOverride: true }))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.GenericVirtual, method.Locations[0], method.Name,
                "make it non-virtual, or move the type parameter to the class"));
        }
    }

    // Through an interface a generic method is virtual, too; through a type parameter that is a struct the compiler knows it.
    private static void CheckUse(OperationAnalysisContext context)
    {
        (IMethodSymbol method, IOperation? receiver) = context.Operation is IInvocationOperation call
            ? (call.TargetMethod, call.Instance)
            : (((IMethodReferenceOperation)context.Operation).Method, ((IMethodReferenceOperation)context.Operation).Instance);
        if (method is not { IsGenericMethod: true, IsStatic: false, ContainingType.TypeKind: TypeKind.Interface }
            || receiver?.Type is ITypeParameterSymbol { HasValueTypeConstraint: true })
        {
            return;
        }

        context.ReportDiagnostic(Diagnostic.Create(Rules.GenericVirtual, context.Operation.Syntax.GetLocation(), method.Name,
            "call it on a type parameter with 'where T : struct', or move the type parameter to the interface"));
    }

    private static void CheckConversion(OperationAnalysisContext context)
    {
        var conversion = (IConversionOperation)context.Operation;
        if (conversion.Type is not INamedTypeSymbol target)
        {
            return;
        }

        if (target is { Name: "Expression", TypeArguments.Length: 1 }
            && target.ContainingNamespace?.ToDisplayString() == "System.Linq.Expressions")
        {
            context.ReportDiagnostic(
                Diagnostic.Create(
                    Rules.RuntimeCode,
                    conversion.Syntax.GetLocation(),
                    "An expression tree",
                    "take a delegate: Func<> instead of Expression<Func<>>"));
            return;
        }

        if (target is not { TypeKind: TypeKind.Interface, IsGenericType: true }
            || !target.OriginalDefinition.TypeParameters.Any(parameter => parameter.Variance == VarianceKind.In))
        {
            return;
        }

        if (conversion.Operand.Type is not { } source || Is(source, target) || source.AllInterfaces.Any(offered => Is(offered, target)))
        {
            return;
        }

        ITypeSymbol? same = Is(source.OriginalDefinition, target.OriginalDefinition)
            ? source
            : source.AllInterfaces.FirstOrDefault(offered => Is(offered.OriginalDefinition, target.OriginalDefinition));
        if (same is not null)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.Contravariance, conversion.Syntax.GetLocation(), same.ToDisplayString(),
            target.ToDisplayString(),
                "implement the interface for the type wanted, or pass a delegate"));
        }
    }

    private static bool Is(ITypeSymbol type, ITypeSymbol other) => SymbolEqualityComparer.Default.Equals(type, other);

    private static void CheckRank(SyntaxNodeAnalysisContext context)
    {
        bool isFlat = context.Node is ArrayRankSpecifierSyntax rank
            ? rank.Rank == 1
            : ((ImplicitArrayCreationExpressionSyntax)context.Node).Commas.Count == 0;
        if (!isFlat)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.Rank, context.Node.GetLocation()));
        }
    }

    private static void CheckFinalizer(SyntaxNodeAnalysisContext context) =>
        context.ReportDiagnostic(
            Diagnostic.Create(Rules.Finalizer, context.Node.GetLocation(), "A finalizer", "implement IDisposable and use 'using'"));
}
