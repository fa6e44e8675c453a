// The builder of async methods that return nothing. The loop on which it began throws its exception.

using System.Threading.Tasks;
using RustKernel.Runtime;

namespace System.Runtime.CompilerServices;

public struct AsyncVoidMethodBuilder
{
    private Task? _task;

    private Task Task => _task ??= Task.New();

    public static AsyncVoidMethodBuilder Create() => default;

    public void Start<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine => System.Threading.ExecutionContext.Start(ref stateMachine);

    public void SetStateMachine(IAsyncStateMachine stateMachine)
    {
    }

    public void SetResult()
    {
    }

    public void SetException(Exception exception) => EventLoop.Current.Post(() => throw exception);

    public void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion
        where TStateMachine : IAsyncStateMachine => awaiter.OnCompleted(StateMachineBox<TStateMachine>.Continue(Task, ref stateMachine));

    public void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : ICriticalNotifyCompletion
        where TStateMachine : IAsyncStateMachine =>
            awaiter.UnsafeOnCompleted(StateMachineBox<TStateMachine>.Continue(Task, ref stateMachine));
}
