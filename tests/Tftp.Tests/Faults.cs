namespace RustKernel.Flash.Tftp.Tests;

/// <summary>The simulated network's faults, as probabilities.</summary>
public sealed record Faults(double Loss = 0, double Duplication = 0, double Reordering = 0);
