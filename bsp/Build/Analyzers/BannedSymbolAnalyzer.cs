// RK0002: the ways to raw memory and to assembly that need no unsafe keyword. The list is ../BannedSymbols.txt.

using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace RustKernel.Build.Analyzers;

/// <summary>Refuses the types of BannedSymbols.txt and <c>extern</c> methods in target projects without <c>RkAllowUnsafe</c>.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BannedSymbolAnalyzer : DiagnosticAnalyzer
{
    private const string ListName = "BannedSymbols.txt";
    private const string AttributeSuffix = "Attribute";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.BannedSymbol];

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

            Dictionary<string, List<(string FullName, string Instead)>> banned = ReadList(start.Options);
            start.RegisterSyntaxNodeAction(node => CheckName(node, banned), SyntaxKind.IdentifierName, SyntaxKind.GenericName);
            start.RegisterSyntaxNodeAction(CheckExtern, SyntaxKind.MethodDeclaration, SyntaxKind.LocalFunctionStatement);
        });
    }

    // Lines "Full.Type.Name; what to do instead", or a name without a point for a type in any namespace; "#" begins a comment.
    // The key is the simple name as in the source.
    private static Dictionary<string, List<(string, string)>> ReadList(AnalyzerOptions options)
    {
        var banned = new Dictionary<string, List<(string, string)>>(StringComparer.Ordinal);
        foreach (AdditionalText file in options.AdditionalFiles)
        {
            if (Path.GetFileName(file.Path) != ListName || file.GetText() is not { } text)
            {
                continue;
            }

            foreach (TextLine line in text.Lines)
            {
                string[] parts = line.ToString().Split([';'], 2);
                string fullName = parts[0].Trim();
                if (fullName.Length == 0 || fullName[0] == '#')
                {
                    continue;
                }

                string simpleName = fullName.Substring(fullName.LastIndexOf('.') + 1);
                string instead = parts.Length == 2 ? parts[1].Trim() : "";
                Add(banned, simpleName, fullName, instead);
                if (simpleName.EndsWith(AttributeSuffix, StringComparison.Ordinal))
                {
                    Add(banned, simpleName.Substring(0, simpleName.Length - AttributeSuffix.Length), fullName, instead);
                }
            }
        }

        return banned;
    }

    private static void Add(Dictionary<string, List<(string, string)>> banned, string key, string fullName, string instead)
    {
        if (!banned.TryGetValue(key, out List<(string, string)>? entries))
        {
            banned[key] = entries = [];
        }

        entries.Add((fullName, instead));
    }

    private static void CheckName(SyntaxNodeAnalysisContext context, Dictionary<string, List<(string FullName, string Instead)>> banned)
    {
        var name = (SimpleNameSyntax)context.Node;
        if (!banned.TryGetValue(name.Identifier.ValueText, out var entries))
        {
            return;
        }

        ISymbol? symbol = context.SemanticModel.GetSymbolInfo(name, context.CancellationToken).Symbol;
        INamedTypeSymbol? type = symbol as INamedTypeSymbol ?? (symbol as IMethodSymbol)?.ContainingType;
        if (type is null)
        {
            return;
        }

        foreach ((string fullName, string instead) in entries)
        {
            if (type.ToDisplayString() == fullName || (!fullName.Contains(".") && type.Name == fullName))
            {
                context.ReportDiagnostic(Diagnostic.Create(Rules.BannedSymbol, name.GetLocation(), $"'{type.Name}'", instead));
            }
        }
    }

    private static void CheckExtern(SyntaxNodeAnalysisContext context)
    {
        SyntaxTokenList modifiers = context.Node is MethodDeclarationSyntax method
            ? method.Modifiers
            : ((LocalFunctionStatementSyntax)context.Node).Modifiers;
        foreach (SyntaxToken modifier in modifiers)
        {
            if (modifier.IsKind(SyntaxKind.ExternKeyword))
            {
                context.ReportDiagnostic(Diagnostic.Create(Rules.BannedSymbol, modifier.GetLocation(), "An 'extern' method",
                    "assembly is reached through the classes of bsp/Arm64"));
            }
        }
    }
}
