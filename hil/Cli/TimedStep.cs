// A step that people wait for in front of a terminal.

using System;
using System.Diagnostics;
using System.IO;
using System.Threading;

namespace RustKernel.Hil.Cli;

/// <summary>
/// A step that may take more than two seconds: says what is done and how long it took the last time. On a terminal it shows the
/// seconds that have passed and those that are left.
/// </summary>
internal sealed class TimedStep : IDisposable
{
    private const double LeastShare = 0.02;
    private static readonly TimeSpan s_tick = TimeSpan.FromSeconds(1);
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly string _step;
    private readonly string _shown;
    private readonly double? _usual;
    private readonly Timer? _timer;
    private readonly TextWriter? _terminal;

    private TimedStep(string what, string step, bool isAnnounced)
    {
        _step = step;
        _usual = StepTimes.Of(step);
        _shown = what;
        if (isAnnounced)
        {
            _shown = "";
            Announce(what);
        }

        if (!Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") is not (null or "dumb"))
        {
            _terminal = new StreamWriter(Console.OpenStandardError()) { AutoFlush = true };
            _timer = new Timer(_ => Show(), null, s_tick, s_tick);
        }
    }

    /// <summary>How much of the step is done, 0 to 1, where that is known: it tells the time left better than the last time does.</summary>
    public double Share { get; set; }

    /// <summary>
    /// Begins <paramref name="what"/>, "building the kernel". Times are compared with those of the same <paramref name="step"/>.
    /// A step that usually takes no time is not announced by a line.
    /// </summary>
    public static TimedStep Begin(string what, string step, bool isAnnounced = true) => new(what, step, isAnnounced);

    /// <summary>The step succeeded.</summary>
    public void Done() => StepTimes.Keep(_step, _clock.Elapsed);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_timer is null)
        {
            return;
        }

        using ManualResetEvent ended = new(initialState: false);
        _timer.Dispose(ended);
        ended.WaitOne();
        _terminal!.Write("\r\u001b[K");
    }

    private void Announce(string what)
    {
        string usual = _usual is >= 2 and { } seconds ? $"; the last time it took {StepTimes.Duration(seconds)}" : "";
        Console.Error.WriteLine($"rk: {what}{usual}");
    }

    private void Show()
    {
        double? whole = Share >= LeastShare ? _clock.Elapsed.TotalSeconds / Share : _usual;

        // What is written next begins over this line.
        _terminal!.Write($"\r\u001b[K  … {_shown}{(_shown.Length > 0 ? ": " : "")}{StepTimes.Line(_clock.Elapsed, whole)}\r");
    }
}
