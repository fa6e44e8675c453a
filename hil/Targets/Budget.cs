// One line of a board's budgets.

namespace RustKernel.Hil.Targets;

/// <summary>What one metric may be at most.</summary>
/// <param name="Name">The metric's name: bench.frame.allocate.</param>
/// <param name="Unit">Its unit: instructions, bytes.</param>
/// <param name="Most">The greatest value that is not a failure.</param>
/// <param name="Peer">What a comparable system takes; empty when there is none.</param>
public sealed record Budget(string Name, string Unit, int Most, string Peer);
