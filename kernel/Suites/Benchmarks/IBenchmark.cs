namespace RustKernel.Suites.Benchmarks;

/// <summary>
/// One operation of the kernel that can be repeated, measured once in each round. Only <see cref="Measured"/> is counted; its
/// preparation and clean-up happen around it. Used only as a generic constraint, so that the operation is compiled into the
/// measurement.
/// </summary>
internal interface IBenchmark
{
    /// <summary>Before the first round. An error ends the benchmark.</summary>
    ErrorCode Begin();

    /// <summary>Before round <paramref name="round"/>.</summary>
    void Prepare(int round);

    /// <summary>The operation, as the kernel would call it, interrupts masked. Compiled inline.</summary>
    void Measured();

    /// <summary>After round <paramref name="round"/>: reports whether the operation worked, and keeps what must be freed.</summary>
    ErrorCode Keep(int round);

    /// <summary>After <paramref name="rounds"/> rounds: frees everything.</summary>
    ErrorCode End(int rounds);
}
