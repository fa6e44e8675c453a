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
    /// No one waits for a reply: the client's result says only whether the server's queue had room. The operation returns
    /// <see cref="ErrorCode"/> and nothing else; an exception ends the service.
    /// </summary>
    public bool IsOneWay { get; set; }
}
