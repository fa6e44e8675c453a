// A task with a result.

using System.Runtime.CompilerServices;

namespace System.Threading.Tasks;

public class Task<TResult> : Task
{
    private TResult? _result;
    private TResult? _next;

    internal Task()
    {
    }

    public Task(Func<TResult> function)
        : this(function, default(CancellationToken))
    {
    }

    public Task(Func<TResult> function, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(function);
        Prepare(() => TrySucceed(function()), cancellationToken);
    }

    public TResult Result
    {
        get
        {
            if (!IsCompletedSuccessfully)
            {
                Wait();
            }

            return _result!;
        }
    }

    public new TaskAwaiter<TResult> GetAwaiter() => new(this);

    public new ConfiguredTaskAwaitable<TResult> ConfigureAwait(bool continueOnCapturedContext) => new(this, false);

    // Without throwing there is no result.
    public new ConfiguredTaskAwaitable<TResult> ConfigureAwait(ConfigureAwaitOptions options) =>
        (options & ~(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.ForceYielding)) == 0
            ? new(this, (options & ConfigureAwaitOptions.ForceYielding) != 0)
            : throw new ArgumentOutOfRangeException(nameof(options));

    public new async Task<TResult> WaitAsync(TimeSpan timeout)
    {
        await base.WaitAsync(timeout);
        return Result;
    }

    public new async Task<TResult> WaitAsync(CancellationToken cancellationToken)
    {
        await base.WaitAsync(cancellationToken);
        return Result;
    }

    public Task ContinueWith(Action<Task<TResult>> continuationAction)
    {
        ArgumentNullException.ThrowIfNull(continuationAction);
        return base.ContinueWith(task => continuationAction((Task<TResult>)task));
    }

    public Task<TNewResult> ContinueWith<TNewResult>(Func<Task<TResult>, TNewResult> continuationFunction)
    {
        ArgumentNullException.ThrowIfNull(continuationFunction);
        return base.ContinueWith(task => continuationFunction((Task<TResult>)task));
    }

    internal void Complete(Func<TResult> work)
    {
        try
        {
            _ = TrySucceed(work());
        }
        catch (Exception error)
        {
            EndWith(error);
        }
    }

    internal bool TrySucceed(TResult result)
    {
        lock (this)
        {
            if (IsCompleted)
            {
                return false;
            }

            _next = result;
            return TrySucceed();
        }
    }

    internal TResult ResultOrThrow()
    {
        Finish();
        return _result!;
    }

    private protected override void Store() => _result = _next;
}
