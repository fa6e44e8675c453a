// Which values have no text in services.

using Microsoft.CodeAnalysis;

namespace RustKernel.Build.Analyzers;

/// <summary>Enums, floating-point numbers and types: what ToString, interpolation and concatenation cannot write.</summary>
internal static class ServiceText
{
    internal const string InsteadOfReal = "scale to an integer, or write the whole and the broken part as integers";
    private const string InsteadOfEnum = "write a switch that returns a string, or cast to a number";

    /// <summary>An enum, or a type parameter that must be one.</summary>
    internal static bool IsEnum(ITypeSymbol? type)
    {
        if (type is ITypeParameterSymbol parameter)
        {
            foreach (ITypeSymbol constraint in parameter.ConstraintTypes)
            {
                if (constraint.SpecialType == SpecialType.System_Enum)
                {
                    return true;
                }
            }
        }

        return type is { TypeKind: TypeKind.Enum } or { SpecialType: SpecialType.System_Enum };
    }

    /// <summary>float or double.</summary>
    internal static bool IsReal(ITypeSymbol? type) => type is { SpecialType: SpecialType.System_Double or SpecialType.System_Single };

    /// <summary>The rule and words for a value of <paramref name="type"/> that becomes text; null where it can.</summary>
    internal static Diagnostic? Judge(ITypeSymbol? type, Location where)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
        {
            type = nullable.TypeArguments[0];
        }

        if (IsEnum(type))
        {
            return Diagnostic.Create(Rules.EnumNames, where, $"'{type!.Name}' as text", InsteadOfEnum);
        }

        if (IsReal(type))
        {
            return Diagnostic.Create(Rules.Real, where, $"'{type!.Name}' as text", InsteadOfReal);
        }

        return type?.ToDisplayString() is "System.Type" or "System.Type?"
            ? Diagnostic.Create(Rules.Reflection, where, "A type as text", "write a switch, or a virtual method that returns the name")
            : null;
    }
}
