// A machine that holds parts of a lab.

using System.Collections.Generic;

namespace RustKernel.Hil.Targets.Settings;

/// <summary>One entry of <c>hosts</c>.</summary>
/// <param name="Name">What drivers call it.</param>
/// <param name="Destination">USER@HOST, or a name of the user's ssh configuration.</param>
/// <param name="Port">The port; 0 for ssh's own.</param>
/// <param name="Identity">The key's file; empty for ssh's own.</param>
/// <param name="Options">Further options, as after ssh -o; only the system's ssh program takes them.</param>
/// <param name="IsOpenSsh">True when the system's ssh program reaches it, false for the rig's own client.</param>
public sealed record HostDefinition(
    string Name,
    string Destination,
    int Port,
    string Identity,
    IReadOnlyList<string> Options,
    bool IsOpenSsh)
{
    /// <summary>An ssh configuration to read instead of the user's; empty for the user's.</summary>
    public string Configuration { get; init; } = "";
}
