// An event: when set, it releases one waiter (and is reset), or all.

using System.Threading.Tasks;
using RustKernel.Runtime;

namespace System.Threading;

public class EventWaitHandle : WaitHandle
{
    private readonly Waiters _waiters = new();
    private readonly bool _isManual;
    private bool _isSet;

    public EventWaitHandle(bool initialState, EventResetMode mode)
    {
        _isSet = initialState;
        _isManual = mode == EventResetMode.ManualReset;
    }

    public bool Set()
    {
        lock (_waiters)
        {
            if (_isManual)
            {
                _isSet = true;
                _waiters.ReleaseAll();
            }
            else
            {
                _isSet = !_waiters.ReleaseOne();
            }
        }

        return true;
    }

    public bool Reset()
    {
        lock (_waiters)
        {
            _isSet = false;
        }

        return true;
    }

    public override bool WaitOne(int millisecondsTimeout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(millisecondsTimeout, Timeout.Infinite);
        Task<bool> task;
        lock (_waiters)
        {
            if (_isSet)
            {
                _isSet = _isManual;
                return true;
            }

            if (millisecondsTimeout == 0)
            {
                return false;
            }

            task = _waiters.Add();
        }

        return _waiters.Wait(task, millisecondsTimeout, _waiters, default);
    }
}
