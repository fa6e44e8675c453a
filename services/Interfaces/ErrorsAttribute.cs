// Says which errors an operation has.

using System;

namespace RustKernel.Services;

/// <summary>
/// The errors that the operation itself may answer with. An implementation that returns another one
/// makes the client see <see cref="ErrorCode.InvalidState"/>.
/// Errors of the way there (ServiceClient says which) can always happen.
/// </summary>
/// <param name="codes">The errors.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ErrorsAttribute(params ErrorCode[] codes) : Attribute
{
    /// <summary>The errors.</summary>
    public ErrorCode[] Codes { get; } = codes;
}
