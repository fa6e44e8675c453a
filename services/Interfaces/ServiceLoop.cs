// A server: receives, dispatches, replies. What callers send cannot end it.

using System;
using RustKernel.User;

namespace RustKernel.Services;

/// <summary>Serves one port. One thread; several loops may serve one port.</summary>
public sealed class ServiceLoop
{
    private readonly Handle _port;
    private readonly CallTable _calls;
    private Message _message;
    private bool _isStopped;
    private ulong _owed;

    /// <summary>A loop at <paramref name="port"/>, with the right to receive.</summary>
    public ServiceLoop(Handle port)
    {
        _port = port;
        _calls = new CallTable(this);
    }

    /// <summary>Badge of the caller whose request is being served.</summary>
    public ulong Caller => _calls.Caller;

    /// <summary>Gets messages that are no calls; without it their handles are closed.</summary>
    public MessageHandler? OtherMessage { get; set; }

    /// <summary>Is told of exceptions that an implementation or a handler threw; the caller got an error.</summary>
    public Action<Exception>? Failed { get; set; }

    /// <summary>Serves another interface at the port.</summary>
    public void Add(ServiceDispatcher dispatcher) => _calls.Add(dispatcher);

    /// <summary>The request being served is answered later: what the method returns does not matter. Call it inside an operation.</summary>
    public PendingReply Defer() => _calls.Defer();

    /// <summary>Ends <see cref="Run"/> after the present request.</summary>
    public void Stop() => _isStopped = true;

    /// <summary>Serves until <see cref="Stop"/>; else the error of the port: NotFound (destroyed), AccessDenied.</summary>
    public ErrorCode Run()
    {
        _isStopped = false;
        ErrorCode error = ErrorCode.None;
        while (!_isStopped && error == ErrorCode.None)
        {
            error = Step(Kernel.Never);
        }

        Settle();
        return error;
    }

    /// <summary>
    /// Sends the reply that is owed, waits for one message until <paramref name="deadline"/> and
    /// serves it. TimedOut, WouldBlock (deadline 0), NotFound, AccessDenied.
    /// </summary>
    public ErrorCode Step(ulong deadline)
    {
        ErrorCode error = Exchange(deadline);
        if (error != ErrorCode.None)
        {
            return error;
        }

        if (new MessageInfo(_message.Info).Kind != MessageKind.Call)
        {
            Other();
            return ErrorCode.None;
        }

        if (_calls.Serve(ref _message))
        {
            _owed = _message.Token;
        }

        return ErrorCode.None;
    }

    // Reply and receive in one call. A reply that the kernel refuses keeps it from receiving.
    private ErrorCode Exchange(ulong deadline)
    {
        _message.Port = _port.Value;
        _message.DeadlineOrBadge = deadline;
        ulong owed = _owed;
        _owed = 0;
        if (owed == 0)
        {
            return Kernel.Call(SystemCall.Receive, ref _message);
        }

        ErrorCode error = Kernel.Call(SystemCall.ReplyReceive, ref _message);
        if (error is ErrorCode.None or ErrorCode.TimedOut or ErrorCode.WouldBlock)
        {
            return error;
        }

        _calls.Refused(owed);
        _message.Port = _port.Value;
        _message.DeadlineOrBadge = deadline;
        return Kernel.Call(SystemCall.Receive, ref _message);
    }

    private void Settle()
    {
        if (_owed != 0)
        {
            _calls.Send(ref _message);
            _owed = 0;
        }
    }

    /// <summary>An implementation threw: the answer.</summary>
    internal ErrorCode ToError(Exception exception)
    {
        Tell(exception);
        return exception is OutOfMemoryException ? ErrorCode.OutOfMemory : ErrorCode.InvalidState;
    }

    private void Other()
    {
        MessageHandler? handler = OtherMessage;
        if (handler is null)
        {
            HandleList handles = default;
            handles.Load(in _message);
            handles.Close();
            return;
        }

        try
        {
            handler(ref _message);
        }
        catch (Exception exception)
        {
            Tell(exception);
        }
    }

    private void Tell(Exception exception)
    {
        try
        {
            Failed?.Invoke(exception);
        }
        catch (Exception)
        {
            // Whoever is told of failures failed: there is nobody left to tell, and the loop goes on.
        }
    }
}
