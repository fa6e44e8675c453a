// Lets all other work of the loop go first.

using RustKernel.Runtime;

namespace System.Runtime.CompilerServices;

public readonly struct YieldAwaitable
{
    public YieldAwaiter GetAwaiter() => default;

    public readonly struct YieldAwaiter : ICriticalNotifyCompletion
    {
        public bool IsCompleted => false;

        public void GetResult()
        {
        }

        public void OnCompleted(Action continuation) => EventLoop.Current.Post(continuation);

        public void UnsafeOnCompleted(Action continuation) => EventLoop.Current.Post(continuation);
    }
}
