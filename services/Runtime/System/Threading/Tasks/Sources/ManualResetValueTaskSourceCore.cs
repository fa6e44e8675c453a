// The core of a source of value tasks: one result at a time, and its waiter.

using System.Runtime.ExceptionServices;
using RustKernel.Runtime;

namespace System.Threading.Tasks.Sources;

public struct ManualResetValueTaskSourceCore<TResult>
{
    private Action<object?>? _continuation;
    private object? _state;
    private EventLoop? _loop;
    private Exception? _failure;
    private TResult? _result;
    private short _version;
    private bool _isCompleted;

    public bool RunContinuationsAsynchronously { get; set; }

    public readonly short Version => _version;

    public void Reset()
    {
        _version++;
        _continuation = null;
        _state = null;
        _loop = null;
        _failure = null;
        _result = default;
        _isCompleted = false;
    }

    public void SetResult(TResult result)
    {
        _result = result;
        Complete();
    }

    public void SetException(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        _failure = error;
        Complete();
    }

    public readonly ValueTaskSourceStatus GetStatus(short token)
    {
        Check(token);
        return !_isCompleted ? ValueTaskSourceStatus.Pending
            : _failure is null ? ValueTaskSourceStatus.Succeeded
            : _failure is OperationCanceledException ? ValueTaskSourceStatus.Canceled
            : ValueTaskSourceStatus.Faulted;
    }

    public readonly TResult GetResult(short token)
    {
        Check(token);
        if (!_isCompleted)
        {
            throw new InvalidOperationException();
        }

        if (_failure is not null)
        {
            ExceptionDispatchInfo.Throw(_failure);
        }

        return _result!;
    }

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        ArgumentNullException.ThrowIfNull(continuation);
        Check(token);
        if (_continuation is not null)
        {
            throw new InvalidOperationException();
        }

        _state = state;
        _loop = EventLoop.Current;
        Volatile.Write(ref _continuation, continuation);
        if (Volatile.Read(ref _isCompleted))
        {
            Continue();
        }
    }

    private readonly void Check(short token)
    {
        if (token != _version)
        {
            throw new InvalidOperationException();
        }
    }

    private void Complete()
    {
        if (_isCompleted)
        {
            throw new InvalidOperationException();
        }

        Volatile.Write(ref _isCompleted, true);
        if (Volatile.Read(ref _continuation) is not null)
        {
            Continue();
        }
    }

    // Whichever of the two comes second takes the loop, and with it the right to post.
    private void Continue()
    {
        EventLoop? loop = Interlocked.Exchange(ref _loop, null);
        if (loop is not null)
        {
            Action<object?> continuation = _continuation!;
            object? state = _state;
            loop.Post(() => continuation(state));
        }
    }
}
