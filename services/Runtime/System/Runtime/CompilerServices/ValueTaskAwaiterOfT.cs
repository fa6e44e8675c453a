// Awaits a value task with a result.

using System.Threading.Tasks;

namespace System.Runtime.CompilerServices;

public readonly struct ValueTaskAwaiter<TResult> : ICriticalNotifyCompletion
{
    private readonly ValueTask<TResult> _task;

    internal ValueTaskAwaiter(ValueTask<TResult> task) => _task = task;

    public bool IsCompleted => _task.IsCompleted;

    public TResult GetResult() => _task.Result;

    public void OnCompleted(Action continuation) => _task.Then(continuation);

    public void UnsafeOnCompleted(Action continuation) => _task.Then(continuation);
}
