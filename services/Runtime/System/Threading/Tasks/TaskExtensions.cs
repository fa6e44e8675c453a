namespace System.Threading.Tasks;

public static class TaskExtensions
{
    public static async Task Unwrap(this Task<Task> task) => await await task;

    public static async Task<TResult> Unwrap<TResult>(this Task<Task<TResult>> task) => await await task;
}
