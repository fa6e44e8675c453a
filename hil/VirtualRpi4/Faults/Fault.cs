// What can be wrong with a board.

namespace RustKernel.Hil.VirtualRpi4.Faults;

/// <summary>A fault that was asked for.</summary>
/// <param name="Name">Its name, see <see cref="FaultList"/>.</param>
/// <param name="Argument">The text after the "="; empty when there is none.</param>
public sealed record Fault(string Name, string Argument);
