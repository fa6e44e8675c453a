// An event that stays set.

using System.Threading.Tasks;
using RustKernel.Runtime;

namespace System.Threading;

public class ManualResetEventSlim : IDisposable
{
    private readonly Waiters _waiters = new();
    private volatile bool _isSet;
    private bool _isDisposed;

    public ManualResetEventSlim()
    {
    }

    public ManualResetEventSlim(bool initialState) => _isSet = initialState;

    public ManualResetEventSlim(bool initialState, int spinCount)
        : this(initialState) => ArgumentOutOfRangeException.ThrowIfNegative(spinCount);

    public bool IsSet => _isSet;

    public void Set()
    {
        lock (_waiters)
        {
            _isSet = true;
            _waiters.ReleaseAll();
        }
    }

    public void Reset()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        _isSet = false;
    }

    public void Wait() => _ = Wait(Timeout.Infinite, default);

    public void Wait(CancellationToken cancellationToken) => _ = Wait(Timeout.Infinite, cancellationToken);

    public bool Wait(TimeSpan timeout) => Wait(Task.Milliseconds(timeout), default);

    public bool Wait(TimeSpan timeout, CancellationToken cancellationToken) => Wait(Task.Milliseconds(timeout), cancellationToken);

    public bool Wait(int millisecondsTimeout) => Wait(millisecondsTimeout, default);

    public bool Wait(int millisecondsTimeout, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfLessThan(millisecondsTimeout, Timeout.Infinite);
        Task<bool> task;
        lock (_waiters)
        {
            if (_isSet || millisecondsTimeout == 0)
            {
                return _isSet;
            }

            task = _waiters.Add();
        }

        return _waiters.Wait(task, millisecondsTimeout, _waiters, cancellationToken);
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => _isDisposed = true;
}
