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
/// Every <c>unsafe</c> in target code carries a <c>// SAFETY:</c> comment (or <c>// SAFETY (scope):</c>): above or inside a block or a
/// member with a body; above a type or between its members, where it speaks for all of them. A field does nothing by itself and needs none.
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
                start.RegisterSyntaxTreeAction(CheckTree);
        });
    }

    private static void CheckTree(SyntaxTreeAnalysisContext context)
    {
        foreach (SyntaxToken token in context.Tree.GetRoot(context.CancellationToken).DescendantTokens())
        {
            if (!token.IsKind(SyntaxKind.UnsafeKeyword) || token.Parent is not { } owner || owner is UsingDirectiveSyntax or FieldDeclarationSyntax)
                continue;
            if (!CommentsOf(owner).Any(IsReason))
                context.ReportDiagnostic(Diagnostic.Create(Rules.SafetyComment, token.GetLocation()));
        }
    }

    private static IEnumerable<SyntaxTrivia> CommentsOf(SyntaxNode owner) => owner is TypeDeclarationSyntax type
        ? type.GetLeadingTrivia().Concat(type.OpenBraceToken.TrailingTrivia).Concat(type.Members.SelectMany(m => m.GetLeadingTrivia()))
        : owner.GetFirstToken().GetPreviousToken().TrailingTrivia.Concat(owner.DescendantTrivia());

    private static bool IsReason(SyntaxTrivia trivia)
    {
        if (!trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) && !trivia.IsKind(SyntaxKind.MultiLineCommentTrivia))
            return false;
        string text = trivia.ToString();
        return text.IndexOf(Mark, StringComparison.Ordinal) >= 0 || text.IndexOf(MarkWithScope, StringComparison.Ordinal) >= 0;
    }
}
