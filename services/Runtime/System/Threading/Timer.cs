// Calls a method after a time, and then periodically, on the loop of the thread that made it.

using RustKernel.Runtime;

namespace System.Threading;

public sealed class Timer : IDisposable, IAsyncDisposable
{
    private readonly TimerCallback _callback;
    private readonly object? _state;
    private readonly EventLoop _loop = EventLoop.Current;
    private readonly Action _tick;
    private long _period;

    public Timer(TimerCallback callback)
        : this(callback, null, Timeout.Infinite, Timeout.Infinite)
    {
    }

    public Timer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        : this(callback, state, (long)dueTime.TotalMilliseconds, (long)period.TotalMilliseconds)
    {
    }

    public Timer(TimerCallback callback, object? state, int dueTime, int period)
        : this(callback, state, (long)dueTime, period)
    {
    }

    public Timer(TimerCallback callback, object? state, long dueTime, long period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        _callback = callback;
        _state = state;
        _tick = Tick;
        _ = Change(dueTime, period);
    }

    public bool Change(TimeSpan dueTime, TimeSpan period) => Change((long)dueTime.TotalMilliseconds, (long)period.TotalMilliseconds);

    public bool Change(int dueTime, int period) => Change((long)dueTime, period);

    public bool Change(long dueTime, long period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, Timeout.Infinite);
        ArgumentOutOfRangeException.ThrowIfLessThan(period, Timeout.Infinite);
        Set(() =>
        {
            _loop.Cancel(_tick);
            _period = period;
            if (dueTime != Timeout.Infinite)
            {
                _loop.At(Clock.After(dueTime), _tick);
            }
        });
        return true;
    }

    public void Dispose() => Change(Timeout.Infinite, Timeout.Infinite);

    public Tasks.ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }

    // Only the loop's own thread may change its times.
    private void Set(Action change)
    {
        if (EventLoop.Current == _loop)
        {
            change();
        }
        else
        {
            _loop.Post(change);
        }
    }

    private void Tick()
    {
        if (_period > 0)
        {
            _loop.At(Clock.After(_period), _tick);
        }

        _callback(_state);
    }
}
