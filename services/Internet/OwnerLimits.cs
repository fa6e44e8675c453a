namespace RustKernel.Services.Internet;

/// <summary>The quota of a client of the stack: what it may have at a time.</summary>
/// <param name="Sockets">Sockets and connections, accepted or not.</param>
public readonly record struct OwnerLimits(int Sockets);
