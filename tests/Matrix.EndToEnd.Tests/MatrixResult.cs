using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using RustKernel.Hil.Strategies;

namespace RustKernel.Matrix.EndToEnd.Tests;

/// <summary>The result of one row, a line in the table.</summary>
/// <param name="Row">The row.</param>
/// <param name="Verdict">The rig's verdict.</param>
/// <param name="Seconds">From power-on to <c># done</c> on this host; null without <c># done</c>.</param>
/// <param name="Instructions">Of the boot CPU, from entry to <c># done</c>; null when they are not counted.</param>
public sealed partial record MatrixResult(MatrixRow Row, string Verdict, double? Seconds, long? Instructions)
{
    /// <summary>The result of <paramref name="outcome"/>.</summary>
    public static MatrixResult Of(MatrixRow row, RunOutcome outcome)
    {
        long? end = outcome.Observer.Serial.Documents.LastOrDefault(document => document.IsComplete)?.Suites[^1].HostNanoseconds;
        Match counted = Counted().Match(outcome.Observer.Serial.LastLine);
        return new MatrixResult(
            row,
            outcome.Verdict.Word,
            (end - outcome.Observer.PowerOnNanoseconds) / 1e9,
            row.Counts && counted.Success ? long.Parse(counted.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : null);
    }

    [GeneratedRegex("^# done .* instructions=([0-9]+) ")]
    private static partial Regex Counted();
}
