// The source of a value task with a result that is not a task.

namespace System.Threading.Tasks.Sources;

public interface IValueTaskSource<out TResult>
{
    ValueTaskSourceStatus GetStatus(short token);

    void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags);

    TResult GetResult(short token);
}
