// RK0006: allocations that are visible in the source, reported where they are written. The linker
// finds the hidden ones (RhpNew* stays undefined).

using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace RustKernel.Build.Analyzers;

/// <summary>
/// Refuses allocation in kernel code. Initialisers of statics may create objects: ilc runs them at build time, and
/// ImageCheck refuses what it cannot run (RK2002).
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AllocationAnalyzer : DiagnosticAnalyzer
{
    private const string UseSingleton = "use a struct, a typed pool, or a singleton made in a static readonly initialiser";
    private const string UseSpan =
        "use a span over the caller's buffer, an inline array, or an array made in a static readonly initialiser";
    private const string WriteParts = "write its parts to the log one by one";
    private const string KeepGeneric = "keep the value type, through a type parameter constrained to the interface if need be";
    private const string UseClass = "use an abstract class with preinitialised singletons, or a type parameter";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.Allocation];

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

            start.RegisterOperationAction(Check, OperationKind.ObjectCreation, OperationKind.TypeParameterObjectCreation,
                OperationKind.AnonymousObjectCreation, OperationKind.ArrayCreation, OperationKind.CollectionExpression,
                OperationKind.Binary,
                OperationKind.CompoundAssignment, OperationKind.InterpolatedString, OperationKind.Conversion,
                OperationKind.DelegateCreation,
                OperationKind.Invocation, OperationKind.YieldReturn, OperationKind.Await);
            start.RegisterSymbolAction(CheckAsync, SymbolKind.Method);
        });
    }

    private static void CheckAsync(SymbolAnalysisContext context)
    {
        var method = (IMethodSymbol)context.Symbol;
        if (method.IsAsync)
        {
            Report(context.ReportDiagnostic, method.Locations[0], "An async method", "make it a state machine of its own or bounded steps");
        }
    }

    private static void Check(OperationAnalysisContext context)
    {
        if (context.Operation.ConstantValue.HasValue || IsPreinitialised(context.ContainingSymbol) || IsInAttribute(context.Operation))
        {
            return;
        }

        if (Describe(context.Operation) is var (what, instead))
        {
            Report(context.ReportDiagnostic, context.Operation.Syntax.GetLocation(), what, instead);
        }
    }

    private static (string What, string Instead)? Describe(IOperation operation) => operation switch
    {
        IObjectCreationOperation { Type.IsReferenceType: true, Parent: not IThrowOperation } creation
            when !IsBehindThrow(creation) => ($"'new {creation.Type!.Name}'", UseSingleton),
        ITypeParameterObjectCreationOperation creation => ($"'new {creation.Type?.Name}()'", "take the value as a parameter"),
        IAnonymousObjectCreationOperation => ("An anonymous object", "use a named struct or a tuple"),
        IArrayCreationOperation array when !IsConstantSpan(array) => ("An array creation", UseSpan),
        ICollectionExpressionOperation { Type: IArrayTypeSymbol or { TypeKind: TypeKind.Class or TypeKind.Interface } } =>
            ("A collection expression", UseSpan),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Add, Type.SpecialType: SpecialType.System_String } =>
            ("String concatenation", WriteParts),
        ICompoundAssignmentOperation { Type.SpecialType: SpecialType.System_String } => ("String concatenation", WriteParts),
        IInterpolatedStringOperation => ("String interpolation", WriteParts),
        IConversionOperation conversion when conversion.GetConversion().IsBoxing =>
            ($"Boxing '{conversion.Operand.Type?.Name}' to '{conversion.Type?.Name}'", KeepGeneric),
        IDelegateCreationOperation => ("A delegate", UseClass),
        IInvocationOperation call when BoxesReceiver(call) =>
            ($"Boxing for '{call.TargetMethod.Name}'", "override the method in the struct, or compare its fields"),
        IReturnOperation { Kind: OperationKind.YieldReturn } => ("An iterator", "write the loop at the caller, or a struct with MoveNext"),
        IAwaitOperation => ("'await'", "make it a state machine of its own or bounded steps"),
        _ => null,
    };

    // Initialisers of static fields and properties, and static constructors, which ilc runs.
    private static bool IsPreinitialised(ISymbol symbol) => symbol is IFieldSymbol { IsStatic: true } or IPropertySymbol { IsStatic: true }
        or IMethodSymbol { MethodKind: MethodKind.StaticConstructor };

    private static bool IsInAttribute(IOperation operation)
    {
        for (IOperation? at = operation; at is not null; at = at.Parent)
        {
            if (at is IAttributeOperation)
            {
                return true;
            }
        }

        return false;
    }

    // RK0004 reports `throw new …`; a second message about the exception object would not help.
    private static bool IsBehindThrow(IOperation operation) => operation.Parent is IConversionOperation { Parent: IThrowOperation };

    // `ReadOnlySpan<byte> table = new byte[] { 1, 2 }` is data in the image, not an array.
    private static bool IsConstantSpan(IArrayCreationOperation array) =>
        array is { Parent: IConversionOperation { Type.Name: "ReadOnlySpan" }, Initializer: { } initializer }
        && initializer.ElementValues.All(v => v.ConstantValue.HasValue);

    private static bool BoxesReceiver(IInvocationOperation call) =>
        call.Instance?.Type is { IsValueType: true } and not ITypeParameterSymbol
        && call.TargetMethod.ContainingType.SpecialType is SpecialType.System_Object
            or SpecialType.System_ValueType
            or SpecialType.System_Enum
        && !(call.Instance.Type.TypeKind == TypeKind.Enum && call.TargetMethod.Name == "ToString");

    private static void Report(System.Action<Diagnostic> report, Location location, string what, string instead) =>
        report(Diagnostic.Create(Rules.Allocation, location, what, instead));
}
