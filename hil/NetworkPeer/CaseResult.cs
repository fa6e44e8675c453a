// How a case ended.

namespace RustKernel.Hil.NetworkPeer;

/// <summary>The result of one case.</summary>
/// <param name="Group">Its group.</param>
/// <param name="Name">Its name.</param>
/// <param name="Reason">Why it failed; empty: it did not.</param>
public sealed record CaseResult(string Group, string Name, string Reason);
