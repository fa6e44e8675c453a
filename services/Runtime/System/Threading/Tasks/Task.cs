// An operation that completes once. A thread that awaits it continues from its own event loop; a thread that waits for it runs that loop
// until then. There is no pool of threads: Run queues on the caller's loop.

using System.Runtime.CompilerServices;
using RustKernel.Runtime;

namespace System.Threading.Tasks;

public partial class Task : IDisposable, IAsyncResult
{
    private static readonly Task s_completed = new() { _status = TaskStatus.RanToCompletion };
    private volatile TaskStatus _status = TaskStatus.WaitingForActivation;
    private Exception? _failure;
    private Exception[]? _failures;
    private Continuation? _continuations;

    // The action for Start; null: the task does not need to be started.
    private Action? _work;
    private CancellationToken _token;

    private protected Task()
    {
    }

    public Task(Action action)
        : this(action, default(CancellationToken))
    {
    }

    public Task(Action action, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(action);
        Prepare(
            () =>
            {
                action();
                _ = TrySucceed();
            },
            cancellationToken);
    }

    internal static Task New() => new();

    public static Task CompletedTask => s_completed;

    public TaskStatus Status => _status;

    public bool IsCompleted => _status >= TaskStatus.RanToCompletion;

    public bool IsCompletedSuccessfully => _status == TaskStatus.RanToCompletion;

    public bool IsFaulted => _status == TaskStatus.Faulted;

    public bool IsCanceled => _status == TaskStatus.Canceled;

    public AggregateException? Exception => IsFaulted ? Aggregate() : null;

    /// <summary>The state machine whose result this task is, once it has waited.</summary>
    internal Action? MoveNext { get; set; }

    // Makes a task that waits for its start.
    private protected void Prepare(Action work, CancellationToken token)
    {
        _work = work;
        _token = token;
        _status = TaskStatus.Created;
        if (token.IsCancellationRequested)
        {
            _ = TryCancel(new TaskCanceledException(this, token));
        }
    }

    public void Start() => _ = TaskFactory.Queue(this, _token, TakeWork("Start"));

    public void RunSynchronously() => TaskFactory.Do(this, _token, TakeWork("RunSynchronously"));

    private Action TakeWork(string call)
    {
        if (Interlocked.Exchange(ref _work, null) is not { } work)
        {
            throw new InvalidOperationException(call + " may not be called on a task that was already started, or is not to be.");
        }

        if (IsCompleted)
        {
            throw new InvalidOperationException(call + " may not be called on a task that has completed.");
        }

        _status = TaskStatus.WaitingToRun;
        return work;
    }

    public static Task FromException(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        Task task = new();
        _ = task.TryFail(exception);
        return task;
    }

    public static Task<TResult> FromException<TResult>(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        Task<TResult> task = new();
        _ = task.TryFail(exception);
        return task;
    }

    public static Task FromCanceled(CancellationToken cancellationToken)
    {
        Task task = new();
        if (!cancellationToken.IsCancellationRequested)
        {
            throw new ArgumentOutOfRangeException(nameof(cancellationToken));
        }

        _ = task.TryCancel(new TaskCanceledException(task, cancellationToken));
        return task;
    }

    public static Task<TResult> FromResult<TResult>(TResult result)
    {
        Task<TResult> task = new();
        _ = task.TrySucceed(result);
        return task;
    }

    public static YieldAwaitable Yield() => default;

    public static Task Delay(int millisecondsDelay) => Delay(millisecondsDelay, default);

    public static Task Delay(TimeSpan delay) => Delay(Milliseconds(delay), default);

    public static Task Delay(int millisecondsDelay, CancellationToken cancellationToken)
    {
        if (millisecondsDelay < Timeout.Infinite)
        {
            throw new ArgumentOutOfRangeException(nameof(millisecondsDelay),
                "The value needs to be either -1 (signifying an infinite timeout), 0 or a positive integer.");
        }

        if (cancellationToken.IsCancellationRequested)
        {
            return FromCanceled(cancellationToken);
        }

        Task task = new();
        if (millisecondsDelay != Timeout.Infinite)
        {
            EventLoop.Current.At(Clock.After(millisecondsDelay), () => task.TrySucceed());
        }

        if (cancellationToken.CanBeCanceled)
        {
            CancellationTokenRegistration registration = cancellationToken.Register(() =>
                task.TryCancel(new TaskCanceledException(task, cancellationToken)));
            task.Then(registration.Dispose);
        }

        return task;
    }

