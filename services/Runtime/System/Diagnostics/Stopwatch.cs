// Measures time by the machine's counter.

using RustKernel.Runtime;
using RustKernel.User;

namespace System.Diagnostics;

public class Stopwatch
{
    public static readonly long Frequency = (long)Clock.Hz;
    private long _elapsed;
    private long _start;

    public bool IsRunning { get; private set; }

    public long ElapsedTicks => _elapsed + (IsRunning ? GetTimestamp() - _start : 0);

    public TimeSpan Elapsed
    {
        get
        {
            long ticks = ElapsedTicks;
            return new TimeSpan((ticks / Frequency * TimeSpan.TicksPerSecond) + (ticks % Frequency * TimeSpan.TicksPerSecond / Frequency));
        }
    }

    public long ElapsedMilliseconds => Elapsed.Ticks / TimeSpan.TicksPerMillisecond;

    public static long GetTimestamp() => (long)Kernel.ReadCounter();

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
