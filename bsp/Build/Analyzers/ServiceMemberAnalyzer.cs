// RK3019: members and overloads of .NET's types that services lack. The compiler says only that it does not know them.

using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace RustKernel.Build.Analyzers;

/// <summary>Checks names that do not bind, and reports the alternative.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ServiceMemberAnalyzer : DiagnosticAnalyzer
{
    private const int MostForms = 6;

    private static readonly SymbolDisplayFormat s_form = SymbolDisplayFormat.CSharpShortErrorMessageFormat;

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.AbsentMember];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (!ProjectRules.Of(start.Options).Service)
            {
                return;
            }

            start.RegisterSyntaxNodeAction(CheckMember, SyntaxKind.SimpleMemberAccessExpression, SyntaxKind.MemberBindingExpression);
            start.RegisterSyntaxNodeAction(
                CheckForm,
                SyntaxKind.InvocationExpression,
                SyntaxKind.ObjectCreationExpression,
                SyntaxKind.ImplicitObjectCreationExpression,
                SyntaxKind.ElementAccessExpression,
                SyntaxKind.BaseConstructorInitializer,
                SyntaxKind.PrimaryConstructorBaseType);
            start.RegisterSyntaxNodeAction(CheckSetter, SyntaxKind.SimpleAssignmentExpression);
        });
    }

    private static void CheckMember(SyntaxNodeAnalysisContext context)
    {
        (ExpressionSyntax? of, SimpleNameSyntax name) = context.Node switch
        {
            MemberAccessExpressionSyntax access => (access.Expression, access.Name),
            _ => (Receiver(context.Node), ((MemberBindingExpressionSyntax)context.Node).Name),
        };
        SymbolInfo meaning = context.SemanticModel.GetSymbolInfo(name, context.CancellationToken);
        if (of is null || meaning.Symbol is not null || !meaning.CandidateSymbols.IsEmpty)
        {
            return;
        }

        ITypeSymbol? type = context.SemanticModel.GetSymbolInfo(of, context.CancellationToken).Symbol as INamedTypeSymbol
            ?? context.SemanticModel.GetTypeInfo(of, context.CancellationToken).Type;
        string member = name.Identifier.ValueText;
        if (Owner(type) is { } owner && owner != "Type")
        {
            Report(context, name.GetLocation(), owner + "." + member, AbsentMembers.Find(owner, member));
        }
    }

    private static void CheckForm(SyntaxNodeAnalysisContext context)
    {
        SymbolInfo meaning = context.SemanticModel.GetSymbolInfo(context.Node, context.CancellationToken);
        if (meaning.Symbol is not null
            || meaning.CandidateReason is not (CandidateReason.OverloadResolutionFailure or CandidateReason.WrongArity)
            || !meaning.CandidateSymbols.All(IsOfDotnet)
            || Arguments(context.Node) is not { } arguments
            || arguments.Any(argument => IsWrongItself(context.SemanticModel, argument.Expression, context.CancellationToken)))
        {
            return;
        }

        ISymbol any = meaning.CandidateSymbols[0];
        string[] forms = [.. meaning.CandidateSymbols.Select(symbol => symbol.ToDisplayString(s_form)).Distinct()];
        string more = forms.Length > MostForms ? ", …" : "";
        string what = any.ContainingType.Name + "." + (any.Name == ".ctor" ? "new" : any.Name);
        Report(
            context,
            Where(context.Node).GetLocation(),
            $"{what} of these arguments",
            "there is " + string.Join(", ", forms.Take(MostForms)) + more);
    }

    private static void CheckSetter(SyntaxNodeAnalysisContext context)
    {
        ExpressionSyntax left = ((AssignmentExpressionSyntax)context.Node).Left;
        SymbolInfo meaning = context.SemanticModel.GetSymbolInfo(left, context.CancellationToken);
        ISymbol? symbol = meaning.Symbol ?? meaning.CandidateSymbols.FirstOrDefault();
        if (symbol is IPropertySymbol { SetMethod: null, RefKind: RefKind.None } property && IsOfDotnet(property))
        {
            Report(
                context,
                left.GetLocation(),
                $"{property.ContainingType.Name}.{property.Name} to be set",
                "it can only be read; docs/RUNTIME.md says what there is");
        }
    }

    // Text and lists have few unusual names: the class's name is enough.
    private static string? Owner(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol => "Array",
        INamedTypeSymbol { TypeKind: TypeKind.Delegate } named when DotnetTypes.IsOfDotnet(named) => "Delegate",
        INamedTypeSymbol named when DotnetTypes.IsOfDotnet(named) => named.Name,
        _ => null,
    };

    private static bool IsOfDotnet(ISymbol symbol) => symbol.ContainingType is { } type && DotnetTypes.IsOfDotnet(type);

    private static System.Collections.Generic.IEnumerable<ArgumentSyntax>? Arguments(SyntaxNode node) => node switch
    {
        InvocationExpressionSyntax invocation => invocation.ArgumentList.Arguments,
        BaseObjectCreationExpressionSyntax creation => creation.ArgumentList?.Arguments ?? [],
        ElementAccessExpressionSyntax access => access.ArgumentList.Arguments,
        ConstructorInitializerSyntax initializer => initializer.ArgumentList.Arguments,
        PrimaryConstructorBaseTypeSyntax based => based.ArgumentList.Arguments,
        _ => null,
    };

    private static SyntaxNode Where(SyntaxNode node) => node switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => access.Name,
        InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax binding } => binding.Name,
        _ => node,
    };

    // Then the argument has its own report.
    private static bool IsWrongItself(SemanticModel model, ExpressionSyntax argument, CancellationToken token) =>
        argument is AnonymousFunctionExpressionSyntax function
            ? model.GetDiagnostics(function.Body.Span, token).Any(found => found.Severity == DiagnosticSeverity.Error)
            : model.GetTypeInfo(argument, token).Type is IErrorTypeSymbol;

    private static ExpressionSyntax? Receiver(SyntaxNode binding) =>
        binding.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>()?.Expression;

    private static void Report(SyntaxNodeAnalysisContext context, Location where, string what, string instead) =>
        context.ReportDiagnostic(Diagnostic.Create(Rules.AbsentMember, where, what, instead));
}
