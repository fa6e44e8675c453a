// A thread's work while it awaits: one wait at one port for everything - work from other threads, times, messages.

using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using RustKernel.User;

namespace RustKernel.Runtime;

/// <summary>
/// A thread's queue of work. Each thread has its own; <see cref="Task.Wait()"/> and similar methods run it. On a service's thread it waits
/// at the service's port, and the service's loop runs it.
/// </summary>
public sealed class EventLoop : LoopWork
{
    /// <summary>The lowest badge for receivers of sent messages on a service's thread: lower ones belong to its clients.</summary>
    public const ulong FirstOwnBadge = 1ul << 32;

    // The port's messages wait in the kernel; at most one is waiting for the loop's own work.
    private const uint PortMessages = 64;

    // Requests to a service that arrive while it waits for a task without awaiting it.
    private const int MostHeld = 64;
    private readonly Queue<Action> _work = new();
    private readonly List<Timed> _times = new();
    private readonly Dictionary<ulong, MessageReceiver> _receivers = new();
    private readonly Queue<Message> _held = new();
    private readonly LoopHost _host;
    private bool _isWaiting;

    private EventLoop(LoopHost host) => _host = host;

    /// <summary>Takes a message that came to the loop's port with a badge.</summary>
    public delegate void MessageReceiver(ref Message message);

    /// <summary>The loop of the running thread.</summary>
    public static EventLoop Current
    {
        get
        {
            LoopHost host = LoopHost.Current;
            return (EventLoop)(host.Work ??= new EventLoop(host));
        }
    }

    /// <summary>
    /// The port at which it waits: give out duplicates with a badge, make timers and bind interrupts to it. Made on first use;
    /// OutOfMemoryException.
    /// </summary>
    public Handle<Port> Port
    {
        get
        {
            if (_host.Port.IsNone)
            {
                if (Kernel.PortCreate(PortMessages, out Handle<Port> port) != ErrorCode.None)
                {
                    Limits.Note(0);
                    throw new OutOfMemoryException { HasLimit = true };
                }

                _host.Port = port;
            }

            return _host.Port;
        }
    }

    /// <inheritdoc/>
    public override void Leave(Handle<Port> port)
    {
        if (!port.IsNone)
        {
            throw new InvalidOperationException(
                "The thread's tasks wait at a port of their own: make the service before anything is awaited.");
        }
    }

    /// <inheritdoc/>
    public override bool IsReady =>
        _work.Count > 0 || _held.Count > 0 || (_times.Count > 0 && _times[^1].Deadline.IsReached(Kernel.ReadCounter()));

    /// <summary>Sends messages with <paramref name="badge"/> (not none) to <paramref name="receiver"/>; null: drops them.</summary>
    public void SetReceiver(Badge badge, MessageReceiver? receiver)
    {
        if (receiver is null)
        {
            _ = _receivers.Remove(badge.Value);
        }
        else
        {
            _receivers[badge.Value] = receiver;
        }
    }

    /// <summary>The next message with <paramref name="badge"/>.</summary>
    public Task<Message> ReceiveAsync(Badge badge)
    {
        TaskCompletionSource<Message> next = new();
        SetReceiver(badge, (ref Message message) =>
        {
            SetReceiver(badge, null);
            next.SetResult(message);
        });
        return next.Task;
    }

    /// <summary>Queues work, from any thread.</summary>
    public void Post(Action action)
    {
        Handle<Port> wake = default;
        lock (_work)
        {
            _work.Enqueue(action);
            if (_isWaiting)
            {
                _isWaiting = false;
                wake = Port;
            }
        }

        if (!wake.IsNone)
        {
            _ = Kernel.Notify(wake, WorkBit);
        }
    }

    /// <summary>
    /// Does <paramref name="action"/> when the counter reaches <paramref name="deadline"/>. Only from the loop's own thread.
    /// </summary>
    public void At(Deadline deadline, Action action)
    {
        int place = _times.Count;
        while (place > 0 && _times[place - 1].Deadline.Ticks <= deadline.Ticks)
        {
            place--;
        }

        // The nearest is the last; of equal ones the first.
        _times.Insert(place, new Timed(deadline, action));
    }

