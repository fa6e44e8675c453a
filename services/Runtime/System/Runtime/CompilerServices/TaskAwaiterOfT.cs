// Awaits a task with a result.

using System.Threading.Tasks;

namespace System.Runtime.CompilerServices;

public readonly struct TaskAwaiter<TResult> : ICriticalNotifyCompletion
{
    private readonly Task<TResult> _task;

    internal TaskAwaiter(Task<TResult> task) => _task = task;

    public bool IsCompleted => _task.IsCompleted;

    public TResult GetResult() => _task.ResultOrThrow();

    public void OnCompleted(Action continuation) => _task.Then(continuation);

    public void UnsafeOnCompleted(Action continuation) => _task.Then(continuation);
}
