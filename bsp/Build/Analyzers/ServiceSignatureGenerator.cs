// RK3018 and RK3019 in signatures. At a signature that it cannot bind, the compiler stops before it
// runs analyzers, but after it ran generators.

using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RustKernel.Build.Analyzers;

/// <summary>Generates nothing: checks signatures and using directives as <see cref="ServiceNameAnalyzer"/> checks bodies.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class ServiceSignatureGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<bool> isService = context.AnalyzerConfigOptionsProvider
            .Select((options, _) => ProjectRules.Of(options).Service);
        context.RegisterSourceOutput(context.CompilationProvider.Combine(isService), (output, input) =>
        {
            if (input.Right)
            {
                foreach (SyntaxTree tree in input.Left.SyntaxTrees)
                {
                    Check(output, input.Left.GetSemanticModel(tree));
                }
            }
        });
    }

    private static void Check(SourceProductionContext output, SemanticModel model)
    {
        foreach (SyntaxNode node in model.SyntaxTree.GetRoot(output.CancellationToken).DescendantNodes(HasSignatures))
        {
            Diagnostic? found = node switch
            {
                UsingDirectiveSyntax directive => AbsentTypeCheck.Of(model, directive, output.CancellationToken),
                AttributeSyntax attribute => Attributed(model, attribute, output.CancellationToken),
                SimpleNameSyntax name => AbsentTypeCheck.Of(model, name, output.CancellationToken),
                MemberDeclarationSyntax member when member.Modifiers.Any(SyntaxKind.OverrideKeyword) => Overridden(output, model, member),
                _ => null,
            };
            if (found is not null)
            {
                output.ReportDiagnostic(found);
            }
        }
    }

    // The analyzer handles bodies.
    private static bool HasSignatures(SyntaxNode node) =>
        node is not (BlockSyntax or ArrowExpressionClauseSyntax or EqualsValueClauseSyntax or UsingDirectiveSyntax or GlobalStatementSyntax
            or ConstructorInitializerSyntax or PrimaryConstructorBaseTypeSyntax);

    private static Diagnostic? Attributed(SemanticModel model, AttributeSyntax attribute, CancellationToken token)
    {
        SymbolInfo meaning = model.GetSymbolInfo(attribute, token);
        return meaning.Symbol is null && meaning.CandidateReason == CandidateReason.OverloadResolutionFailure
            && meaning.CandidateSymbols[0].ContainingType is { } type && DotnetTypes.IsOfDotnet(type)
            ? Diagnostic.Create(
                Rules.AbsentMember,
                attribute.GetLocation(),
                type.Name + " of these arguments",
                "there is " + string.Join(", ", meaning.CandidateSymbols.Select(form => form.ToDisplayString())))
            : null;
    }

    private static Diagnostic? Overridden(SourceProductionContext output, SemanticModel model, MemberDeclarationSyntax member)
    {
        ISymbol? symbol = model.GetDeclaredSymbol(member, output.CancellationToken);
        bool isFound = symbol switch
        {
            IMethodSymbol method => method.OverriddenMethod is not null,
            IPropertySymbol property => property.OverriddenProperty is not null,
            _ => true,
        };
        for (INamedTypeSymbol? type = symbol?.ContainingType.BaseType; !isFound && type is not null; type = type.BaseType)
        {
            if (DotnetTypes.IsOfDotnet(type) && type.SpecialType is not (SpecialType.System_Object or SpecialType.System_ValueType))
            {
                string what = type.Name + "." + symbol!.Name;
                return Diagnostic.Create(
                    Rules.AbsentMember,
                    symbol.Locations[0],
                    what,
                    "leave the override out: the library never calls it");
            }
        }

        return null;
    }
}
