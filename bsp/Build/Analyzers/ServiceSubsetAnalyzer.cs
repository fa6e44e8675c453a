// RK3012, RK3016 and RK3017: forms of the language that compile for a service and then fail when they run, or do not link.

using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace RustKernel.Build.Analyzers;

/// <summary>
/// Refuses in services generic virtual methods, expression trees and contravariant conversions.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ServiceSubsetAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [Rules.GenericVirtual, Rules.RuntimeCode, Rules.Contravariance];

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
        });
    }

    // The build finds a call's method by testing the object's class, which says nothing of the class's own type arguments.
    private static void CheckMethod(SymbolAnalysisContext context)
    {
        var method = (IMethodSymbol)context.Symbol;
        if (method is { IsGenericMethod: true, IsStatic: false }
            and ({ IsVirtual: true } or { IsAbstract: true } or { IsOverride: true } or { ExplicitInterfaceImplementations.IsEmpty: false })
            && IsGeneric(method.ContainingType))
        {
            Report(context.ReportDiagnostic, method.Locations[0], method, "in a generic type", "move its type parameter to the type");
        }
        else if (method is { IsGenericMethod: true, IsOverride: true, OverriddenMethod: { } overridden }
            && !SymbolEqualityComparer.Default.Equals(overridden.ContainingAssembly, method.ContainingAssembly))
        {
            Report(context.ReportDiagnostic, method.Locations[0], method, "of another assembly's", "move the base class into the program");
        }
    }

    private static void CheckUse(OperationAnalysisContext context)
    {
        (IMethodSymbol method, IOperation? receiver, bool isDelegate) = context.Operation is IInvocationOperation call
            ? (call.TargetMethod, call.Instance, false)
            : (((IMethodReferenceOperation)context.Operation).Method, ((IMethodReferenceOperation)context.Operation).Instance, true);
        if (!method.IsGenericMethod
            || method.IsStatic
            || !(method.IsVirtual || method.IsAbstract || method.IsOverride)
            || receiver?.Type is ITypeParameterSymbol { HasValueTypeConstraint: true })
        {
            return;
        }

        Location where = context.Operation.Syntax.GetLocation();
        if (isDelegate)
        {
            Report(context.ReportDiagnostic, where, method, "as a delegate", "write a lambda that calls it");
        }
        else if (!SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, context.Compilation.Assembly))
        {
            Report(context.ReportDiagnostic, where, method, "of another assembly", "move its type into the program");
        }
    }

    private static bool IsGeneric(INamedTypeSymbol? type) => type is not null && (type.IsGenericType || IsGeneric(type.ContainingType));

    private static void Report(
        System.Action<Diagnostic> report,
        Location where,
        IMethodSymbol method,
        string what,
        string instead) =>
        report(Diagnostic.Create(Rules.GenericVirtual, where, method.Name, what, instead));

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
}
