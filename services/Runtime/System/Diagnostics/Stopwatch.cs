// Measures time by the machine's counter.

using RustKernel.Runtime;
using RustKernel.User;

namespace System.Diagnostics;

public class Stopwatch
{
    public static readonly long Frequency = (long)Clock.Hz;

    public static readonly bool IsHighResolution = true;
    private long _elapsed;
    private long _start;

    public bool IsRunning { get; private set; }

    public long ElapsedTicks => _elapsed + (IsRunning ? GetTimestamp() - _start : 0);

    public TimeSpan Elapsed => Time(ElapsedTicks);

    public long ElapsedMilliseconds => Elapsed.Ticks / TimeSpan.TicksPerMillisecond;

    private static TimeSpan Time(long ticks) =>
        new((ticks / Frequency * TimeSpan.TicksPerSecond) + (ticks % Frequency * TimeSpan.TicksPerSecond / Frequency));

    public static long GetTimestamp() => (long)Kernel.ReadCounter();

    public static TimeSpan GetElapsedTime(long startingTimestamp) => GetElapsedTime(startingTimestamp, GetTimestamp());

    public static TimeSpan GetElapsedTime(long startingTimestamp, long endingTimestamp) =>
        Time(endingTimestamp - startingTimestamp);

    public static Stopwatch StartNew()
    {
        Stopwatch watch = new();
        watch.Start();
        return watch;
    }

    public void Start()
    {
        if (!IsRunning)
        {
            _start = GetTimestamp();
            IsRunning = true;
        }
    }

    public void Stop()
    {
        _elapsed = ElapsedTicks;
        IsRunning = false;
    }

    public void Reset()
    {
        _elapsed = 0;
        IsRunning = false;
    }

    public void Restart()
    {
        Reset();
        Start();
    }
}
