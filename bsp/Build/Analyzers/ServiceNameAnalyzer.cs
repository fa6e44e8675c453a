// RK3010 to RK3018, by name: types and members of .NET that services do not have. The compiler says only that it does not know them.

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace RustKernel.Build.Analyzers;

/// <summary>Refuses names in services that they lack: reflection, dynamic, and the types of <see cref="AbsentNames"/>.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ServiceNameAnalyzer : DiagnosticAnalyzer
{
    // The members of services/Runtime/System/Type.cs.
    private static readonly System.Collections.Generic.HashSet<string> s_typeMembers =
    [
        "Equals", "GetHashCode", "ReferenceEquals", "GetType", "ToString", "GetTypeFromHandle",
        "Name", "FullName", "Namespace", "IsArray", "GetArrayRank", "IsValueType",
        "IsInterface", "IsClass", "IsEnum", "IsPrimitive", "IsGenericType", "BaseType", "GetElementType", "IsInstanceOfType",
        "IsAssignableFrom", "IsAssignableTo", "IsSubclassOf",
    ];

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [Rules.Reflection, Rules.RuntimeCode, Rules.Absent];

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

            start.RegisterSyntaxNodeAction(CheckName, SyntaxKind.IdentifierName, SyntaxKind.GenericName);
            start.RegisterSyntaxNodeAction(CheckMember, SyntaxKind.SimpleMemberAccessExpression, SyntaxKind.MemberBindingExpression);
        });
    }

    private static void CheckName(SyntaxNodeAnalysisContext context)
    {
        var name = (SimpleNameSyntax)context.Node;
        string text = name.Identifier.ValueText;
        bool isKnown = AbsentNames.Find(text, out DiagnosticDescriptor rule, out string instead);
        if (!isKnown && text != "dynamic")
        {
            if (AbsentTypeCheck.Of(context.SemanticModel, name, context.CancellationToken) is { } found)
            {
                context.ReportDiagnostic(found);
            }

            return;
        }

        if (name.Parent is MemberAccessExpressionSyntax access && access.Name == name && !IsNamespace(context, access.Expression))
        {
            return;
        }

        SymbolInfo meaning = context.SemanticModel.GetSymbolInfo(name, context.CancellationToken);
        ISymbol? symbol = meaning.Symbol is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor
            ? constructor.ContainingType
            : meaning.Symbol;
        if (text == "dynamic")
        {
            if (symbol is IDynamicTypeSymbol)
            {
                Report(context, Rules.RuntimeCode, name, "'dynamic'", "use the type, an interface, or a pattern match");
            }
        }
        else if (symbol is null
            ? meaning.CandidateSymbols.IsEmpty && AbsentTypeCheck.IsTypePlace(name)
            : symbol is INamedTypeSymbol type && IsOfDotnet(type))
        {
            Report(context, rule, name, rule.Id == Rules.Absent.Id ? text : $"'{text}'", instead);
        }
    }

    private static bool IsNamespace(SyntaxNodeAnalysisContext context, ExpressionSyntax expression) =>
        context.SemanticModel.GetSymbolInfo(expression, context.CancellationToken).Symbol is INamespaceSymbol;

    private static bool IsOfDotnet(INamedTypeSymbol type) =>
        type.ContainingNamespace?.ToDisplayString() is string space
            && (space == "System" || space.StartsWith("System.", System.StringComparison.Ordinal));

    private static void CheckMember(SyntaxNodeAnalysisContext context)
    {
        (ExpressionSyntax? of, SimpleNameSyntax name) = context.Node switch
        {
            MemberAccessExpressionSyntax access => (access.Expression, access.Name),
            _ => (Receiver(context.Node), ((MemberBindingExpressionSyntax)context.Node).Name),
        };
        if (name is not GenericNameSyntax && IsActivator(context, of))
        {
            Report(
                context,
                Rules.Reflection,
                name,
                $"'Activator.{name.Identifier.ValueText}'",
                "pass a delegate that makes it, or write Activator.CreateInstance<T>() or new T() where the type is known");
            return;
        }

        ITypeSymbol? type = of is null ? null : context.SemanticModel.GetTypeInfo(of, context.CancellationToken).Type;
        if (type is null)
        {
            return;
        }

        string member = name.Identifier.ValueText;
        if (IsReflection(type))
        {
            if (!s_typeMembers.Contains(member) || (member == "GetType" && IsOfTheTypeItself(context, name)))
            {
                Report(
                    context,
                    Rules.Reflection,
                    name,
                    $"'Type.{member}'",
                    "a type has a name and can be compared, no more; a switch or a virtual method says the rest");
            }
        }
    }

    private static bool IsActivator(SyntaxNodeAnalysisContext context, ExpressionSyntax? of) =>
        of is not null
        && context.SemanticModel.GetSymbolInfo(of, context.CancellationToken).Symbol is INamedTypeSymbol { Name: "Activator" } type
        && IsOfDotnet(type);

    // Type.GetType(text) looks a type up by its name; value.GetType() does not.
    private static bool IsOfTheTypeItself(SyntaxNodeAnalysisContext context, SimpleNameSyntax name) =>
        name.Parent is MemberAccessExpressionSyntax access
        && context.SemanticModel.GetSymbolInfo(access.Expression, context.CancellationToken).Symbol is ITypeSymbol;

    private static ExpressionSyntax? Receiver(SyntaxNode binding) =>
        binding.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>()?.Expression;

    private static bool IsReflection(ITypeSymbol type) =>
        type.ToDisplayString() == "System.Type" || type.BaseType?.ToDisplayString() == "System.Type";

    private static void Report(
        SyntaxNodeAnalysisContext context,
        DiagnosticDescriptor rule,
        SyntaxNode where,
        string what,
        string instead) =>
        context.ReportDiagnostic(Diagnostic.Create(rule, where.GetLocation(), what, instead));
}
