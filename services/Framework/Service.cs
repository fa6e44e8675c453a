// The one loop of a service: requests, notices, Init's questions, and the tasks of its thread.

using System;
using RustKernel.Runtime;
using RustKernel.User;

namespace RustKernel.Services;

/// <summary>
/// A service. One thread receives, acts and answers; a reply goes out with the next receive. If an operation throws, its caller gets an
/// error (<see cref="ServiceFailure"/>) and the service continues. If code throws where no caller waits, the process ends: Init restarts
/// it, and queued messages wait for the successor. Code after an <c>await</c> runs between two messages.
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
    /// Number of the service whose request is being served; negative: the sender got its handle from a process other than Init.
    /// </summary>
    protected int Client => (int)_request.Badge.Value - 1;

    /// <summary>Serves until the port is gone or <see cref="Stop"/> is called. Returns the port's error.</summary>
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

    /// <summary>Adds an interface that this service serves: <c>Serve(new NameDispatcher(this))</c>.</summary>
    protected void Serve(ServiceDispatcher dispatcher)
    {
        dispatcher.Next = _dispatchers;
        _dispatchers = dispatcher;
    }

    /// <summary>
    /// Defers the answer to the current request: the <c>Complete…</c> of the operation's dispatcher sends it, and the method's result is
    /// ignored. An operation that returns a task does not need this.
    /// </summary>
    protected PendingReply Defer() => _request.Defer();

    /// <summary>Ends <see cref="Run"/> after the current request.</summary>
    protected void Stop() => _isStopped = true;

    /// <summary>
    /// Called when Init asks whether the service lives, four times in the watch of its manifest; the loop itself answers. Does nothing by
    /// default.
    /// </summary>
    protected virtual void OnQuestion()
    {
    }

    /// <summary>Called with notification bits that are not Init's. Does nothing by default.</summary>
    protected virtual void OnBits(ulong bits)
    {
    }

    /// <summary>
    /// Called when a timer with <paramref name="badge"/> ran out, or an interrupt with it came: acknowledge the interrupt to get the next.
    /// Does nothing by default.
    /// </summary>
    protected virtual void OnSignal(Badge badge)
    {
    }

    /// <summary>Called when a process ended. Does nothing by default.</summary>
    protected virtual void OnExit(in ProcessEnd end)
    {
    }

    /// <summary>
    /// Called when a thread wants the page at <paramref name="offset"/> of a memory object whose pager has badge <paramref name="badge"/>.
    /// True: it was supplied. False, the default: that thread's process ends.
    /// </summary>
    protected virtual bool OnPage(Badge badge, ulong offset) => false;

    private ErrorCode Step()
    {
        Deadline deadline = Deadline.Never;
        LoopWork? work = _host.Work;
        if (work is not null)
        {
            // Reply first: the caller need not wait for other tasks.
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

    // Reply and receive in one call. If the kernel refuses the reply, it has not received.
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
