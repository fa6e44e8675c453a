// ConfigureAwait: one always goes on on one's own loop.

using System.Threading.Tasks;

namespace System.Runtime.CompilerServices;

public readonly struct ConfiguredTaskAwaitable
{
    private readonly Task _task;

    internal ConfiguredTaskAwaitable(Task task) => _task = task;

    public ConfiguredTaskAwaiter GetAwaiter() => new(_task);

    public readonly struct ConfiguredTaskAwaiter : ICriticalNotifyCompletion
    {
        private readonly Task _task;

        internal ConfiguredTaskAwaiter(Task task) => _task = task;

        public bool IsCompleted => _task.IsCompleted;

        public void GetResult() => _task.Finish();

        public void OnCompleted(Action continuation) => _task.Then(continuation);

        public void UnsafeOnCompleted(Action continuation) => _task.Then(continuation);
    }
}
