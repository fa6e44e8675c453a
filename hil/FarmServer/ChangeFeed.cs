// Wakes requests that wait for a change.

using System;
using System.Threading;
using System.Threading.Tasks;

namespace RustKernel.Hil.FarmServer;

/// <summary>
/// Wakes waiting requests of this coordinator. It does not report what another coordinator changed. So every wait has a limit, after which
/// the caller looks at the store: <see cref="WaitAsync"/>.
/// </summary>
internal sealed class ChangeFeed
{
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Something has changed.</summary>
    public void Tell()
        => Interlocked.Exchange(ref _next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();

    /// <summary>What to wait for. Take it before looking, so that no change during the look is missed.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    /// <summary>Waits for <paramref name="next"/>, at most <paramref name="limit"/>.</summary>
    public static Task WaitAsync(Task next, TimeSpan limit, CancellationToken cancel)
        => Task.WhenAny(next, Task.Delay(limit, cancel));
}
