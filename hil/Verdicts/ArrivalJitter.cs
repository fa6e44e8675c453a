// How unevenly a machine's lines arrive.

using System.Linq;
using RustKernel.Hil.Protocols;

namespace RustKernel.Hil.Verdicts;

/// <summary>
/// How late lines came against the earliest, once the two clocks' different rates are taken out:
/// the machine's own jitter, and what serial line, host and emulator add. From outside these cannot be separated.
/// </summary>
/// <param name="Microseconds50">Half of the lines came at most so late, µs.</param>
/// <param name="Microseconds90">Nine of ten.</param>
/// <param name="Microseconds99">Ninety-nine of a hundred.</param>
public sealed record ArrivalJitter(double Microseconds50, double Microseconds90, double Microseconds99)
{
    /// <summary>The jitter of a run's results, given its clocks' comparison; null when there is no result.</summary>
    public static ArrivalJitter? Of(SerialRecord serial, ClockComparison clocks)
    {
        double rate = 1 + (clocks.ErrorPpm * 1e-6);
        double[] late =
        [
            .. serial.Documents.Take(1).SelectMany(document => document.Tests)
                .Select(test => (test.HostNanoseconds / 1000.0) - (test.TimeMicroseconds / rate))
                .Order(),
        ];
        if (late.Length == 0)
        {
            return null;
        }

        double Percentile(double part) => late[System.Math.Min((int)(part * late.Length), late.Length - 1)] - late[0];
        return new ArrivalJitter(Percentile(0.5), Percentile(0.9), Percentile(0.99));
    }
}
