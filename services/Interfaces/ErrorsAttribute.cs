using System;

namespace RustKernel.Services;

/// <summary>
/// The errors that the operation itself may return. If an implementation returns any other, the client gets
/// <see cref="ErrorCode.InvalidState"/>. Errors of the call itself (ServiceClient lists them) can always happen.
/// </summary>
/// <param name="codes">The errors.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ErrorsAttribute(params ErrorCode[] codes) : Attribute
{
    /// <summary>The errors.</summary>
    public ErrorCode[] Codes { get; } = codes;
}
