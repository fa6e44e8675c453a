// ConfigureAwait: a method always continues on its own thread's loop.

using System.Threading.Tasks;

namespace System.Runtime.CompilerServices;

public readonly struct ConfiguredTaskAwaitable
{
    private readonly Task _task;
    private readonly ConfigureAwaitOptions _options;

    internal ConfiguredTaskAwaitable(Task task, ConfigureAwaitOptions options)
    {
        _task = task;
        _options = options;
    }

    public ConfiguredTaskAwaiter GetAwaiter() => new(_task, _options);

    public readonly struct ConfiguredTaskAwaiter : ICriticalNotifyCompletion
    {
        private readonly Task _task;
        private readonly ConfigureAwaitOptions _options;

        internal ConfiguredTaskAwaiter(Task task, ConfigureAwaitOptions options)
        {
            _task = task;
            _options = options;
        }

        public bool IsCompleted => _task.IsCompleted && (_options & ConfigureAwaitOptions.ForceYielding) == 0;

        public void GetResult()
        {
            if ((_options & ConfigureAwaitOptions.SuppressThrowing) != 0)
            {
                _task.WaitForEnd();
            }
            else
            {
                _task.Finish();
            }
        }

        public void OnCompleted(Action continuation) => _task.Then(continuation);

        public void UnsafeOnCompleted(Action continuation) => _task.Then(continuation);
    }
}
