// The same with a result.

using System.Threading.Tasks;

namespace System.Runtime.CompilerServices;

public readonly struct ConfiguredTaskAwaitable<TResult>
{
    private readonly Task<TResult> _task;

    internal ConfiguredTaskAwaitable(Task<TResult> task) => _task = task;

    public ConfiguredTaskAwaiter GetAwaiter() => new(_task);

    public readonly struct ConfiguredTaskAwaiter : ICriticalNotifyCompletion
    {
        private readonly Task<TResult> _task;

        internal ConfiguredTaskAwaiter(Task<TResult> task) => _task = task;

        public bool IsCompleted => _task.IsCompleted;

        public TResult GetResult() => _task.ResultOrThrow();

        public void OnCompleted(Action continuation) => _task.Then(continuation);

        public void UnsafeOnCompleted(Action continuation) => _task.Then(continuation);
    }
}
