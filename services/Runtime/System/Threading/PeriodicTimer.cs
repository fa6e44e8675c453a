// An awaitable tick.

using System.Threading.Tasks;

namespace System.Threading;

public sealed class PeriodicTimer : IDisposable
{
    private readonly SemaphoreSlim _ticks = new(0, 1);
    private readonly Timer _timer;
    private TimeSpan _period;
    private bool _isDisposed;

    public PeriodicTimer(TimeSpan period)
    {
        _period = Checked(period);
        _timer = new Timer(Tick, null, period, period);
    }

    public TimeSpan Period
    {
        get => _period;
        set
        {
            _period = Checked(value);
            _ = _timer.Change(value, value);
        }
    }

    public async ValueTask<bool> WaitForNextTickAsync(CancellationToken cancellationToken = default)
    {
        if (_isDisposed)
        {
            return false;
        }

        await _ticks.WaitAsync(cancellationToken);
        return !_isDisposed;
    }

    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _timer.Dispose();
            Tick(null);
        }
    }

    private static TimeSpan Checked(TimeSpan period) =>
        period.TotalMilliseconds >= 1 || period == Timeout.InfiniteTimeSpan
            ? period
            : throw new ArgumentOutOfRangeException(nameof(period));

    private void Tick(object? state)
    {
        if (_ticks.CurrentCount == 0)
        {
            _ = _ticks.Release();
        }
    }
}
