// The same with a result.

using System.Threading.Tasks;

namespace System.Runtime.CompilerServices;

public readonly struct ConfiguredTaskAwaitable<TResult>
{
    private readonly Task<TResult> _task;
    private readonly bool _yields;

    internal ConfiguredTaskAwaitable(Task<TResult> task, bool yields)
    {
        _task = task;
        _yields = yields;
    }

    public ConfiguredTaskAwaiter GetAwaiter() => new(_task, _yields);

    public readonly struct ConfiguredTaskAwaiter : ICriticalNotifyCompletion
    {
        private readonly Task<TResult> _task;
        private readonly bool _yields;

        internal ConfiguredTaskAwaiter(Task<TResult> task, bool yields)
        {
            _task = task;
            _yields = yields;
        }

        public bool IsCompleted => _task.IsCompleted && !_yields;

        public TResult GetResult() => _task.ResultOrThrow();

        public void OnCompleted(Action continuation) => _task.Then(continuation);

        public void UnsafeOnCompleted(Action continuation) => _task.Then(continuation);
    }
}
