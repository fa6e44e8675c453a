// The visible part of one type: its public and protected members with their signatures, and the types that it inherits from.

using System.Collections.Generic;

namespace RustKernel.RuntimeParity.Tests;

internal sealed class TypeSurface(string name)
{
    internal string Name => name;

    /// <summary>Members as <c>Name`arity(parameters):result</c>, fields as <c>Name:type</c> or <c>Name=value</c>.</summary>
    internal HashSet<string> Members { get; } = [];

    /// <summary>Base class and interfaces, without their type arguments.</summary>
    internal List<string> Inherited { get; } = [];
}
