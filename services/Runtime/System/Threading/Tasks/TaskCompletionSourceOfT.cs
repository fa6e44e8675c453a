// A task with a result that code completes explicitly.

namespace System.Threading.Tasks;

public class TaskCompletionSource<TResult>
{
    public TaskCompletionSource()
    {
    }

    // Continuations always run on the loop of the thread that awaits.
    public TaskCompletionSource(TaskCreationOptions creationOptions)
    {
    }

    public Task<TResult> Task { get; } = new();

    public void SetResult(TResult result) => Check(TrySetResult(result));

    public bool TrySetResult(TResult result) => Task.TrySucceed(result);

    public void SetException(Exception exception) => Check(TrySetException(exception));

    public bool TrySetException(Exception exception) => Task.TryFail(exception);

    public void SetCanceled() => Check(TrySetCanceled());

    public bool TrySetCanceled() => Task.TryCancel(new TaskCanceledException(Task));

    public void SetCanceled(CancellationToken cancellationToken) => Check(TrySetCanceled(cancellationToken));

    public bool TrySetCanceled(CancellationToken cancellationToken) => Task.TryCancel(new TaskCanceledException(Task, cancellationToken));

    public void SetException(System.Collections.Generic.IEnumerable<Exception> exceptions) => Check(TrySetException(exceptions));

    public bool TrySetException(System.Collections.Generic.IEnumerable<Exception> exceptions) =>
        Task.TryFail(new System.Collections.Generic.List<Exception>(exceptions).ToArray());

    private static void Check(bool isFirst)
    {
        if (!isFirst)
        {
            throw new InvalidOperationException("An attempt was made to transition a task to a final state when it had already completed.");
        }
    }
}
