// What a benchmark is: one operation of the kernel that can be done again and again.

namespace RustKernel.Suites.Benchmarks;

/// <summary>
/// One operation, measured once in each round. Only <see cref="Measured"/> is counted; what it needs and what it leaves is dealt with
/// around it. Used as a generic constraint only, so that the operation is compiled into the measurement.
/// </summary>
internal interface IBenchmark
{
    /// <summary>Before the first round. An error ends the benchmark.</summary>
    ErrorCode Begin();

    /// <summary>Before round <paramref name="round"/>.</summary>
    void Prepare(int round);

    /// <summary>The operation, as the kernel would call it, interrupts masked. Compiled inline.</summary>
    void Measured();

    /// <summary>Behind round <paramref name="round"/>: says whether the operation worked, and keeps what must be given back.</summary>
    ErrorCode Keep(int round);

    /// <summary>After <paramref name="rounds"/> rounds: puts everything back.</summary>
    ErrorCode End(int rounds);
}
