// RK0003: unsafe code says why it is sound.

using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace RustKernel.Build.Analyzers;

/// <summary>
/// Every <c>unsafe</c> in target code carries a <c>// SAFETY:</c> comment: above or inside a block or member; above a type, whose one
/// comment then speaks for all its members.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SafetyCommentAnalyzer : DiagnosticAnalyzer
{
    private const string Mark = "SAFETY:";

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
                start.RegisterSyntaxTreeAction(CheckTree);
        });
    }

    private static void CheckTree(SyntaxTreeAnalysisContext context)
    {
        foreach (SyntaxToken token in context.Tree.GetRoot(context.CancellationToken).DescendantTokens())
        {
            if (!token.IsKind(SyntaxKind.UnsafeKeyword) || token.Parent is not { } owner || owner is UsingDirectiveSyntax)
                continue;
            if (!CommentsOf(owner).Any(c => c.ToString().IndexOf(Mark, StringComparison.Ordinal) >= 0))
                context.ReportDiagnostic(Diagnostic.Create(Rules.SafetyComment, token.GetLocation()));
        }
    }

    private static IEnumerable<SyntaxTrivia> CommentsOf(SyntaxNode owner)
    {
        IEnumerable<SyntaxTrivia> trivia = owner is TypeDeclarationSyntax type
            ? type.GetLeadingTrivia().Concat(type.OpenBraceToken.TrailingTrivia)
            : owner.GetFirstToken().GetPreviousToken().TrailingTrivia.Concat(owner.DescendantTrivia());
        return trivia.Where(t => t.IsKind(SyntaxKind.SingleLineCommentTrivia) || t.IsKind(SyntaxKind.MultiLineCommentTrivia));
    }
}
