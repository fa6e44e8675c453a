// Tasks as Task.Run makes them: queued on the loop of the thread that asks.

namespace System.Threading.Tasks;

public class TaskFactory
{
    public Task StartNew(Action action) => Task.Run(action);

    public Task StartNew(Action action, CancellationToken cancellationToken) => Task.Run(action, cancellationToken);

    public Task StartNew(Action action, TaskCreationOptions creationOptions) => Task.Run(action);

    public Task StartNew(Action<object?> action, object? state) => Task.Run(() => action(state));

    public Task<TResult> StartNew<TResult>(Func<TResult> function) => Start(function);

    public Task<TResult> StartNew<TResult>(Func<TResult> function, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? Task.FromCanceled<TResult>(cancellationToken) : Start(function);

    public Task<TResult> StartNew<TResult>(Func<TResult> function, TaskCreationOptions creationOptions) => Start(function);

    public Task<TResult> StartNew<TResult>(Func<object?, TResult> function, object? state) => Start(() => function(state));

    // A function that gives a task: the task of a task, as .NET has it.
    private static async Task<TResult> Start<TResult>(Func<TResult> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        await Task.Yield();
        return function();
    }
}
