// Measurements from EL0.

namespace RustKernel.User.SelfTest;

/// <summary>Benchmarks by number; see UserBenchmarks.cs.</summary>
internal static class Bench
{
    internal static void Run(int number) => Checks.That(number >= 0);
}
