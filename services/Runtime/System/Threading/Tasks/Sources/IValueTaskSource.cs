// The source of a value task that is not a task.

namespace System.Threading.Tasks.Sources;

public interface IValueTaskSource
{
    ValueTaskSourceStatus GetStatus(short token);

    void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags);

    void GetResult(short token);
}
