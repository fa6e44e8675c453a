// A state machine that has to wait, on the heap.

namespace System.Runtime.CompilerServices;

internal sealed class StateMachineBox<TStateMachine>
    where TStateMachine : IAsyncStateMachine
{
    internal TStateMachine? Machine;

    internal void MoveNext() => Machine!.MoveNext();

    /// <summary>
    /// What goes on with <paramref name="machine"/>. The first time it is moved here; its builder
    /// must have its task by then, because it moves along.
    /// </summary>
    internal static Action Continue(System.Threading.Tasks.Task task, ref TStateMachine machine)
    {
        if (task.MoveNext is null)
        {
            StateMachineBox<TStateMachine> box = new();
            task.MoveNext = box.MoveNext;
            box.Machine = machine;
        }

        return task.MoveNext;
    }
}
