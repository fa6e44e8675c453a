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

    internal override string TypeName => "System.Threading.Tasks.TaskCanceledException";

    private protected override string DefaultMessage => "A task was canceled.";
}
