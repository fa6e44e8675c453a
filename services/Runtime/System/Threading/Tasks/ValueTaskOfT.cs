// A task with a result, a source of one, or the result.

using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;

namespace System.Threading.Tasks;

[AsyncMethodBuilder(typeof(AsyncValueTaskMethodBuilder<>))]
public readonly struct ValueTask<TResult> : IEquatable<ValueTask<TResult>>
{
    private readonly Task<TResult>? _task;
    private readonly IValueTaskSource<TResult>? _source;
    private readonly short _token;
    private readonly TResult _result;

    public ValueTask(TResult result)
    {
        _task = null;
        _result = result;
    }

    public ValueTask(Task<TResult> task)
    {
        ArgumentNullException.ThrowIfNull(task);
        _task = task;
        _result = default!;
    }

    public ValueTask(IValueTaskSource<TResult> source, short token)
    {
        ArgumentNullException.ThrowIfNull(source);
        _source = source;
        _token = token;
        _result = default!;
    }

    public bool IsCompleted => _source is not null ? Status != ValueTaskSourceStatus.Pending : _task is null || _task.IsCompleted;

    public bool IsCompletedSuccessfully =>
        _source is not null ? Status == ValueTaskSourceStatus.Succeeded : _task is null || _task.IsCompletedSuccessfully;

    public bool IsFaulted => _source is not null ? Status == ValueTaskSourceStatus.Faulted : _task is not null && _task.IsFaulted;

    public bool IsCanceled => _source is not null ? Status == ValueTaskSourceStatus.Canceled : _task is not null && _task.IsCanceled;

    public TResult Result => _source is not null ? _source.GetResult(_token) : _task is null ? _result : _task.ResultOrThrow();

    private ValueTaskSourceStatus Status => _source!.GetStatus(_token);

    public static bool operator ==(ValueTask<TResult> left, ValueTask<TResult> right) => left.Equals(right);

    public static bool operator !=(ValueTask<TResult> left, ValueTask<TResult> right) => !left.Equals(right);

    public Task<TResult> AsTask() => _source is not null ? Wrapped(this) : _task ?? Task.FromResult(_result);

    public ValueTask<TResult> Preserve() => _source is null ? this : new(AsTask());

    public ValueTaskAwaiter<TResult> GetAwaiter() => new(this);

    public ConfiguredValueTaskAwaitable<TResult> ConfigureAwait(bool continueOnCapturedContext) => new(this);

    public bool Equals(ValueTask<TResult> other) =>
        _task is not null || other._task is not null || _source is not null || other._source is not null
            ? _task == other._task && _source == other._source && _token == other._token
            : EqualityComparer<TResult>.Default.Equals(_result, other._result);

    public override bool Equals(object? obj) => obj is ValueTask<TResult> other && Equals(other);

    public override int GetHashCode() => _task?.GetHashCode() ?? _source?.GetHashCode() ?? _result?.GetHashCode() ?? 0;

    public override string? ToString() => IsCompletedSuccessfully ? Result?.ToString() : "";

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

    private static async Task<TResult> Wrapped(ValueTask<TResult> task) => await task;
}
