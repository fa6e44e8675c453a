// The one loop of a service: requests, notices, Init's questions, and the tasks of its thread.

using System;
using RustKernel.Runtime;
using RustKernel.User;

namespace RustKernel.Services;

/// <summary>
/// A service. One thread receives, acts and answers; a reply goes with the next receive. What an operation throws is its caller's
/// error (<see cref="ServiceFailure"/>) and the service goes on; what is thrown where no caller waits ends the process: Init starts it
/// again, and what is queued waits for the successor. What follows an <c>await</c> runs between two messages.
/// </summary>
public abstract class Service : ISupervised
{
    private readonly LoopHost _host;
    private readonly ServiceRequest _request = new();
    private ServiceDispatcher? _dispatchers;
    private bool _isOwed;
    private bool _isStopped;

    /// <summary>A service at its own port.</summary>
    protected Service()
        : this(Own.Port)
    {
    }

    /// <summary>A service at <paramref name="port"/>.</summary>
    protected Service(Handle<Port> port)
    {
        _host = LoopHost.Begin(port);
        Serve(new SupervisedDispatcher(this));
    }

    /// <summary>Handle of the port.</summary>
    protected Handle<Port> Port => _host.Port;

    /// <summary>Badge of the caller whose request is being served.</summary>
    protected Badge Badge => _request.Badge;

    /// <summary>
    /// Number of the service whose request is being served; negative: the sender has its handle from a process other than Init.
    /// </summary>
    protected int Client => (int)_request.Badge.Value - 1;

    /// <summary>Serves until the port is gone, or <see cref="Stop"/>; the port's error.</summary>
    public ulong Run()
    {
        ErrorCode error = ErrorCode.None;
        while (!_isStopped && error is ErrorCode.None or ErrorCode.TimedOut or ErrorCode.WouldBlock)
        {
            error = Step();
        }

        Settle();
        return (ulong)error;
    }

    /// <inheritdoc/>
    ErrorCode ISupervised.Crash(CrashKind kind)
    {
        if (!Badge.IsNone)
        {
            return ErrorCode.AccessDenied;
        }

        Crash.Do(kind);
        return ErrorCode.None;
    }

    /// <summary>Serves an interface, among others: <c>Serve(new NameDispatcher(this))</c>.</summary>
    protected void Serve(ServiceDispatcher dispatcher)
    {
        dispatcher.Next = _dispatchers;
        _dispatchers = dispatcher;
    }

    /// <summary>
    /// The request that is being served is answered later, with the <c>Complete…</c> of the operation's dispatcher; what the method
    /// returns does not matter. An operation that returns a task needs no such thing.
    /// </summary>
    protected PendingReply Defer() => _request.Defer();

    /// <summary>Ends <see cref="Run"/> after the present request.</summary>
    protected void Stop() => _isStopped = true;

    /// <summary>
    /// Init asks whether the service lives; the loop answers. Comes four times in the
    /// watch of its manifest. Nothing by default.
    /// </summary>
    protected virtual void OnQuestion()
    {
    }

    /// <summary>Notification bits that are not Init's. Nothing by default.</summary>
    protected virtual void OnBits(ulong bits)
    {
    }

    /// <summary>
    /// A timer with <paramref name="badge"/> ran out, or an interrupt with it came: acknowledge it to get the next. Nothing by default.
    /// </summary>
    protected virtual void OnSignal(Badge badge)
    {
    }

    /// <summary>A process ended. Nothing by default.</summary>
    protected virtual void OnExit(in ProcessEnd end)
    {
    }

    /// <summary>
    /// The page at <paramref name="offset"/> of a memory object is wanted, whose pager has badge <paramref name="badge"/>.
    /// True: it was supplied. False, by default: the process that wants it ends.
    /// </summary>
    protected virtual bool OnPage(Badge badge, ulong offset) => false;

    private ErrorCode Step()
    {
        Deadline deadline = Deadline.Never;
        LoopWork? work = _host.Work;
        if (work is not null)
        {
            // A caller need not wait for what other tasks do.
            if (work.IsReady)
            {
                Settle();
            }

            deadline = work.Run();
            if (_isStopped)
            {
                return ErrorCode.None;
            }

            if (work.TakeHeld(ref _request.Message))
            {
                Dispatch();
                return ErrorCode.None;
            }
        }

        ErrorCode error = Exchange(deadline);
        if (error == ErrorCode.None && (work is null || !work.Take(ref _request.Message)))
        {
            Dispatch();
        }

        return error;
    }

    // Reply and receive in one call. A reply that the kernel refuses keeps it from receiving.
    private ErrorCode Exchange(Deadline deadline)
    {
        ref Message message = ref _request.Message;
        Handle<Port> port = _host.Port;
        if (_isOwed)
        {
            _isOwed = false;
            ErrorCode error = Kernel.ReplyReceive(port, deadline, message.Token, ref message);
            if (error is ErrorCode.None or ErrorCode.TimedOut or ErrorCode.WouldBlock)
            {
                return error;
            }

            _request.Refused();
        }

        return Kernel.Receive(port, deadline, ref message);
    }

    private void Settle()
    {
        if (_isOwed)
        {
            _isOwed = false;
            if (Kernel.Reply(_request.Message.Token, in _request.Message) != ErrorCode.None)
            {
                _request.Refused();
            }
        }
    }

    private void Dispatch()
    {
        ref Message message = ref _request.Message;
        switch (message.Info.Kind)
        {
            case MessageKind.Call:
            case MessageKind.Send:
                _request.Begin();
                _isOwed = Serve();
                break;
            case MessageKind.Notification:
                OnNotification(message.Words[0]);
                break;
            case MessageKind.Timer:
            case MessageKind.Interrupt:
                OnSignal(message.Badge);
                break;
            case MessageKind.Exit:
                OnExit(new ProcessEnd(ref message));
                break;
            case MessageKind.Page:
                _request.Begin();
                message.Info = PageReply(OnPage(message.Badge, message.Words[0]));
                _isOwed = true;
                break;
            default:
                break;
        }
    }

    // True: the reply is in the message.
    private bool Serve()
    {
        ErrorCode answer;
        try
        {
            answer = Find();
        }
        catch (Exception exception) when (_request.HasCaller)
        {
            answer = ServiceFailure.Answer(exception);
        }

        return _request.Finish(answer);
    }

    private ErrorCode Find()
    {
        uint protocol = _request.Protocol;
        for (ServiceDispatcher? next = _dispatchers; next is not null; next = next.Next)
        {
            if (next.Protocol == protocol)
            {
                return next.Dispatch(_request);
            }
        }

        return ErrorCode.NotSupported;
    }

    // 0 resumes the thread, 1 skips the instruction, anything else ends the process.
    private static MessageInfo PageReply(bool isSupplied) => new MessageInfo(isSupplied ? 0u : 2, 0, 0, MessageKind.Send);

    private void OnNotification(ulong bits)
    {
        if ((bits & Supervision.PingBit) != 0)
        {
            Pulse.Say();
            OnQuestion();
        }

        ulong others = bits & ~Supervision.PingBit;
        if (others != 0)
        {
            OnBits(others);
        }
    }
}
