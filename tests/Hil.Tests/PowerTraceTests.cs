using System.Linq;
using System.Text.Json.Nodes;
using RustKernel.Hil.Events;
using RustKernel.Hil.Verdicts;
using Xunit;

namespace RustKernel.Hil.Tests;

public class PowerTraceTests
{
    /// <summary>Half a second of samples with this current and voltage, while power is on.</summary>
    internal static Story Measures(Story story, double amperes, double volts)
    {
        JsonArray times = [], current = [], voltage = [];
        for (int index = 0; index < 50; index++)
        {
            times.Add((JsonNode)(100_000_000L + (index * 10_000_000L)));
            current.Add((JsonNode)amperes);
            voltage.Add((JsonNode)volts);
        }

        return story.Add(
            EventKind.Meter,
            new JsonObject { ["driver"] = "ina219", ["times"] = times, ["amperes"] = current, ["volts"] = voltage });
    }

    private static LogEvent Power(long time, string state) => new(time, EventKind.Power, new JsonObject { ["state"] = state }, default);

    private static LogEvent Sample(long time, double amperes, double volts)
        => new(
            time,
            EventKind.Meter,
            new JsonObject { ["times"] = new JsonArray(time), ["amperes"] = new JsonArray(amperes), ["volts"] = new JsonArray(volts) },
            default);

    [Fact]
    public void Mean_and_peak_are_those_of_the_time_with_power()
    {
        PowerTrace trace = new();
        Assert.Null(trace.Silence());
        foreach (LogEvent logged in new[]
        {
            Sample(0, 9, 5),
            Power(1_000_000_000, "on"),
            Sample(1_000_000_000, 2, 5),
            Sample(2_000_000_000, 0, 5),
            Sample(4_000_000_000, 0, 5),
            Power(4_000_000_000, "off"),
            Sample(5_000_000_000, 9, 5)
        })
        {
            trace.Observe(logged);
        }

        Assert.Equal((10.0 + 0) / 2 / 3, trace.MeanWatts, precision: 9);
        Assert.Equal((10, 2), (trace.PeakWatts, trace.PeakAmperes));
        Assert.Equal(5, trace.Samples.Count);
    }

    [Fact]
    public void A_long_run_is_kept_in_few_samples_and_loses_no_extreme()
    {
        const int Count = 100_000;
        PowerTrace trace = new();
        for (int index = 0; index < Count; index++)
        {
            trace.Observe(Sample(index * 10_000_000L, index == 77_777 ? 3 : 0.5, 5));
        }

        Assert.InRange(trace.Samples.Count, 1000, 4096);
        Assert.Equal((3, 0.5), (trace.Samples.Max(sample => sample.Most), trace.Samples.Min(sample => sample.Least)));
        Assert.Equal((0, (Count - 1) * 10_000_000L), (trace.Samples[0].Start, trace.Samples[^1].End));
        for (int index = 1; index < trace.Samples.Count; index++)
        {
            Assert.True(trace.Samples[index].Start > trace.Samples[index - 1].End);
        }
    }

    [Fact]
    public void Events_that_are_damaged_are_no_samples()
    {
        PowerTrace trace = new();
        trace.Observe(new LogEvent(
            1,
            EventKind.Meter,
            new JsonObject { ["times"] = "now", ["amperes"] = new JsonArray(1), ["volts"] = new JsonArray() },
            default));
        trace.Observe(new LogEvent(
            1,
            EventKind.Meter,
            new JsonObject { ["times"] = new JsonArray(1), ["amperes"] = new JsonArray(), ["volts"] = new JsonArray() },
            default));
        Assert.Empty(trace.Samples);
    }
}
