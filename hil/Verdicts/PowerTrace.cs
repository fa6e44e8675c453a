// A current sensor's trace of a run.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Json.Nodes;
using RustKernel.Hil.Events;

namespace RustKernel.Hil.Verdicts;

/// <summary>
/// Mean and peak while power was on, and the trace for people. Memory is bounded: in a long run neighbours are combined, and their extremes
/// kept.
/// </summary>
public sealed class PowerTrace
{
    /// <summary>A board that takes less than this, in amperes, has no supply: a regulator alone takes more.</summary>
    public const double LeastAmperes = 0.01;

    private const int MostSamples = 4096;
    private List<PowerSample> _samples = [];
    private int _together = 1;
    private int _inLast;
    private (long Time, double Watts)? _last;
    private double _joules;
    private double _seconds;
    private long? _on;

    /// <summary>The trace; empty without a sensor.</summary>
    public IReadOnlyList<PowerSample> Samples => _samples;

    /// <summary>True when the sensor measured while power was on.</summary>
    public bool IsKnown => _seconds > 0;

    /// <summary>Mean power while power was on, W.</summary>
    public double MeanWatts => _seconds > 0 ? _joules / _seconds : 0;

    /// <summary>The greatest power while power was on, W.</summary>
    public double PeakWatts { get; private set; }

    /// <summary>The greatest current while power was on, A.</summary>
    public double PeakAmperes { get; private set; }

    /// <summary>Takes one event.</summary>
    public void Observe(LogEvent logged)
    {
        if (logged.Kind == EventKind.Power)
        {
            _on = logged.Text("state") == "on" ? logged.Nanoseconds : null;
            _last = null;
        }
        else if (logged.Kind == EventKind.Meter
            && logged.Fields["times"] is JsonArray times
            && logged.Fields["amperes"] is JsonArray amperes
            && logged.Fields["volts"] is JsonArray volts)
        {
            for (int index = 0; index < Math.Min(times.Count, Math.Min(amperes.Count, volts.Count)); index++)
            {
                Take((long)Number(times[index]), Number(amperes[index]), Number(volts[index]));
            }
        }
    }

    /// <summary>What the sensor shows about a board that sent no byte; null without a sensor.</summary>
    public string? Silence()
        => !IsKnown ? null
            : PeakAmperes < LeastAmperes ? string.Create(
                CultureInfo.InvariantCulture,
                $"no current (at most {PeakAmperes * 1000:0} mA): no supply; the relay, a fuse, the cable or the power supply")
            : string.Create(
                CultureInfo.InvariantCulture,
                $"current flows ({MeanWatts:0.0} W on average) but no byte came: nothing to boot from, or the serial line is not "
                    + $"connected");

    private static double Number(JsonNode? node)
        => node is JsonValue value && value.TryGetValue(out double number)
            ? number
            : node is JsonValue whole && whole.TryGetValue(out long integer) ? integer : 0;

    private void Take(long time, double amperes, double volts)
    {
        Keep(time, amperes, volts);
        // A sample that was taken before the switch moved, and logged after it, says nothing about the board.
        if (_on is not { } on || time < on)
        {
            return;
        }

        double watts = amperes * volts;
        PeakWatts = Math.Max(PeakWatts, watts);
        PeakAmperes = Math.Max(PeakAmperes, amperes);
        if (_last is { } last && time > last.Time)
        {
            double seconds = (time - last.Time) / 1e9;
            _joules += (last.Watts + watts) / 2 * seconds;
            _seconds += seconds;
        }

        _last = (time, watts);
    }

    private void Keep(long time, double amperes, double volts)
    {
        if (_inLast > 0 && _inLast < _together)
        {
            PowerSample last = _samples[^1];
            _samples[^1] = last with
            {
                End = time,
                Least = Math.Min(last.Least, amperes),
                Most = Math.Max(last.Most, amperes),
                Volts = volts
            };
            _inLast++;
            return;
        }

        if (_samples.Count >= MostSamples)
        {
            Halve();
        }

        _samples.Add(new PowerSample(time, time, amperes, amperes, volts));
        _inLast = 1;
    }

    private void Halve()
    {
        List<PowerSample> half = [];
        for (int index = 0; index + 1 < _samples.Count; index += 2)
        {
            (PowerSample first, PowerSample second) = (_samples[index], _samples[index + 1]);
            half.Add(second with
            {
                Start = first.Start,
                Least = Math.Min(first.Least, second.Least),
                Most = Math.Max(first.Most, second.Most)
            });
        }

        _samples = half;
        _together *= 2;
    }
}
