// A state machine that must wait, on the heap.

using System.Threading;

namespace System.Runtime.CompilerServices;

internal sealed class StateMachineBox<TStateMachine>
    where TStateMachine : IAsyncStateMachine
{
    internal TStateMachine? Machine;
    private ExecutionContext? _context;

    internal void MoveNext()
    {
        ExecutionContext? before = ExecutionContext.Current;
        ExecutionContext.Current = _context;
        Machine!.MoveNext();
        ExecutionContext.Current = before;
    }

    /// <summary>
    /// The action that continues <paramref name="machine"/>. The first time the machine is moved here; its builder must have its task by
    /// then, because it moves along.
    /// </summary>
    internal static Action Continue(System.Threading.Tasks.Task task, ref TStateMachine machine)
    {
        if (task.MoveNext is null)
        {
            StateMachineBox<TStateMachine> box = new();
            task.MoveNext = box.MoveNext;
            box.Machine = machine;
        }

        Unsafe.As<StateMachineBox<TStateMachine>>(task.MoveNext._firstParameter!)._context = ExecutionContext.Current;
        return task.MoveNext;
    }
}
