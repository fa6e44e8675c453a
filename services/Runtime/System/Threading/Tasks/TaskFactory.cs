// Tasks as from Task.Run: queued on the loop of the requesting thread. A long-running one gets a thread.

using RustKernel.Runtime;

namespace System.Threading.Tasks;

public class TaskFactory
{
    public Task StartNew(Action action) => Start(action, default);

    public Task StartNew(Action action, CancellationToken cancellationToken) => Start(action, cancellationToken);

    public Task StartNew(Action action, TaskCreationOptions creationOptions) =>
        IsLong(creationOptions) ? StartLong(action) : Start(action, default);

    public Task StartNew(Action<object?> action, object? state)
    {
        ArgumentNullException.ThrowIfNull(action);
        return Start(() => action(state), default, new StateTask(state));
    }

    public Task StartNew(Action<object?> action, object? state, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(action);
        return Start(() => action(state), cancellationToken, new StateTask(state));
    }

    public Task StartNew(Action<object?> action, object? state, TaskCreationOptions creationOptions)
    {
        ArgumentNullException.ThrowIfNull(action);
        StateTask task = new(state);
        return IsLong(creationOptions) ? StartLong(() => action(state), task) : Start(() => action(state), default, task);
    }

    public Task<TResult> StartNew<TResult>(Func<TResult> function) => Start(function, default);

    public Task<TResult> StartNew<TResult>(Func<TResult> function, CancellationToken cancellationToken) =>
        Start(function, cancellationToken);

    public Task<TResult> StartNew<TResult>(Func<TResult> function, TaskCreationOptions creationOptions) =>
        IsLong(creationOptions) ? StartLong(function) : Start(function, default);

    public Task<TResult> StartNew<TResult>(Func<object?, TResult> function, object? state)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Start(() => function(state), default, new StateTask<TResult>(state));
    }

    public Task<TResult> StartNew<TResult>(Func<object?, TResult> function, object? state, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Start(() => function(state), cancellationToken, new StateTask<TResult>(state));
    }

    public Task<TResult> StartNew<TResult>(Func<object?, TResult> function, object? state, TaskCreationOptions creationOptions)
    {
        ArgumentNullException.ThrowIfNull(function);
        StateTask<TResult> task = new(state);
        return IsLong(creationOptions) ? StartLong(() => function(state), task) : Start(() => function(state), default, task);
    }

    internal static Task Start(Action action, CancellationToken token, Task? task = null)
    {
        ArgumentNullException.ThrowIfNull(action);
        Task made = task ?? Task.New();
        return Queue(made, token, () =>
        {
            action();
            _ = made.TrySucceed();
        });
    }

    // For a function that returns a task: the task of a task, as in .NET.
    internal static Task<TResult> Start<TResult>(Func<TResult> function, CancellationToken token, Task<TResult>? task = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        Task<TResult> made = task ?? new();
        _ = Queue(made, token, () => made.TrySucceed(function()));
        return made;
    }

    internal static Task Queue(Task task, CancellationToken token, Action work)
    {
        if (!CancelIfAsked(task, token))
        {
            ExecutionContext context = ExecutionContext.Capture()!;
            EventLoop.Current.Post(() => ExecutionContext.Run(context, _ => Do(task, token, work), null));
        }

        return task;
    }

    internal static void Do(Task task, CancellationToken token, Action work)
    {
        if (CancelIfAsked(task, token))
        {
            return;
        }

        try
        {
            work();
        }
        catch (OperationCanceledException e) when (token.IsCancellationRequested && e.CancellationToken == token)
        {
            _ = task.TryCancel(e);
        }
        catch (Exception e)
        {
            _ = task.TryFail(e);
        }
    }

    private static bool CancelIfAsked(Task task, CancellationToken token) =>
        token.IsCancellationRequested && task.TryCancel(new TaskCanceledException(task, token));

    private static bool IsLong(TaskCreationOptions options)
    {
        const TaskCreationOptions all = TaskCreationOptions.PreferFairness | TaskCreationOptions.LongRunning
            | TaskCreationOptions.DenyChildAttach | TaskCreationOptions.HideScheduler | TaskCreationOptions.RunContinuationsAsynchronously;
        return (options & ~all) == 0
            ? (options & TaskCreationOptions.LongRunning) != 0
            : throw new ArgumentOutOfRangeException("creationOptions");
    }

    private static Task StartLong(Action action, Task? task = null)
    {
        ArgumentNullException.ThrowIfNull(action);
        Task made = task ?? Task.New();
        return OnThread(made, () =>
        {
            action();
            _ = made.TrySucceed();
        });
    }

    private static Task<TResult> StartLong<TResult>(Func<TResult> function, Task<TResult>? task = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        Task<TResult> made = task ?? new();
        _ = OnThread(made, () =>
        {
            TResult result = function();
            _ = made.TrySucceed(result);
            if (result is Task inner)
            {
                // After its awaits it continues on this thread's loop.
                EventLoop.Current.RunUntil(inner, RustKernel.Deadline.Never);
            }
        });
        return made;
    }

    private static Task OnThread(Task task, Action work)
    {
        new Thread(() => Do(task, default, work)) { IsBackground = true }.Start();
        return task;
    }
}
