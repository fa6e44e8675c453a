// What a document's last line claims.

namespace RustKernel.Hil.Protocols;

/// <summary>The numbers of a "# done" line.</summary>
/// <param name="Total">Tests in all.</param>
/// <param name="Ok">Tests that were ok.</param>
/// <param name="NotOk">Tests that were not ok.</param>
/// <param name="Skip">Tests skipped.</param>
/// <param name="Suites">Suites of the first level.</param>
public sealed record KtapTotals(long Total, long Ok, long NotOk, long Skip, long Suites);
