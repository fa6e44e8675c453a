// A thread of which all continuations are, as on the target.

using System;
using System.Collections.Concurrent;
using System.Threading;
using System.Threading.Tasks;

namespace RustKernel.Network.Tests.Web;

/// <summary>Runs a task, and what follows each of its awaits, on one thread until it is disposed.</summary>
internal sealed class OneThread : SynchronizationContext, IDisposable
{
    private readonly BlockingCollection<(SendOrPostCallback Callback, object? State)> _work = new();
    private readonly Thread _thread;

    internal OneThread(Func<Task> begin)
    {
        _thread = new Thread(() =>
        {
            SetSynchronizationContext(this);
            _ = begin();
            foreach ((SendOrPostCallback callback, object? state) in _work.GetConsumingEnumerable())
            {
                callback(state);
            }
        })
        { IsBackground = true };
        _thread.Start();
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        try
        {
            _work.Add((d, state));
        }
        catch (InvalidOperationException)
        {
            // Disposed: what is left of connections ends with the process.
        }
    }

    /// <summary>Ends when <paramref name="isTrue"/>, asked on the thread.</summary>
    internal async Task Until(Func<bool> isTrue)
    {
        TaskCompletionSource<bool> answer;
        do
        {
            await Task.Delay(10);
            answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
            Post(_ => answer.SetResult(isTrue()), null);
        }
        while (!await answer.Task);
    }

    public void Dispose()
    {
        _work.CompleteAdding();
        _thread.Join();
    }
}