    /// <summary>Cancels <paramref name="action"/>, which was given to <see cref="At"/>. Only from the loop's own thread.</summary>
    public void Cancel(Action action)
    {
        for (int i = _times.Count - 1; i >= 0; i--)
        {
            if (ReferenceEquals(_times[i].Action, action))
            {
                _times.RemoveAt(i);
                return;
            }
        }
    }

    /// <inheritdoc/>
    public override Deadline Run()
    {
        // Work queued during this has its turn after the waiting requests.
        Deadline until = Deadline.Never;
        for (int left = _work.Count + _times.Count; left > 0 && Next(out until) is Action action; left--)
        {
            action();
        }

        lock (_work)
        {
            _isWaiting = _work.Count == 0;
            return _isWaiting ? _times.Count > 0 ? _times[^1].Deadline : Deadline.Never : Deadline.Now;
        }
    }

    /// <inheritdoc/>
    public override bool Take(ref Message message)
    {
        lock (_work)
        {
            _isWaiting = false;
        }

        MessageKind kind = message.Info.Kind;
        if (kind == MessageKind.Notification)
        {
            message.Words[0] &= ~WorkBit;
            if (message.Words[0] == 0)
            {
                return true;
            }
        }

        bool isRequest = kind == MessageKind.Call || (kind == MessageKind.Send && message.Badge.Value < FirstOwnBadge);
        if (isRequest && _host.IsService)
        {
            return false;
        }

        bool isReceived = _receivers.TryGetValue(message.Badge.Value, out MessageReceiver? receiver);
        receiver?.Invoke(ref message);
        return isReceived;
    }

    /// <inheritdoc/>
    public override bool TakeHeld(ref Message message)
    {
        bool isThere = _held.Count > 0;
        if (isThere)
        {
            message = _held.Dequeue();
        }

        return isThere;
    }

    /// <summary>Works until <paramref name="task"/> is completed or the deadline has passed.</summary>
    internal void RunUntil(Task task, Deadline deadline)
    {
        // Completion on another thread must wake this one.
        if (!task.IsCompleted)
        {
            task.Then(static () => { });
        }

        while (!task.IsCompleted)
        {
            Action? next = Next(out Deadline until);
            if (next is not null)
            {
                next();
            }
            else if (!Wait(until.Or(deadline)) && deadline.Ticks <= until.Ticks)
            {
                return;
            }
        }
    }

    private Action? Next(out Deadline until)
    {
        until = Deadline.Never;
        if (_times.Count > 0)
        {
            Timed nearest = _times[^1];
            if (nearest.Deadline.IsReached(Kernel.ReadCounter()))
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

    // False: the deadline has passed.
    private bool Wait(Deadline until)
    {
        Message message = default;
        ErrorCode error = Kernel.Receive(Port, until, ref message);
        if (error == ErrorCode.None && !Take(ref message))
        {
            Hold(in message);
        }

        return error == ErrorCode.None;
    }

    // The service serves it when its thread no longer waits; beyond the limit a caller gets the error that the queue is full. Without a
    // service it belongs to no one: a reply that came too late.
    private void Hold(in Message message)
    {
        if (_host.IsService && _held.Count < MostHeld)
        {
            _held.Enqueue(message);
            return;
        }

        Message answer = new() { Info = new MessageInfo((uint)ErrorCode.WouldBlock, 0, 0, MessageKind.Send) };
        _ = Kernel.Reply(message.Token, in answer);
        for (int i = 0; i < (int)message.Info.Handles; i++)
        {
            _ = Kernel.HandleClose(message.Handles[i]);
        }
    }

    private readonly struct Timed(Deadline deadline, Action action)
    {
        internal Deadline Deadline { get; } = deadline;

        internal Action Action { get; } = action;
    }
}
