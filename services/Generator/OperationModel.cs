using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace RustKernel.Services.Generator;

/// <summary>A method of a service interface.</summary>
internal sealed class OperationModel
{
    /// <summary>Handles each way.</summary>
    internal const int MaximumHandles = 3;

    private const int MaximumWords = 8;
    private const int WordBytes = MaximumWords * 8;

    internal OperationModel(IMethodSymbol method, uint number, AttributeData attribute)
    {
        Method = method;
        Number = number;
        IsOneWay = IsSet(attribute, "IsOneWay");
        IsTask = method.ReturnType is INamedTypeSymbol { Name: "Task", TypeArguments.Length: 1 };
        ITypeSymbol returned = IsTask ? ((INamedTypeSymbol)method.ReturnType).TypeArguments[0] : method.ReturnType;
        ReturnsError = returned is { Name: "ErrorCode", TypeKind: TypeKind.Enum };
        Result = returned is INamedTypeSymbol { Name: "Result", TypeArguments.Length: 1 } result ? result.TypeArguments[0] : null;
        AttributeData? errors = method.GetAttributes().FirstOrDefault(data => data.AttributeClass?.Name == "ErrorsAttribute");
        Errors = errors is null
            ? null
            : errors.ConstructorArguments[0].Values.Select(value => value.Value?.ToString() ?? "0").Distinct().ToList();
    }

    /// <summary>The method.</summary>
    internal IMethodSymbol Method { get; }

    /// <summary>Its number.</summary>
    internal uint Number { get; }

    /// <summary>No one waits for a reply.</summary>
    internal bool IsOneWay { get; }

    /// <summary>The implementation awaits, and other requests are served in the meantime; so does the client.</summary>
    internal bool IsTask { get; }

    /// <summary>The client can await it: handles, a memory object and the port for the reply fit into one message.</summary>
    internal bool HasAsync => !IsOneWay && HandlesIn < MaximumHandles;

    /// <summary>Returns ErrorCode.</summary>
    internal bool ReturnsError { get; }

    /// <summary>T if it returns Result of T.</summary>
    internal ITypeSymbol? Result { get; }

    /// <summary>Numbers of the errors that it declares; null: any.</summary>
    internal List<string>? Errors { get; }

    /// <summary>The arguments.</summary>
    internal IEnumerable<IParameterSymbol> In => Method.Parameters.Where(parameter => parameter.RefKind == RefKind.None);

    /// <summary>The results beside the return value.</summary>
    internal IEnumerable<IParameterSymbol> Out => Method.Parameters.Where(parameter => parameter.RefKind == RefKind.Out);

    /// <summary>Handles sent.</summary>
    internal int HandlesIn => In.Count(parameter => WireType.IsHandle(parameter.Type));

    /// <summary>Handles that come back.</summary>
    internal int HandlesOut => OutTypes.Count(WireType.IsHandle);

    /// <summary>The results can be longer than the words of a message.</summary>
    internal bool MayReplyLong => OutSizes.Any(size => size < 0) || OutSizes.Sum() > WordBytes;

    /// <summary>Arguments and results are a few numbers each, so each has a word of the message.</summary>
    internal bool IsInWords => Fit(In.Select(parameter => parameter.Type)) && Fit(OutTypes);

    /// <summary>What [AtMost] says of the result.</summary>
    internal int MostOfResult => WireType.Most(Method.GetReturnTypeAttributes());

    private IEnumerable<ITypeSymbol> OutTypes => Out.Select(parameter => parameter.Type).Concat(Result is null ? [] : [Result]);

    private IEnumerable<int> OutSizes => Out.Select(parameter => WireType.Size(parameter.Type, WireType.Most(parameter.GetAttributes())))
        .Concat(Result is null ? [] : [WireType.Size(Result, MostOfResult)]);

    private static bool Fit(IEnumerable<ITypeSymbol> types)
    {
        List<int> words = types.Select(WireType.Words).ToList();
        return !words.Contains(-1) && words.Sum() <= MaximumWords;
    }

    private static bool IsSet(AttributeData attribute, string name) =>
        attribute.NamedArguments.Any(argument => argument.Key == name && argument.Value.Value is true);
}
