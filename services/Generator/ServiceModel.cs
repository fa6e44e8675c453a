using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace RustKernel.Services.Generator;

/// <summary>An interface with its operations, and what is wrong with it.</summary>
internal sealed class ServiceModel
{
    /// <summary>The operation's bits of a label.</summary>
    private const int LargestOperation = 0x7FF;

    private static readonly DiagnosticDescriptor s_rule = new(
        "RK3001",
        "Service interface that cannot be sent",
        "{0}: {1}",
        "RustKernel",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    private ServiceModel(INamedTypeSymbol type, uint protocol)
    {
        Interface = type;
        Protocol = protocol;
    }

    /// <summary>The interface.</summary>
    internal INamedTypeSymbol Interface { get; }

    /// <summary>Its number.</summary>
    internal uint Protocol { get; }

    /// <summary>Its name without the I.</summary>
    internal string Name => Interface.Name.Substring(1);

    /// <summary>Its operations.</summary>
    internal List<OperationModel> Operations { get; } = [];

    /// <summary>Why it has no form on the wire.</summary>
    internal List<Diagnostic> Problems { get; } = [];

    /// <summary>Reads an interface.</summary>
    internal static ServiceModel Read(INamedTypeSymbol type, AttributeData service)
    {
        uint protocol = service.ConstructorArguments.Length == 1
            ? Convert.ToUInt32(service.ConstructorArguments[0].Value, CultureInfo.InvariantCulture)
            : 0;
        ServiceModel model = new(type, protocol);
        if (protocol == 0)
        {
            model.Refuse(type, "protocol 0 is none; take a number that no other interface has");
        }

        if (type.IsGenericType || type.ContainingType is not null || type.Name.Length < 2 || type.Name[0] != 'I')
        {
            model.Refuse(type, "a service interface is not generic, not nested, and its name begins with I");
        }

        foreach (ISymbol member in type.GetMembers().Concat(type.AllInterfaces.SelectMany(inherited => inherited.GetMembers())))
        {
            model.Add(member);
        }

        foreach (IGrouping<uint, OperationModel> twice in model.Operations
            .GroupBy(operation => operation.Number)
            .Where(group => group.Count() > 1))
        {
            model.Refuse(twice.Last().Method, $"operation {twice.Key} is there twice");
        }

        return model;
    }

    private void Add(ISymbol member)
    {
        if (member is not IMethodSymbol { MethodKind: MethodKind.Ordinary } method)
        {
            Refuse(member, "only methods can be called from another process");
            return;
        }

        AttributeData? attribute = method.GetAttributes().FirstOrDefault(data => data.AttributeClass?.Name == "OperationAttribute");
        uint number = attribute is { ConstructorArguments.Length: 1 }
            ? Convert.ToUInt32(attribute.ConstructorArguments[0].Value, CultureInfo.InvariantCulture)
            : 0;
        if (number is 0 or > LargestOperation)
        {
            Refuse(method, "needs [Operation(number)], 1 to 2047");
            return;
        }

        OperationModel operation = new(method, number, attribute!);
        if (method.IsGenericMethod)
        {
            Refuse(method, "a generic method has no form on the wire");
        }

        if (!operation.ReturnsError && operation.Result is null)
        {
            Refuse(method, "return ErrorCode, or Result<T> for one result, or a Task of such");
        }

        if (operation.IsOneWay && (operation.Result is not null || operation.Out.Any()))
        {
            Refuse(method, "a one-way operation has no results: return ErrorCode, and nothing else");
        }

        if (operation.IsTask && (operation.Out.Any() || !operation.HasAsync))
        {
            Refuse(method, "an operation that returns a task has neither out parameters nor three handles, and its caller waits");
        }

        foreach (IParameterSymbol parameter in method.Parameters)
        {
            Check(parameter);
        }

        if (operation.Result is { } result && !WireType.IsGood(result, mayBorrow: false))
        {
            Refuse(method, $"{result} has no form on the wire: {WireType.Choices}");
        }

        if (operation.HandlesIn > OperationModel.MaximumHandles || operation.HandlesOut > OperationModel.MaximumHandles)
        {
            Refuse(method, "at most three handles go each way");
        }

        Operations.Add(operation);
    }

    private void Check(IParameterSymbol parameter)
    {
        bool isOut = parameter.RefKind == RefKind.Out;
        if (parameter.RefKind != RefKind.None && !isOut)
        {
            Refuse(parameter, "parameters are values or out");
        }
        else if (!WireType.IsGood(parameter.Type, mayBorrow: !isOut))
        {
            Refuse(parameter, $"{parameter.Type} has no form on the wire: {WireType.Choices}");
        }
    }

    private void Refuse(ISymbol symbol, string why) =>
        Problems.Add(Diagnostic.Create(
            s_rule,
            symbol.Locations.FirstOrDefault(),
            symbol.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat),
            why));
}
