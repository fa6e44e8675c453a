// A task, or nothing to wait for.

using System.Runtime.CompilerServices;

namespace System.Threading.Tasks;

[AsyncMethodBuilder(typeof(AsyncValueTaskMethodBuilder))]
public readonly struct ValueTask
{
    private readonly Task? _task;

    public ValueTask(Task task) => _task = task;

    public static ValueTask CompletedTask => default;

    public bool IsCompleted => _task is null || _task.IsCompleted;

    public bool IsCompletedSuccessfully => _task is null || _task.IsCompletedSuccessfully;

    public bool IsFaulted => _task is not null && _task.IsFaulted;

    public bool IsCanceled => _task is not null && _task.IsCanceled;

    public static ValueTask<TResult> FromResult<TResult>(TResult result) => new(result);

    public Task AsTask() => _task ?? Task.CompletedTask;

    public ValueTaskAwaiter GetAwaiter() => new(AsTask());
}
