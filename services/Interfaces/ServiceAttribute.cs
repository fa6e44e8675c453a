using System;

namespace RustKernel.Services;

/// <summary>
/// The interface can be called from another process. For <c>IName</c> the generator makes <c>NameClient</c> and <c>NameDispatcher</c>.
/// </summary>
/// <param name="protocol">Distinguishes interfaces at one port: 1 to 65535, unique in the system, never reused.</param>
[AttributeUsage(AttributeTargets.Interface)]
public sealed class ServiceAttribute(ushort protocol) : Attribute
{
    /// <summary>The number in each request.</summary>
    public ushort Protocol { get; } = protocol;
}
