// Current and voltage through a whole run.

using System;
using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Threading;
using RustKernel.Hil.Events;

namespace RustKernel.Hil.Drivers.Meters;

/// <summary>
/// Samples on its own thread, from <see cref="Start"/> until it is disposed. A few samples together make one event. A sensor that falls
/// silent ends the trace, not the run.
/// </summary>
public sealed class MeterRecorder : IDisposable
{
    private const int SamplesInEvent = 25;
    private static readonly TimeSpan s_endLimit = TimeSpan.FromSeconds(10);
    private readonly EventLogWriter _log;
    private readonly Func<IMeter> _open;
    private readonly string _driver;
    private readonly int _samplesPerSecond;
    private readonly ManualResetEventSlim _end = new();
    private Thread? _thread;

    /// <summary>
    /// A recorder that takes <paramref name="samplesPerSecond"/> from the sensor that
    /// <paramref name="open"/> opens; the log calls it <paramref name="driver"/>.
    /// </summary>
    public MeterRecorder(EventLogWriter log, string driver, int samplesPerSecond, Func<IMeter> open)
    {
        _log = log;
        _driver = driver;
        _samplesPerSecond = samplesPerSecond;
        _open = open;
    }

    /// <summary>Opens the sensor and begins to sample.</summary>
    /// <exception cref="InfrastructureException">The sensor is not there.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="deadline"/> passed first.</exception>
    public void Start(CancellationToken deadline)
    {
        deadline.ThrowIfCancellationRequested();
        IMeter meter = _open();
        _thread = new Thread(() => Sample(meter)) { IsBackground = true, Name = "meter" };
        _thread.Start();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _end.Set();
        if (_thread is null || _thread.Join(s_endLimit))
        {
            _end.Dispose();
        }
    }

    private void Sample(IMeter meter)
    {
        using (meter)
        {
            Batch batch = new();
            long start = Stopwatch.GetTimestamp();
            try
            {
                for (long count = 1; !_end.IsSet; count++)
                {
                    (double amperes, double volts) = meter.Read();
                    batch.Add(_log.Nanoseconds, amperes, volts);
                    if (batch.Count >= SamplesInEvent)
                    {
                        Flush(ref batch);
                    }
                    // Samples that a busy host missed are left out, not made up for.
                    TimeSpan due = TimeSpan.FromSeconds((double)count / _samplesPerSecond), now = Stopwatch.GetElapsedTime(start);
                    if (due > now)
                    {
                        _end.Wait(due - now);
                    }
                    else
                    {
                        count = (long)(now.TotalSeconds * _samplesPerSecond);
                    }
                }
            }
            catch (InfrastructureException e)
            {
                _log.Append(EventKind.Environment, new JsonObject { ["name"] = "meter", ["value"] = e.Message });
            }

            Flush(ref batch);
        }
    }

    private void Flush(ref Batch batch)
    {
        if (batch.Count > 0)
        {
            _log.Append(
                EventKind.Meter,
                new JsonObject { ["driver"] = _driver, ["times"] = batch.Times, ["amperes"] = batch.Amperes, ["volts"] = batch.Volts });
        }

        batch = new Batch();
    }

    private sealed class Batch
    {
        public JsonArray Times { get; } = [];

        public JsonArray Amperes { get; } = [];

        public JsonArray Volts { get; } = [];

        public int Count => Times.Count;

        public void Add(long nanoseconds, double amperes, double volts)
        {
            Times.Add((JsonNode)nanoseconds);
            Amperes.Add((JsonNode)Math.Round(amperes, 4));
            Volts.Add((JsonNode)Math.Round(volts, 3));
        }
    }
}