    public static Task Run(Action action) => TaskFactory.Start(action, default);

    public static async Task Run(Func<Task?> function)
    {
        await Yield();
        await function()!;
    }

    public static Task<TResult> Run<TResult>(Func<TResult> function) => TaskFactory.Start(function, default);

    public static async Task<TResult> Run<TResult>(Func<Task<TResult>?> function)
    {
        await Yield();
        return await function()!;
    }

    public TaskAwaiter GetAwaiter() => new(this);

    public ConfiguredTaskAwaitable ConfigureAwait(bool continueOnCapturedContext) => new(this, ConfigureAwaitOptions.None);

    public ConfiguredTaskAwaitable ConfigureAwait(ConfigureAwaitOptions options) => options <= (ConfigureAwaitOptions)7
        ? new(this, options)
        : throw new ArgumentOutOfRangeException(nameof(options));

    public void Wait()
    {
        EventLoop.Current.RunUntil(this, RustKernel.Deadline.Never);
        if (_status != TaskStatus.RanToCompletion)
        {
            throw Aggregate();
        }
    }

    public bool Wait(int millisecondsTimeout)
    {
        EventLoop.Current.RunUntil(this, Clock.After(millisecondsTimeout));
        if (IsCompleted)
        {
            Wait();
        }

        return IsCompleted;
    }

    public void Dispose()
    {
    }

    internal bool TrySucceed() => TryEnd(TaskStatus.RanToCompletion, null);

    internal bool TryFail(Exception exception) => TryEnd(TaskStatus.Faulted, exception);

    internal bool TryCancel(Exception exception) => TryEnd(TaskStatus.Canceled, exception);

    /// <summary>Ends the task as an async method that threw would.</summary>
    internal void EndWith(Exception exception)
    {
        if (exception is OperationCanceledException)
        {
            _ = TryCancel(exception);
        }
        else
        {
            _ = TryFail(exception);
        }
    }

    /// <summary>Runs the loop until the task is completed; throws its exception if it failed.</summary>
    internal void Finish()
    {
        WaitForEnd();
        if (_failure is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(_failure);
        }
    }

    /// <summary>Returns when the task has ended, in whatever way.</summary>
    internal void WaitForEnd()
    {
        if (!IsCompleted)
        {
            EventLoop.Current.RunUntil(this, RustKernel.Deadline.Never);
        }
    }

    /// <summary>Does <paramref name="action"/> afterwards, from the loop of this thread.</summary>
    internal void Then(Action action) => Then(action, EventLoop.Current);

    internal void Then(Action action, EventLoop loop)
    {
        lock (this)
        {
            if (!IsCompleted)
            {
                _continuations = new Continuation(action, loop, _continuations);
                return;
            }
        }

        loop.Post(action);
    }

    private protected virtual void Store()
    {
    }

    private protected bool TryEnd(TaskStatus status, Exception? failure)
    {
        Continuation? next;
        lock (this)
        {
            if (IsCompleted)
            {
                return false;
            }

            if (status == TaskStatus.RanToCompletion)
            {
                Store();
            }

            _failure = failure;
            _status = status;
            next = Reversed(_continuations);
            _continuations = null;
        }

        for (; next is not null; next = next.Next)
        {
            next.Loop.Post(next.Action);
        }

        return true;
    }

    // In order of arrival: the first one continues first.
    private static Continuation? Reversed(Continuation? list)
    {
        Continuation? reversed = null;
        while (list is not null)
        {
            Continuation next = list;
            list = list.Next;
            next.Next = reversed;
            reversed = next;
        }

        return reversed;
    }

    private sealed class Continuation(Action action, EventLoop loop, Continuation? next)
    {
        internal Action Action { get; } = action;

        internal EventLoop Loop { get; } = loop;

        internal Continuation? Next { get; set; } = next;
    }
}
