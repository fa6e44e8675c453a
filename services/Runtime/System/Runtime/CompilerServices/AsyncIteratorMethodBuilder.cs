// The builder of async iterators.

using System.Threading.Tasks;

namespace System.Runtime.CompilerServices;

public struct AsyncIteratorMethodBuilder
{
    private Task? _task;

    private Task Task => _task ??= Task.New();

    public static AsyncIteratorMethodBuilder Create() => default;

    public void MoveNext<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine => System.Threading.ExecutionContext.Start(ref stateMachine);

    public void Complete() => _ = Task.TrySucceed();

    public void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion
        where TStateMachine : IAsyncStateMachine => awaiter.OnCompleted(StateMachineBox<TStateMachine>.Continue(Task, ref stateMachine));

    public void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : ICriticalNotifyCompletion
        where TStateMachine : IAsyncStateMachine =>
            awaiter.UnsafeOnCompleted(StateMachineBox<TStateMachine>.Continue(Task, ref stateMachine));
}
