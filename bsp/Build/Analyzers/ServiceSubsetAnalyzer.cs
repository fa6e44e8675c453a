// RK3012 and RK3016: language forms that compile for a service and then fail at run time, or do not link.

using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace RustKernel.Build.Analyzers;

/// <summary>Refuses generic virtual methods and expression trees in services.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ServiceSubsetAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.GenericVirtual, Rules.RuntimeCode];

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
            start.RegisterSymbolAction(CheckType, SymbolKind.NamedType);
            start.RegisterOperationAction(CheckConversion, OperationKind.Conversion);
        });
    }

    // The build finds a call's method by testing the object's class, whose type arguments it knows from those of the class or interface
    // that declares the method.
    private static void CheckMethod(SymbolAnalysisContext context)
    {
        var method = (IMethodSymbol)context.Symbol;
        if (method is not { IsGenericMethod: true, IsOverride: true })
        {
            return;
        }

        IMethodSymbol root = method;
        while (root.OverriddenMethod is { } overridden)
        {
            root = overridden;
        }

        if (!IsKnownFrom(method.ContainingType, root.ContainingType))
        {
            Report(context.ReportDiagnostic, method.Locations[0], method);
        }
    }

    private static void CheckType(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.TypeKind is not (TypeKind.Class or TypeKind.Struct))
        {
            return;
        }

        foreach (INamedTypeSymbol offered in type.AllInterfaces)
        {
            IMethodSymbol? method = offered.GetMembers()
                .OfType<IMethodSymbol>()
                .FirstOrDefault(member => member is { IsGenericMethod: true, IsStatic: false });
            if (method is not null && !IsKnownFrom(type, offered))
            {
                Report(context.ReportDiagnostic, type.Locations[0], method);
            }
        }
    }

    // Each type parameter of one type, and of the types around it, is an argument of the other.
    private static bool IsKnownFrom(INamedTypeSymbol type, INamedTypeSymbol declaring)
    {
        for (INamedTypeSymbol? at = type; at is not null; at = at.ContainingType)
        {
            foreach (ITypeParameterSymbol parameter in at.TypeParameters)
            {
                bool isKnown = false;
                for (INamedTypeSymbol? from = declaring; from is not null && !isKnown; from = from.ContainingType)
                {
                    isKnown = from.TypeArguments.Contains(parameter, SymbolEqualityComparer.Default);
                }

                if (!isKnown)
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static void Report(System.Action<Diagnostic> report, Location where, IMethodSymbol method) =>
        report(Diagnostic.Create(Rules.GenericVirtual, where, method.Name));

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
        }
    }
}
