// Tells those who wait that something has changed.

using System;
using System.Threading;
using System.Threading.Tasks;

namespace RustKernel.Hil.FarmServer;

/// <summary>
/// Wakes waiting requests of this coordinator. It does not report what another coordinator changed, so every wait has a limit, after which
/// the caller looks at the store: <see cref="WaitAsync"/>.
/// </summary>
internal sealed class ChangeFeed
{
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Something has changed.</summary>
    public void Tell()
        => Interlocked.Exchange(ref _next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();

    /// <summary>What to wait for: taken before looking, so that a change while looking is not missed.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    /// <summary>Waits for <paramref name="next"/>, at most <paramref name="limit"/>.</summary>
    public static Task WaitAsync(Task next, TimeSpan limit, CancellationToken cancel)
        => Task.WhenAny(next, Task.Delay(limit, cancel));
}
