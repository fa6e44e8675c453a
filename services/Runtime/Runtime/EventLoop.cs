// What a thread that awaits does meanwhile: one wait at one port for everything - work from other threads, times, messages.

using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using RustKernel.User;

namespace RustKernel.Runtime;

/// <summary>A thread's queue of work. Each thread has its own; <see cref="Task.Wait()"/> and the like run it.</summary>
public sealed class EventLoop
{
    // The port's messages wait in the kernel; there is never more than one of the loop's own.
    private const uint PortMessages = 16;
    [ThreadStatic]
    private static EventLoop? t_current;
    private readonly Queue<Action> _work = new();
    private readonly List<Timed> _times = new();
    private readonly Dictionary<ulong, MessageReceiver> _receivers = new();
    private Handle<Port> _port;
    private bool _isWaiting;

    private EventLoop()
    {
    }

    /// <summary>Takes a message that came to the loop's port with a badge.</summary>
    public delegate void MessageReceiver(ref Message message);

    /// <summary>The running thread's.</summary>
    public static EventLoop Current => t_current ??= new EventLoop();

    /// <summary>
    /// Where it waits: give out duplicates with a badge, make timers and bind interrupts to it. It
    /// is made when first asked for; OutOfMemoryException.
    /// </summary>
    public Handle<Port> Port
    {
        get
        {
            if (_port.IsNone && Kernel.PortCreate(PortMessages, out _port) != ErrorCode.None)
            {
                throw new OutOfMemoryException();
            }

            return _port;
        }
    }

    /// <summary>Messages with <paramref name="badge"/> (not 0) go to <paramref name="receiver"/>; null: nobody, they are dropped.</summary>
    public void SetReceiver(ulong badge, MessageReceiver? receiver)
    {
        if (receiver is null)
        {
            _ = _receivers.Remove(badge);
        }
        else
        {
            _receivers[badge] = receiver;
        }
    }

    /// <summary>The next message with <paramref name="badge"/>.</summary>
    public Task<Message> ReceiveAsync(ulong badge)
    {
        TaskCompletionSource<Message> next = new();
        SetReceiver(badge, (ref Message message) =>
        {
            SetReceiver(badge, null);
            next.SetResult(message);
        });
        return next.Task;
    }

    /// <summary>Queues work; from any thread.</summary>
    public void Post(Action action)
    {
        ulong wake = 0;
        lock (_work)
        {
            _work.Enqueue(action);
            if (_isWaiting)
            {
                _isWaiting = false;
                wake = _port;
            }
        }

        if (wake != 0)
        {
            _ = Kernel.Notify(wake, 1);
        }
    }

    /// <summary>
    /// Does <paramref name="action"/> when the counter has reached <paramref name="deadline"/>.
    /// From the loop's own thread.
    /// </summary>
    internal void At(ulong deadline, Action action)
    {
        int place = _times.Count;
        while (place > 0 && _times[place - 1].Deadline <= deadline)
        {
            place--;
        }

        // The nearest is the last; of equals the first.
        _times.Insert(place, new Timed(deadline, action));
    }

    /// <summary>Works until <paramref name="task"/> is completed or the deadline has passed.</summary>
    internal void RunUntil(Task task, ulong deadline)
    {
        // Completion on another thread has to wake this one.
        if (!task.IsCompleted)
        {
            task.Then(static () => { });
        }

        while (!task.IsCompleted)
        {
            Action? next = Next(out ulong until);
            if (next is not null)
            {
                next();
            }
            else if (!Wait(Math.Min(until, deadline)) && deadline <= until)
            {
                return;
            }
        }
    }

    private Action? Next(out ulong until)
    {
        until = Kernel.Never;
        if (_times.Count > 0)
        {
            Timed nearest = _times[^1];
            if (nearest.Deadline <= Kernel.ReadCounter())
            {
                _times.RemoveAt(_times.Count - 1);
                return nearest.Action;
            }

            until = nearest.Deadline;
        }

        _ = Port;
        lock (_work)
        {
            if (_work.Count > 0)
            {
                return _work.Dequeue();
            }

            _isWaiting = true;
        }

        return null;
    }

    // False: the deadline passed.
    private bool Wait(ulong until)
    {
        Message message = default;
        ErrorCode error = Kernel.Receive(Port, until, ref message);
        lock (_work)
        {
            _isWaiting = false;
        }

        if (error == ErrorCode.None && _receivers.TryGetValue(message.Badge.Value, out MessageReceiver? receiver))
        {
            receiver(ref message);
        }

        return error == ErrorCode.None;
    }

    private readonly struct Timed(ulong deadline, Action action)
    {
        internal ulong Deadline { get; } = deadline;

        internal Action Action { get; } = action;
    }
}
