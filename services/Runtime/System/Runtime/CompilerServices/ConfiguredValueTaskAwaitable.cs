// ConfigureAwait for a value task: a method always continues on its own thread's loop.

using System.Threading.Tasks;

namespace System.Runtime.CompilerServices;

public readonly struct ConfiguredValueTaskAwaitable
{
    private readonly ValueTask _task;

    internal ConfiguredValueTaskAwaitable(ValueTask task) => _task = task;

    public ConfiguredValueTaskAwaiter GetAwaiter() => new(_task);

    public readonly struct ConfiguredValueTaskAwaiter : ICriticalNotifyCompletion
    {
        private readonly ValueTask _task;

        internal ConfiguredValueTaskAwaiter(ValueTask task) => _task = task;

        public bool IsCompleted => _task.IsCompleted;

        public void GetResult() => _task.Finish();

        public void OnCompleted(Action continuation) => _task.Then(continuation);

        public void UnsafeOnCompleted(Action continuation) => _task.Then(continuation);
    }
}
