// A task that was canceled.

namespace System.Threading.Tasks;

public class TaskCanceledException : OperationCanceledException
{
    public TaskCanceledException()
    {
    }

    public TaskCanceledException(string? message)
        : base(message)
    {
    }

    public TaskCanceledException(string? message, Exception? innerException)
        : base(message, innerException)
    {
    }

    public TaskCanceledException(string? message, Exception? innerException, CancellationToken token)
        : base(message, innerException, token)
    {
    }

    public TaskCanceledException(Task? task)
        : base() => Task = task;

    internal TaskCanceledException(Task? task, CancellationToken token)
        : base(token) => Task = task;

    public Task? Task { get; }

    private protected override string DefaultMessage => "A task was canceled.";
}
