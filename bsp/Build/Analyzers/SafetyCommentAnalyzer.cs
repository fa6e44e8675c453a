// RK0003: unsafe code says why it is sound.

using System;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace RustKernel.Build.Analyzers;

/// <summary>
/// Unsafe code in target projects needs a <c>// SAFETY:</c> comment (or <c>// SAFETY (scope):</c>), above or inside: for every
/// unsafe block and every unsafe member with a body. In a type that is unsafe as a whole, every member that dereferences a pointer
/// or takes an address needs one, unless one comment above the type or above its first member covers all of them.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SafetyCommentAnalyzer : DiagnosticAnalyzer
{
    private const string Mark = "SAFETY:";
    private const string MarkWithScope = "SAFETY (";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.SafetyComment];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (ProjectRules.Of(start.Options).Freestanding)
            {
                start.RegisterSyntaxTreeAction(CheckTree);
            }
        });
    }

    private static void CheckTree(SyntaxTreeAnalysisContext context)
    {
        foreach (SyntaxToken token in context.Tree.GetRoot(context.CancellationToken).DescendantTokens())
        {
            if (!token.IsKind(SyntaxKind.UnsafeKeyword)
                || token.Parent is not { } owner
                || owner is UsingDirectiveSyntax or FieldDeclarationSyntax)
            {
                continue;
            }

            if (owner is TypeDeclarationSyntax type)
            {
                CheckType(context, type);
            }
            else if (!HasReason(owner))
            {
                context.ReportDiagnostic(Diagnostic.Create(Rules.SafetyComment, token.GetLocation()));
            }
        }
    }

    private static void CheckType(SyntaxTreeAnalysisContext context, TypeDeclarationSyntax type)
    {
        SyntaxTriviaList first = type.Members.Count == 0 ? default : type.Members[0].GetLeadingTrivia();
        if (type.GetLeadingTrivia().Concat(type.OpenBraceToken.TrailingTrivia).Concat(first).Any(IsReason))
        {
            return;
        }

        foreach (MemberDeclarationSyntax member in type.Members)
        {
            if (member is not BaseTypeDeclarationSyntax
                && member.DescendantNodes().FirstOrDefault(UsesPointer) is { } use
                && !HasReason(member))
            {
                context.ReportDiagnostic(Diagnostic.Create(Rules.SafetyComment, use.GetLocation()));
            }
        }
    }

    private static bool UsesPointer(SyntaxNode node) => node.IsKind(SyntaxKind.PointerIndirectionExpression)
        || node.IsKind(SyntaxKind.PointerMemberAccessExpression) || node.IsKind(SyntaxKind.AddressOfExpression) || node.IsKind(
            SyntaxKind.FixedStatement);

    // Syntactically, `{ // SAFETY: …` belongs to the brace, but it stands directly above the next line.
    private static bool HasReason(SyntaxNode owner)
    {
        SyntaxToken before = owner.GetFirstToken().GetPreviousToken();
        return owner.DescendantTrivia().Any(IsReason) || (before.IsKind(SyntaxKind.OpenBraceToken) && before.TrailingTrivia.Any(IsReason));
    }

    private static bool IsReason(SyntaxTrivia trivia)
    {
        if (!trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) && !trivia.IsKind(SyntaxKind.MultiLineCommentTrivia))
        {
            return false;
        }

        string text = trivia.ToString();
        return text.IndexOf(Mark, StringComparison.Ordinal) >= 0 || text.IndexOf(MarkWithScope, StringComparison.Ordinal) >= 0;
    }
}
