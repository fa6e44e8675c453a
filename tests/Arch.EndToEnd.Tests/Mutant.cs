// A kernel that lacks something the emulator does not miss.

namespace RustKernel.Arch.EndToEnd.Tests;

/// <summary>One mutated kernel.</summary>
/// <param name="Name">What it lacks.</param>
/// <param name="Rule">The rule that must catch it.</param>
/// <param name="Target">The target it runs on.</param>
/// <param name="Arguments">Further words of rk test: suites, CPUs, controller.</param>
/// <param name="Patches">What is changed.</param>
public sealed record Mutant(string Name, string Rule, string Target, string Arguments, params Patch[] Patches)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}
