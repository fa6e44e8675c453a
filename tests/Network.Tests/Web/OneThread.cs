// A thread that runs all continuations, as on the target.

using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace RustKernel.Network.Tests.Web;

/// <summary>Runs a task and all its continuations on one thread, until it is disposed.</summary>
internal sealed class OneThread : SynchronizationContext, IDisposable
{
    private readonly List<(Func<bool> IsTrue, TaskCompletionSource Source)> _waits = new();
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
                EndWaits();
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
            // Disposed: the rest of the connections ends with the process.
        }
    }

    /// <summary>Ends as soon as <paramref name="isTrue"/> is true after a continuation; the thread calls it.</summary>
    internal Task Until(Func<bool> isTrue)
    {
        TaskCompletionSource source = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(_ => _waits.Add((isTrue, source)), null);
        return source.Task;
    }

    public void Dispose()
    {
        _work.CompleteAdding();
        _thread.Join();
    }

    // On the thread.
    private void EndWaits()
    {
        for (int i = _waits.Count - 1; i >= 0; i--)
        {
            if (_waits[i].IsTrue())
            {
                _waits[i].Source.SetResult();
                _waits.RemoveAt(i);
            }
        }
    }
}
