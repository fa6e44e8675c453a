// A task with a result, or the result.

using System.Runtime.CompilerServices;

namespace System.Threading.Tasks;

[AsyncMethodBuilder(typeof(AsyncValueTaskMethodBuilder<>))]
public readonly struct ValueTask<TResult>
{
    private readonly Task<TResult>? _task;
    private readonly TResult _result;

    public ValueTask(TResult result)
    {
        _task = null;
        _result = result;
    }

    public ValueTask(Task<TResult> task)
    {
        _task = task;
        _result = default!;
    }

    public bool IsCompleted => _task is null || _task.IsCompleted;

    public bool IsCompletedSuccessfully => _task is null || _task.IsCompletedSuccessfully;

    public bool IsFaulted => _task is not null && _task.IsFaulted;

    public bool IsCanceled => _task is not null && _task.IsCanceled;

    public TResult Result => _task is null ? _result : _task.ResultOrThrow();

    public Task<TResult> AsTask() => _task ?? Task.FromResult(_result);

    public ValueTaskAwaiter<TResult> GetAwaiter() => new(this);

    internal void Then(Action action) => AsTask().Then(action);
}
