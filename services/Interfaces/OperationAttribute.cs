// Numbers an operation of a service interface.

using System;

namespace RustKernel.Services;

/// <summary>The method is an operation. It returns <see cref="ErrorCode"/> or <see cref="Result{T}"/>.</summary>
/// <param name="number">1 to 2047, unique in the interface, never reused.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OperationAttribute(ushort number) : Attribute
{
    /// <summary>The number in each request.</summary>
    public ushort Number { get; } = number;

    /// <summary>
    /// No one waits for it: it is sent, and the client's result says whether there was room for it. It returns
    /// <see cref="ErrorCode"/> and nothing else; what it throws ends the service.
    /// </summary>
    public bool IsOneWay { get; set; }
}
