// An event that is set when its count reaches zero.

namespace System.Threading;

public class CountdownEvent : IDisposable
{
    private readonly ManualResetEventSlim _event;
    private readonly object _lock = new();
    private int _count;

    public CountdownEvent(int initialCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(initialCount);
        InitialCount = initialCount;
        _count = initialCount;
        _event = new ManualResetEventSlim(initialCount == 0);
    }

    public int CurrentCount => _count;

    public int InitialCount { get; private set; }

    public bool IsSet => _count == 0;

    public bool Signal() => Signal(1);

    public bool Signal(int signalCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(signalCount);
        lock (_lock)
        {
            if (signalCount > _count)
            {
                throw new InvalidOperationException("Invalid attempt made to decrement the event's count below zero.");
            }

            _count -= signalCount;
            if (_count == 0)
            {
                _event.Set();
            }

            return _count == 0;
        }
    }

    public void AddCount() => AddCount(1);

    public void AddCount(int signalCount)
    {
        if (!TryAddCount(signalCount))
        {
            throw new InvalidOperationException("The event is already signaled and cannot be incremented.");
        }
    }

    public bool TryAddCount() => TryAddCount(1);

    public bool TryAddCount(int signalCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(signalCount);
        lock (_lock)
        {
            if (_count == 0)
            {
                return false;
            }

            _count = checked(_count + signalCount);
            return true;
        }
    }

    public void Reset() => Reset(InitialCount);

    public void Reset(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        lock (_lock)
        {
            InitialCount = count;
            _count = count;
            if (count == 0)
            {
                _event.Set();
            }
            else
            {
                _event.Reset();
            }
        }
    }

    public void Wait() => _event.Wait();

    public void Wait(CancellationToken cancellationToken) => _event.Wait(cancellationToken);

    public bool Wait(TimeSpan timeout) => _event.Wait(timeout);

    public bool Wait(int millisecondsTimeout) => _event.Wait(millisecondsTimeout);

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => _event.Dispose();
}
