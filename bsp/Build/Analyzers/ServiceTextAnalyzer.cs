// RK3010, RK3011 and RK3015 where a value becomes text: ToString, interpolation, concatenation, and
// the methods of String, StringBuilder and Console.

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace RustKernel.Build.Analyzers;

/// <summary>Refuses in services the text of enums, floating-point numbers and types.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ServiceTextAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.Reflection, Rules.EnumNames, Rules.Real];

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

            start.RegisterSyntaxNodeAction(CheckInterpolation, SyntaxKind.Interpolation);
            start.RegisterSyntaxNodeAction(CheckToString, SyntaxKind.SimpleMemberAccessExpression);
            start.RegisterOperationAction(CheckConcatenation, OperationKind.Binary, OperationKind.CompoundAssignment);
            start.RegisterOperationAction(CheckCall, OperationKind.Invocation);
        });
    }

    private static void CheckInterpolation(SyntaxNodeAnalysisContext context)
    {
        ExpressionSyntax value = ((InterpolationSyntax)context.Node).Expression;
        if (!context.SemanticModel.GetConstantValue(value, context.CancellationToken).HasValue || !IsText(context, value))
        {
            Report(context.ReportDiagnostic, context.SemanticModel.GetTypeInfo(value, context.CancellationToken).Type, value.GetLocation());
        }
    }

    private static bool IsText(SyntaxNodeAnalysisContext context, ExpressionSyntax value) =>
        context.SemanticModel.GetTypeInfo(value, context.CancellationToken).Type?.SpecialType == SpecialType.System_String;

    private static void CheckToString(SyntaxNodeAnalysisContext context)
    {
        var access = (MemberAccessExpressionSyntax)context.Node;
        ITypeSymbol? type = context.SemanticModel.GetTypeInfo(access.Expression, context.CancellationToken).Type;
        if (access.Name.Identifier.ValueText == "ToString" && (ServiceText.IsEnum(type) || ServiceText.IsReal(type)))
        {
            Report(context.ReportDiagnostic, type, access.Name.GetLocation());
        }
    }

    private static void CheckConcatenation(OperationAnalysisContext context)
    {
        if (context.Operation.Type?.SpecialType != SpecialType.System_String)
        {
            return;
        }

        (IOperation? left, IOperation right) = context.Operation is IBinaryOperation binary
            ? (binary.LeftOperand, binary.RightOperand)
            : (null, ((ICompoundAssignmentOperation)context.Operation).Value);
        Check(context, left);
        Check(context, right);
    }

    private static void CheckCall(OperationAnalysisContext context)
    {
        IMethodSymbol method = ((IInvocationOperation)context.Operation).TargetMethod;
        bool makesText = method.ContainingType.SpecialType == SpecialType.System_String
            || method.ContainingType.ToDisplayString() is "System.Console" or "System.Text.StringBuilder" or "System.Convert";
        if (!makesText)
        {
            return;
        }

        foreach (ITypeSymbol argument in method.TypeArguments)
        {
            Report(context.ReportDiagnostic, argument, context.Operation.Syntax.GetLocation());
        }

        foreach (IArgumentOperation argument in ((IInvocationOperation)context.Operation).Arguments)
        {
            // Options are no text.
            if (argument.Parameter?.Type.TypeKind == TypeKind.Enum)
            {
                continue;
            }

            foreach (IOperation value in Values(argument.Value))
            {
                Check(context, value);
            }
        }
    }

    // What params collects, each for itself.
    private static ImmutableArray<IOperation> Values(IOperation argument) => argument switch
    {
        IArrayCreationOperation { Initializer: { } elements } => elements.ElementValues,
        ICollectionExpressionOperation collection => collection.Elements,
        _ => [argument],
    };

    private static void Check(OperationAnalysisContext context, IOperation? value)
    {
        // Boxing hides what is boxed; a cast to a number is what should be written.
        while (value is IConversionOperation { OperatorMethod: null, Type: { IsReferenceType: true } } conversion)
        {
            value = conversion.Operand;
        }

        if (value is not null)
        {
            Report(context.ReportDiagnostic, value.Type, value.Syntax.GetLocation());
        }
    }

    private static void Report(System.Action<Diagnostic> report, ITypeSymbol? type, Location where)
    {
        if (ServiceText.Judge(type, where) is { } found)
        {
            report(found);
        }
    }
}
