// A task, a source, or nothing to wait for.

using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;

namespace System.Threading.Tasks;

[AsyncMethodBuilder(typeof(AsyncValueTaskMethodBuilder))]
public readonly struct ValueTask : IEquatable<ValueTask>
{
    private readonly Task? _task;
    private readonly IValueTaskSource? _source;
    private readonly short _token;

    public ValueTask(Task task)
    {
        ArgumentNullException.ThrowIfNull(task);
        _task = task;
    }

    public ValueTask(IValueTaskSource source, short token)
    {
        ArgumentNullException.ThrowIfNull(source);
        _source = source;
        _token = token;
    }

    public static ValueTask CompletedTask => default;

    public bool IsCompleted => _source is not null ? Status != ValueTaskSourceStatus.Pending : _task is null || _task.IsCompleted;

    public bool IsCompletedSuccessfully =>
        _source is not null ? Status == ValueTaskSourceStatus.Succeeded : _task is null || _task.IsCompletedSuccessfully;

    public bool IsFaulted => _source is not null ? Status == ValueTaskSourceStatus.Faulted : _task is not null && _task.IsFaulted;

    public bool IsCanceled => _source is not null ? Status == ValueTaskSourceStatus.Canceled : _task is not null && _task.IsCanceled;

    private ValueTaskSourceStatus Status => _source!.GetStatus(_token);

    public static bool operator ==(ValueTask left, ValueTask right) => left.Equals(right);

    public static bool operator !=(ValueTask left, ValueTask right) => !left.Equals(right);

    public static ValueTask<TResult> FromResult<TResult>(TResult result) => new(result);

    public static ValueTask FromException(Exception exception) => new(Task.FromException(exception));

    public static ValueTask<TResult> FromException<TResult>(Exception exception) => new(Task.FromException<TResult>(exception));

    public static ValueTask FromCanceled(CancellationToken cancellationToken) => new(Task.FromCanceled(cancellationToken));

    public static ValueTask<TResult> FromCanceled<TResult>(CancellationToken cancellationToken) =>
        new(Task.FromCanceled<TResult>(cancellationToken));

    public Task AsTask() => _source is null ? _task ?? Task.CompletedTask : Wrapped(this);

    public ValueTask Preserve() => _source is null ? this : new(AsTask());

    public ValueTaskAwaiter GetAwaiter() => new(this);

    public ConfiguredValueTaskAwaitable ConfigureAwait(bool continueOnCapturedContext) => new(this);

    public bool Equals(ValueTask other) => _task == other._task && _source == other._source && _token == other._token;

    public override bool Equals(object? obj) => obj is ValueTask other && Equals(other);

    public override int GetHashCode() => _task?.GetHashCode() ?? _source?.GetHashCode() ?? 0;

    internal void Finish()
    {
        if (_source is not null)
        {
            _source.GetResult(_token);
        }
        else
        {
            _task?.Finish();
        }
    }

    internal void Then(Action action)
    {
        if (_source is not null)
        {
            _source.OnCompleted(static state => ((Action)state!)(), action, _token, ValueTaskSourceOnCompletedFlags.UseSchedulingContext);
        }
        else
        {
            AsTask().Then(action);
        }
    }

    private static async Task Wrapped(ValueTask task) => await task;
}
