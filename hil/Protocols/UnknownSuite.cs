// The kernel's answer to a suite it does not have.

namespace RustKernel.Hil.Protocols;

/// <summary>"# unknown suite: NAME (known: …)".</summary>
/// <param name="Name">The name the kernel did not know.</param>
/// <param name="Known">The names it knows, as it wrote them; empty if it did not say.</param>
public sealed record UnknownSuite(string Name, string Known);
