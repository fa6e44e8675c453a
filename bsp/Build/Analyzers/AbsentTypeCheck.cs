// Checks whether a name that the compiler does not know is a type of .NET.

using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RustKernel.Build.Analyzers;

/// <summary>Shared by the analyzer of method bodies and the generator that sees signatures.</summary>
internal static class AbsentTypeCheck
{
    /// <summary>The report for an unknown <paramref name="name"/>; null: there is none.</summary>
    internal static Diagnostic? Of(SemanticModel model, SimpleNameSyntax name, CancellationToken token)
    {
        if (name.Parent is MemberAccessExpressionSyntax access && access.Name == name
            && model.GetSymbolInfo(access.Expression, token).Symbol is not INamespaceSymbol)
        {
            return null;
        }

        string text = name.Identifier.ValueText;
        bool isNamed = AbsentNames.Find(text, out DiagnosticDescriptor rule, out string instead);
        string? space = DotnetTypes.FindAbsent(model.Compilation, name);
        if ((!isNamed && space is null) || !IsTypePlace(name) || !IsUnknown(model.GetSymbolInfo(name, token)))
        {
            return null;
        }

        if (!isNamed)
        {
            (rule, instead) = AbsentSpaces.Of(space!);
        }

        string what = name.Arity == 0 ? text : text + "<" + new string(',', name.Arity - 1) + ">";
        return Diagnostic.Create(rule, name.GetLocation(), rule.Id == Rules.Absent.Id ? what : "'" + what + "'", instead);
    }

    /// <summary>The same for a namespace that a using directive names.</summary>
    internal static Diagnostic? Of(SemanticModel model, UsingDirectiveSyntax directive, CancellationToken token)
    {
        TypeSyntax named = directive.NamespaceOrType;
        string text = named.ToString();
        if (!text.StartsWith("System.", System.StringComparison.Ordinal) || model.GetSymbolInfo(named, token).Symbol is not null)
        {
            return null;
        }

        (DiagnosticDescriptor rule, string instead) = AbsentSpaces.Of(text);
        return Diagnostic.Create(rule, named.GetLocation(), rule.Id == Rules.Absent.Id ? text : "'" + text + "'", instead);
    }

    /// <summary>The name of an argument or a label is not a type.</summary>
    internal static bool IsTypePlace(SimpleNameSyntax name) =>
        name.Parent is not (NameColonSyntax or NameEqualsSyntax or LabeledStatementSyntax);

    private static bool IsUnknown(SymbolInfo meaning) =>
        meaning.Symbol is null && (meaning.CandidateSymbols.IsEmpty || meaning.CandidateReason == CandidateReason.WrongArity);
}
