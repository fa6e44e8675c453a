// Several tasks at once, and continuations of a task.

using System.Collections.Generic;

namespace System.Threading.Tasks;

public partial class Task
{
    private static int s_lastId;
    private int _id;

    public int Id => _id != 0 ? _id : _id = Interlocked.Increment(ref s_lastId);

    public object? AsyncState => State;

    bool IAsyncResult.CompletedSynchronously => false;

    private protected virtual object? State => null;

    public static Task WhenAll(params Task[] tasks)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        Check(tasks);
        Task all = new();
        int left = tasks.Length;
        if (left == 0)
        {
            return CompletedTask;
        }

        Task[] own = new List<Task>(tasks).ToArray();
        foreach (Task task in own)
        {
            task.Then(() =>
            {
                if (Interlocked.Decrement(ref left) == 0)
                {
                    all.CompleteAs(own);
                }
            });
        }

        return all;
    }

    public static Task WhenAll(IEnumerable<Task> tasks)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        return WhenAll(new List<Task>(tasks).ToArray());
    }

    public static Task<TResult[]> WhenAll<TResult>(params Task<TResult>[] tasks)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        Task[] plain = new Task[tasks.Length];
        for (int i = 0; i < plain.Length; i++)
        {
            plain[i] = tasks[i];
        }

        Check(plain);
        Task<TResult[]> results = new();
        Task all = WhenAll(plain);
        all.Then(() =>
        {
            if (!all.IsCompletedSuccessfully)
            {
                _ = results.TryEndAs(all);
                return;
            }

            TResult[] values = new TResult[plain.Length];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = ((Task<TResult>)plain[i]).Result;
            }

            _ = results.TrySucceed(values);
        });
        return results;
    }

    public static Task<TResult[]> WhenAll<TResult>(IEnumerable<Task<TResult>> tasks)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        return WhenAll(new List<Task<TResult>>(tasks).ToArray());
    }

    public static Task<Task> WhenAny(params Task[] tasks)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        Check(tasks);
        if (tasks.Length == 0)
        {
            throw new ArgumentException("The tasks argument contains no tasks.", nameof(tasks));
        }

        Task<Task> any = new();
        foreach (Task task in tasks)
        {
            Task one = task;
            one.Then(() => any.TrySucceed(one));
        }

        return any;
    }

    public static Task<Task> WhenAny(Task task1, Task task2) => WhenAny([task1, task2]);

    public static Task<Task> WhenAny(IEnumerable<Task> tasks)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        return WhenAny(new List<Task>(tasks).ToArray());
    }

    public static Task<Task<TResult>> WhenAny<TResult>(params Task<TResult>[] tasks)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        Check(tasks);
        if (tasks.Length == 0)
        {
            throw new ArgumentException("The tasks argument contains no tasks.", nameof(tasks));
        }

        Task<Task<TResult>> any = new();
        foreach (Task<TResult> task in tasks)
        {
            Task<TResult> one = task;
            one.Then(() => any.TrySucceed(one));
        }

        return any;
    }

    public static Task<Task<TResult>> WhenAny<TResult>(Task<TResult> task1, Task<TResult> task2) => WhenAny([task1, task2]);

    public static Task<Task<TResult>> WhenAny<TResult>(IEnumerable<Task<TResult>> tasks)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        return WhenAny(new List<Task<TResult>>(tasks).ToArray());
    }

    public static void WaitAll(params Task[] tasks) => WhenAll(tasks).Wait();

    public static bool WaitAll(Task[] tasks, int millisecondsTimeout) => WhenAll(tasks).Wait(millisecondsTimeout);

    public static int WaitAny(params Task[] tasks)
    {
        Task first = WhenAny(tasks).Result;
        return Array.IndexOf(tasks, first);
    }

    public static Task<TResult> FromCanceled<TResult>(CancellationToken cancellationToken)
    {
        Task<TResult> task = new();
        _ = task.TryEndAs(FromCanceled(cancellationToken));
        return task;
    }

    public static Task Delay(TimeSpan delay, CancellationToken cancellationToken) => Delay(Milliseconds(delay), cancellationToken);

    public static TaskFactory Factory { get; } = new();

    public static Task Run(Action action, CancellationToken cancellationToken) => TaskFactory.Start(action, cancellationToken);

    public static Task Run(Func<Task?> function, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? FromCanceled(cancellationToken) : Run(function);

    public static Task<TResult> Run<TResult>(Func<TResult> function, CancellationToken cancellationToken) =>
        TaskFactory.Start(function, cancellationToken);

    public bool Wait(TimeSpan timeout) => Wait(Milliseconds(timeout));

    public void Wait(CancellationToken cancellationToken) => WaitAsync(cancellationToken).Wait();

    public async Task WaitAsync(TimeSpan timeout)
    {
        if (!IsCompleted && await WhenAny(this, Delay(timeout)) != this)
        {
            throw new TimeoutException();
        }

        await this;
    }

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        if (!IsCompleted && cancellationToken.CanBeCanceled && await WhenAny(this, Delay(Timeout.Infinite, cancellationToken)) != this)
        {
            throw new TaskCanceledException(null, null, cancellationToken);
        }

        await this;
    }

    public Task ContinueWith(Action<Task> continuationAction)
    {
        ArgumentNullException.ThrowIfNull(continuationAction);
        return ContinueWith(task =>
        {
            continuationAction(task);
            return true;
        });
    }

    public Task<TResult> ContinueWith<TResult>(Func<Task, TResult> continuationFunction)
    {
        ArgumentNullException.ThrowIfNull(continuationFunction);
        Task<TResult> next = new();
        Then(() => next.Complete(() => continuationFunction(this)));
        return next;
    }

    public Task ContinueWith(Action<Task> continuationAction, TaskContinuationOptions continuationOptions)
    {
        ArgumentNullException.ThrowIfNull(continuationAction);
        return ContinueWith(
            task =>
            {
                continuationAction(task);
                return true;
            },
            continuationOptions);
    }

    public Task<TResult> ContinueWith<TResult>(
        Func<Task, TResult> continuationFunction,
        TaskContinuationOptions continuationOptions)
    {
        ArgumentNullException.ThrowIfNull(continuationFunction);
        Task<TResult> next = new();
        Then(() =>
        {
            TaskContinuationOptions end = IsFaulted ? TaskContinuationOptions.NotOnFaulted
                : IsCanceled ? TaskContinuationOptions.NotOnCanceled
                : TaskContinuationOptions.NotOnRanToCompletion;
            if ((continuationOptions & end) != 0)
            {
                _ = next.TryCancel(new TaskCanceledException(next));
            }
            else
            {
                next.Complete(() => continuationFunction(this));
            }
        });
        return next;
    }

    internal static int Milliseconds(TimeSpan time)
    {
        double milliseconds = time.TotalMilliseconds;
        return milliseconds is >= -1 and <= int.MaxValue
            ? (int)milliseconds
            : throw new ArgumentOutOfRangeException(
                "delay",
                "The value needs to translate in milliseconds to -1 (signifying an infinite timeout), 0 or a positive integer.");
    }

    internal bool TryFail(Exception[] failures)
    {
        lock (this)
        {
            _failures = IsCompleted ? _failures : failures;
            return TryEnd(TaskStatus.Faulted, failures[0]);
        }
    }

    internal bool TryEndAs(Task other)
    {
        lock (this)
        {
            _failures = IsCompleted ? _failures : other._failures;
            return TryEnd(other._status, other._failure);
        }
    }

    // Awaiting a canceled task throws what canceled it; waiting for it throws this.
    private AggregateException Aggregate() => new(_failures
        ?? [IsCanceled && _failure is not TaskCanceledException ? new TaskCanceledException(this) : _failure!]);

    private void CompleteAs(Task[] tasks)
    {
        List<Exception> failures = [];
        Task? canceled = null;
        foreach (Task task in tasks)
        {
            if (task.IsFaulted)
            {
                failures.AddRange(task._failures ?? [task._failure!]);
            }

            canceled ??= task.IsCanceled ? task : null;
        }

        if (failures.Count > 0)
        {
            _ = TryFail(failures.ToArray());
        }
        else
        {
            _ = canceled is null ? TrySucceed() : TryEndAs(canceled);
        }
    }

    private static void Check(Task?[] tasks)
    {
        foreach (Task? task in tasks)
        {
            if (task is null)
            {
                throw new ArgumentException("The tasks argument included a null value.", nameof(tasks));
            }
        }
    }
}
