// The quota of a client of the stack.

namespace RustKernel.Services.Internet;

/// <summary>What one client may have at a time.</summary>
/// <param name="Sockets">Sockets and connections, accepted or not.</param>
public readonly record struct OwnerLimits(int Sockets);
