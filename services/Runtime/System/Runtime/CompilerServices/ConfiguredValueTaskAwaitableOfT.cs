// ConfigureAwait for a value task with a result.

using System.Threading.Tasks;

namespace System.Runtime.CompilerServices;

public readonly struct ConfiguredValueTaskAwaitable<TResult>
{
    private readonly ValueTask<TResult> _task;

    internal ConfiguredValueTaskAwaitable(ValueTask<TResult> task) => _task = task;

    public ConfiguredValueTaskAwaiter GetAwaiter() => new(_task);

    public readonly struct ConfiguredValueTaskAwaiter : ICriticalNotifyCompletion
    {
        private readonly ValueTask<TResult> _task;

        internal ConfiguredValueTaskAwaiter(ValueTask<TResult> task) => _task = task;

        public bool IsCompleted => _task.IsCompleted;

        public TResult GetResult() => _task.Result;

        public void OnCompleted(Action continuation) => _task.Then(continuation);

        public void UnsafeOnCompleted(Action continuation) => _task.Then(continuation);
    }
}
