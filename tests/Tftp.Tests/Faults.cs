namespace RustKernel.Flash.Tftp.Tests;

/// <summary>What the simulated network does to datagrams, as probabilities.</summary>
public sealed record Faults(double Loss = 0, double Duplication = 0, double Reordering = 0);
