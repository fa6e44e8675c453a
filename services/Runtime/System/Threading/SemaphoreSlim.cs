// Admits a limited number at once.

using System.Threading.Tasks;
using RustKernel.Runtime;

namespace System.Threading;

public class SemaphoreSlim : IDisposable
{
    private readonly Waiters _waiters = new();
    private readonly int _maximum;
    private int _count;
    private bool _isDisposed;

    public SemaphoreSlim(int initialCount)
        : this(initialCount, int.MaxValue)
    {
    }

    public SemaphoreSlim(int initialCount, int maxCount)
    {
        if (initialCount < 0 || initialCount > maxCount)
        {
            throw new ArgumentOutOfRangeException(
                nameof(initialCount),
                initialCount,
                "The initialCount argument must be non-negative and less than or equal to the maximumCount.");
        }

        if (maxCount <= 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(maxCount), maxCount, "The maximumCount argument must be a positive number. If a maximum is not required, use the"
                + " constructor without a maxCount parameter.");
        }

        _count = initialCount;
        _maximum = maxCount;
    }

    public int CurrentCount => _count;

    public void Wait() => _ = Wait(Timeout.Infinite, default);

    public void Wait(CancellationToken cancellationToken) => _ = Wait(Timeout.Infinite, cancellationToken);

    public bool Wait(TimeSpan timeout) => Wait(Task.Milliseconds(timeout), default);

    public bool Wait(TimeSpan timeout, CancellationToken cancellationToken) => Wait(Task.Milliseconds(timeout), cancellationToken);

    public bool Wait(int millisecondsTimeout) => Wait(millisecondsTimeout, default);

    public bool Wait(int millisecondsTimeout, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Task<bool>? task = Enter(millisecondsTimeout);
        return task is null || (task.IsCompleted ? task.Result : _waiters.Wait(task, millisecondsTimeout, _waiters, cancellationToken));
    }

    public Task WaitAsync() => WaitAsync(Timeout.Infinite, default);

    public Task WaitAsync(CancellationToken cancellationToken) => WaitAsync(Timeout.Infinite, cancellationToken);

    public Task<bool> WaitAsync(TimeSpan timeout) => WaitAsync(Task.Milliseconds(timeout), default);

    public Task<bool> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken) =>
        WaitAsync(Task.Milliseconds(timeout), cancellationToken);

    public Task<bool> WaitAsync(int millisecondsTimeout) => WaitAsync(millisecondsTimeout, default);

    public Task<bool> WaitAsync(int millisecondsTimeout, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<bool>(cancellationToken);
        }

        Task<bool>? task = Enter(millisecondsTimeout);
        return task is null ? Task.FromResult(true)
            : task.IsCompleted ? task
            : _waiters.WaitAsync(task, millisecondsTimeout, _waiters, cancellationToken);
    }

    public int Release() => Release(1);

    public int Release(int releaseCount)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (releaseCount < 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(releaseCount), releaseCount, "The releaseCount argument must be greater than zero.");
        }

        lock (_waiters)
        {
            int before = _count;
            if (_maximum - before < releaseCount)
            {
                throw new SemaphoreFullException();
            }

            while (releaseCount > 0 && _waiters.ReleaseOne())
            {
                releaseCount--;
            }

            _count += releaseCount;
            return before;
        }
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => _isDisposed = true;

    // Null: entered.
    private Task<bool>? Enter(int milliseconds)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        ArgumentOutOfRangeException.ThrowIfLessThan(milliseconds, Timeout.Infinite);
        lock (_waiters)
        {
            if (_count > 0)
            {
                _count--;
                return null;
            }

            return milliseconds == 0 ? Task.FromResult(false) : _waiters.Add();
        }
    }
}
