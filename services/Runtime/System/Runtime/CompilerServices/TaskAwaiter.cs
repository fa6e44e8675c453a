// Awaits a task.

using System.Threading.Tasks;

namespace System.Runtime.CompilerServices;

public readonly struct TaskAwaiter : ICriticalNotifyCompletion
{
    private readonly Task _task;

    internal TaskAwaiter(Task task) => _task = task;

    public bool IsCompleted => _task.IsCompleted;

    public void GetResult() => _task.Finish();

    public void OnCompleted(Action continuation) => _task.Then(continuation);

    public void UnsafeOnCompleted(Action continuation) => _task.Then(continuation);
}
