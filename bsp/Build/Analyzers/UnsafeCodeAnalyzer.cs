// RK0001: only CoreLib and Arm64 access raw memory.

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace RustKernel.Build.Analyzers;

/// <summary>Refuses <c>unsafe</c>, pointers, <c>fixed</c> and address-of in target projects without <c>RkAllowUnsafe</c>.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnsafeCodeAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.UnsafeCode];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            ProjectRules rules = ProjectRules.Of(start.Options);
            if (!rules.Freestanding || rules.AllowUnsafe)
            {
                return;
            }

            start.RegisterSyntaxTreeAction(CheckKeywords);
            start.RegisterSyntaxNodeAction(CheckNode, SyntaxKind.PointerType, SyntaxKind.FunctionPointerType,
                SyntaxKind.AddressOfExpression, SyntaxKind.PointerIndirectionExpression, SyntaxKind.PointerMemberAccessExpression);
            start.RegisterSyntaxNodeAction(CheckStackAlloc, SyntaxKind.StackAllocArrayCreationExpression,
                SyntaxKind.ImplicitStackAllocArrayCreationExpression);
        });
    }

    // The keywords are modifiers on half a dozen kinds of node; a search through tokens finds them all.
    private static void CheckKeywords(SyntaxTreeAnalysisContext context)
    {
        foreach (SyntaxToken token in context.Tree.GetRoot(context.CancellationToken).DescendantTokens())
        {
            if (token.IsKind(SyntaxKind.UnsafeKeyword) || token.IsKind(SyntaxKind.FixedKeyword))
            {
                context.ReportDiagnostic(Diagnostic.Create(Rules.UnsafeCode, token.GetLocation(), $"'{token.Text}'"));
            }
        }
    }

    private static void CheckNode(SyntaxNodeAnalysisContext context)
    {
        string what = context.Node.Kind() switch
        {
            SyntaxKind.PointerType => "A pointer type",
            SyntaxKind.FunctionPointerType => "A function pointer",
            SyntaxKind.AddressOfExpression => "Taking an address",
            _ => "Following a pointer",
        };
        context.ReportDiagnostic(Diagnostic.Create(Rules.UnsafeCode, context.Node.GetLocation(), what));
    }

    // `Span<byte> s = stackalloc …` is safe; `var p = stackalloc …` is a pointer.
    private static void CheckStackAlloc(SyntaxNodeAnalysisContext context)
    {
        TypeInfo type = context.SemanticModel.GetTypeInfo((ExpressionSyntax)context.Node, context.CancellationToken);
        if ((type.ConvertedType ?? type.Type) is IPointerTypeSymbol)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.UnsafeCode, context.Node.GetLocation(), "'stackalloc' to a pointer"));
        }
    }
}
