// RK0007: constructs that ilc compiles into run-time machinery that the kernel does not have, and that the linker cannot see.

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace RustKernel.Build.Analyzers;

/// <summary>
/// Refuses generic virtual methods, Enum.ToString, multi-dimensional arrays and interfaces as types of values in kernel code.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LanguageSubsetAnalyzer : DiagnosticAnalyzer
{
    private const string ConstrainInstead = "make the method generic with 'where T : struct, {0}', or use an abstract class";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.Subset];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (!ProjectRules.Of(start.Options).KernelCode)
            {
                return;
            }

            start.RegisterSymbolAction(CheckMethod, SymbolKind.Method);
            start.RegisterSymbolAction(CheckVariable, SymbolKind.Field, SymbolKind.Property, SymbolKind.Parameter);
            start.RegisterOperationAction(CheckLocal, OperationKind.VariableDeclarator, OperationKind.DeclarationPattern);
            start.RegisterOperationAction(CheckCall, OperationKind.Invocation);
            start.RegisterOperationAction(CheckMember, OperationKind.PropertyReference);
            start.RegisterSyntaxNodeAction(CheckRank, SyntaxKind.ArrayRankSpecifier);
        });
    }

    private static void CheckMethod(SymbolAnalysisContext context)
    {
        var method = (IMethodSymbol)context.Symbol;
        if (method is { IsGenericMethod: true, ContainingType.TypeKind: TypeKind.Class }
            and ({ IsVirtual: true } or { IsAbstract: true } or { IsOverride: true }))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.Subset, method.Locations[0], $"Generic virtual method '{method.Name}'",
                "its code is looked up at run time; make it non-virtual, or move the type parameter to the class"));
        }

        if (IsInterface(method.ReturnType))
        {
            Report(context.ReportDiagnostic, method.Locations[0], method.ReturnType);
        }
    }

    private static void CheckVariable(SymbolAnalysisContext context)
    {
        ITypeSymbol type = context.Symbol switch
        {
            IFieldSymbol field => field.Type,
            IPropertySymbol property => property.Type,
            _ => ((IParameterSymbol)context.Symbol).Type,
        };
        if (IsInterface(type) && !context.Symbol.IsImplicitlyDeclared)
        {
            Report(context.ReportDiagnostic, context.Symbol.Locations[0], type);
        }
    }

    private static void CheckLocal(OperationAnalysisContext context)
    {
        ITypeSymbol? type = context.Operation switch
        {
            IVariableDeclaratorOperation declarator => declarator.Symbol.Type,
            IDeclarationPatternOperation pattern => (pattern.DeclaredSymbol as ILocalSymbol)?.Type,
            _ => null,
        };
        if (IsInterface(type))
        {
            Report(context.ReportDiagnostic, context.Operation.Syntax.GetLocation(), type!);
        }
    }

    private static void CheckCall(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        Location location = call.Syntax.GetLocation();
        if (call.TargetMethod.Name == "ToString"
            && (call.Instance?.Type?.TypeKind == TypeKind.Enum || call.TargetMethod.ContainingType.SpecialType == SpecialType.System_Enum))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.Subset, location, "Enum.ToString",
                "the image holds no names of enum members; write a switch that returns a string"));
        }
        else if (IsInterface(call.Instance?.Type))
        {
            Report(context.ReportDiagnostic, location, call.Instance!.Type!);
        }
    }

    private static void CheckMember(OperationAnalysisContext context)
    {
        var reference = (IPropertyReferenceOperation)context.Operation;
        if (IsInterface(reference.Instance?.Type))
        {
            Report(context.ReportDiagnostic, reference.Syntax.GetLocation(), reference.Instance!.Type!);
        }
    }

    private static void CheckRank(SyntaxNodeAnalysisContext context)
    {
        if (((ArrayRankSpecifierSyntax)context.Node).Rank > 1)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.Subset, context.Node.GetLocation(), "Multi-dimensional array",
                "use a flat array and compute the index"));
        }
    }

    private static bool IsInterface(ITypeSymbol? type) => type?.TypeKind == TypeKind.Interface;

    private static void Report(System.Action<Diagnostic> report, Location location, ITypeSymbol type) =>
        report(Diagnostic.Create(Rules.Subset, location, $"Interface '{type.Name}' as the type of a value, which is dispatched at run time",
            string.Format(System.Globalization.CultureInfo.InvariantCulture, ConstrainInstead, type.Name)));
}
