using System.Globalization;
using System.Text;
using RustKernel.Hil.Protocols;
using RustKernel.Hil.Verdicts;

namespace RustKernel.Rig.Tests;

public sealed class ArrivalJitterTests
{
    /// <summary>
    /// A document of 200 tests, 20 ms apart by the host's clock, from a machine that is fast by
    /// <paramref name="ppm"/>; every tenth line is late.
    /// </summary>
    private static SerialRecord Record(double ppm, double lateMicroseconds)
    {
        SerialRecord serial = new();
        int sequence = 0;
        void Feed(string line, double host) => serial.Feed(Encoding.UTF8.GetBytes(line + "\n"), (long)(host * 1000));
        void Checked(string line, int index, double late)
        {
            double host = 1_000_000 + (index * 20_000.0);
            sequence++;
            string text = string.Create(
                CultureInfo.InvariantCulture,
                $"{line} # t={(long)(index * 20_000 * (1 + (ppm / 1e6)))} s={sequence}");
            Feed(string.Create(CultureInfo.InvariantCulture, $"{text} c={Crc16.Compute(Encoding.UTF8.GetBytes(text)):x4}"), host + late);
        }

        Feed("KTAP version 1", 0);
        Feed("1..1", 0);
        Feed("  KTAP version 1", 0);
        Feed("  # Subtest: timer", 0);
        Feed("  1..200", 0);
        for (int index = 1; index <= 200; index++)
        {
            Checked(
                string.Create(CultureInfo.InvariantCulture, $"  ok {index} tick{index}"),
                index,
                index % 10 == 0 ? lateMicroseconds : 0);
        }

        return serial;
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 800)]
    [InlineData(1000, 800)]
    [InlineData(-1000, 0)]
    public void What_is_late_is_seen_whatever_the_clock_s_rate(double ppm, double late)
    {
        SerialRecord serial = Record(ppm, late);
        Assert.Empty(serial.Problems);
        ClockComparison clocks = ClockComparison.Of(serial)!;
        Assert.InRange(clocks.ErrorPpm, ppm - 5, ppm + 5);
        ArrivalJitter jitter = ArrivalJitter.Of(serial, clocks)!;
        Assert.InRange(jitter.Microseconds50, 0, 20);
        Assert.InRange(jitter.Microseconds99, late - 20, late + 20);
    }
}
