// Tasks that wait until an object releases them, in order. A waiting thread runs its loop in the meantime.

using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace RustKernel.Runtime;

/// <summary>A queue of tasks, each released once. Everything but <see cref="Wait"/> needs the owner's lock.</summary>
internal sealed class Waiters
{
    private readonly LinkedList<Task<bool>> _tasks = new();

    internal int Count => _tasks.Count;

    internal Task<bool> Add()
    {
        Task<bool> task = new();
        _ = _tasks.AddLast(task);
        return task;
    }

    /// <summary>False: there was none.</summary>
    internal bool ReleaseOne()
    {
        while (_tasks.First is { } first)
        {
            _tasks.RemoveFirst();
            if (first.Value.TrySucceed(true))
            {
                return true;
            }
        }

        return false;
    }

    internal void ReleaseAll()
    {
        while (ReleaseOne())
        {
        }
    }

    /// <summary>Whether it was released in time; after that it no longer waits. Not under the owner's lock.</summary>
    internal bool Wait(Task<bool> task, int milliseconds, object owner, CancellationToken cancel)
    {
        CancellationTokenRegistration registration = cancel.CanBeCanceled ? Register(task, cancel) : default;
        try
        {
            EventLoop.Current.RunUntil(task, Clock.After(milliseconds));
        }
        finally
        {
            registration.Dispose();
        }

        return End(task, owner, cancel);
    }

    /// <summary>The same, awaited.</summary>
    internal async Task<bool> WaitAsync(Task<bool> task, int milliseconds, object owner, CancellationToken cancel)
    {
        CancellationTokenRegistration registration = cancel.CanBeCanceled ? Register(task, cancel) : default;
        Action late = () => task.TrySucceed(false);
        EventLoop loop = EventLoop.Current;
        if (milliseconds != Timeout.Infinite)
        {
            loop.At(Clock.After(milliseconds), late);
        }

        try
        {
            return await task;
        }
        finally
        {
            registration.Dispose();
            loop.Cancel(late);
            lock (owner)
            {
                _ = _tasks.Remove(task);
            }
        }
    }

    private static CancellationTokenRegistration Register(Task<bool> task, CancellationToken cancel) =>
        cancel.Register(() => task.TryCancel(new OperationCanceledException(cancel)));

    private bool End(Task<bool> task, object owner, CancellationToken cancel)
    {
        lock (owner)
        {
            _ = task.TrySucceed(false);
            _ = _tasks.Remove(task);
        }

        if (task.IsCanceled)
        {
            throw new OperationCanceledException(cancel);
        }

        return task.Result;
    }
}
