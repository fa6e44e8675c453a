// Awaits a value task.

using System.Threading.Tasks;

namespace System.Runtime.CompilerServices;

public readonly struct ValueTaskAwaiter : ICriticalNotifyCompletion
{
    private readonly ValueTask _task;

    internal ValueTaskAwaiter(ValueTask task) => _task = task;

    public bool IsCompleted => _task.IsCompleted;

    public void GetResult() => _task.Finish();

    public void OnCompleted(Action continuation) => _task.Then(continuation);

    public void UnsafeOnCompleted(Action continuation) => _task.Then(continuation);
}
