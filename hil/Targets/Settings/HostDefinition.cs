// A machine that holds parts of a bench.

using System.Collections.Generic;

namespace RustKernel.Hil.Targets;

/// <summary>One entry of <c>hosts</c>, reached through OpenSSH.</summary>
/// <param name="Name">What drivers call it.</param>
/// <param name="Destination">USER@HOST, or a name of the user's ssh configuration.</param>
/// <param name="Port">The port; 0 for ssh's own.</param>
/// <param name="Identity">The key's file; empty for ssh's own.</param>
/// <param name="Options">Further options, as behind ssh -o.</param>
public sealed record HostDefinition(string Name, string Destination, int Port, string Identity, IReadOnlyList<string> Options);
