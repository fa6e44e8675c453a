// From a received call to its reply, for whoever has a loop.

using System;
using System.Collections.Generic;
using RustKernel.User;

namespace RustKernel.Services;

/// <summary>
/// The interfaces that are served at a port. One call at a time. What an implementation throws goes
/// through to whoever called <see cref="Serve"/>.
/// </summary>
public sealed class CallTable
{
    private readonly List<ServiceDispatcher> _dispatchers = new();
    private readonly ServiceRequest _request = new();
    private readonly ServiceLoop? _loop;

    /// <summary>A table without interfaces.</summary>
    public CallTable()
    {
    }

    /// <summary>The table of a loop, which turns what an implementation throws into an answer.</summary>
    internal CallTable(ServiceLoop loop) => _loop = loop;

    /// <summary>Badge of the caller whose call is being served.</summary>
    public ulong Caller => _request.Badge;

    /// <summary>Serves another interface.</summary>
    public void Add(ServiceDispatcher dispatcher) => _dispatchers.Add(dispatcher);

    /// <summary>The call being served is answered later: what the method returns does not matter. Call it inside an operation.</summary>
    public PendingReply Defer() => _request.Defer();

    /// <summary>Serves the call in <paramref name="message"/>, which then is the reply. False: it is answered later.</summary>
    public bool Serve(ref Message message)
    {
        ErrorCode answer = _request.Load(ref message);
        _ = _request.Reply.Begin();
        if (answer == ErrorCode.None)
        {
            answer = Dispatch(new MessageInfo(message.Info).Label >> 16);
        }

        _request.CloseHandles();
        if (_request.IsDeferred)
        {
            return false;
        }

        _request.Reply.Store(ref message, answer, _request.Token, _request.Memory);
        return true;
    }

    /// <summary>Sends the reply that <see cref="Serve"/> made. A caller that has given up is no error; its handles are closed.</summary>
    public void Send(ref Message message)
    {
        ulong token = message.Token;
        if (Kernel.Call(SystemCall.Reply, ref message) != ErrorCode.None)
        {
            Refused(token);
        }
    }

    /// <summary>The kernel did not take the reply to <paramref name="token"/>.</summary>
    internal void Refused(ulong token) => _request.Reply.Refused(token);

    private ErrorCode Dispatch(uint protocol)
    {
        try
        {
            foreach (ServiceDispatcher dispatcher in _dispatchers)
            {
                if (dispatcher.Protocol == protocol)
                {
                    return dispatcher.Dispatch(_request);
                }
            }

            return ErrorCode.NotSupported;
        }
        catch (Exception exception) when (_loop is not null)
        {
            return _loop.ToError(exception);
        }
    }
}
