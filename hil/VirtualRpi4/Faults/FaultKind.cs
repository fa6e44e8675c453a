// One kind of fault.

namespace RustKernel.Hil.VirtualRpi4.Faults;

/// <summary>A fault's name and what it does.</summary>
/// <param name="Name">As on the command line.</param>
/// <param name="Default">What a missing argument means; empty when there is none.</param>
/// <param name="Help">One line about it.</param>
public sealed record FaultKind(string Name, string Default, string Help);
