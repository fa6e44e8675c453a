// The way to another service. The port outlives the service, so one handle serves for ever; a call
// that a crash interrupts comes back with an error.

using RustKernel.User;

namespace RustKernel.Services;

/// <summary>
/// A service as its client sees it. Errors beside the service's own: InvalidState (it ended with this
/// request in its hands), TimedOut, NotFound (no such service), AccessDenied.
/// </summary>
public sealed class Connection
{
    private readonly string _name;
    private readonly ulong _timeoutMilliseconds;
    private ulong _port;

    /// <summary>
    /// To the service called <paramref name="name"/>; each call may take
    /// <paramref name="timeoutMilliseconds"/> (0: any time).
    /// </summary>
    public Connection(string name, ulong timeoutMilliseconds = 20_000)
    {
        _name = name;
        _timeoutMilliseconds = timeoutMilliseconds;
    }

    /// <summary>To the port <paramref name="port"/>, whoever is there.</summary>
    public Connection(ulong port, ulong timeoutMilliseconds = 20_000)
        : this("", timeoutMilliseconds) => _port = port;

    /// <summary>Calls with what is in <paramref name="message"/> and waits for the answer, which is there afterwards.</summary>
    public ErrorCode Call(uint operation, ref Message message, uint words = 0, uint handles = 0)
    {
        ErrorCode error = Open();
        if (error != ErrorCode.None)
        {
            return error;
        }

        message.Port = _port;
        message.DeadlineOrBadge = _timeoutMilliseconds == 0 ? Kernel.Never : Own.In(_timeoutMilliseconds);
        message.Info = new MessageInfo(operation, words, handles, MessageKind.Call).Bits;
        error = Kernel.Call(SystemCall.Call, ref message);
        if (error == ErrorCode.None)
        {
            return (ErrorCode)new MessageInfo(message.Info).Label;
        }

        if (error == ErrorCode.NotFound && _name.Length > 0)
        {
            // The port itself went, and Init with it: ask again next time.
            _ = Kernel.Call(SystemCall.HandleClose, _port);
            _port = 0;
        }

        return error;
    }

    /// <summary>Sets bits at the service's port.</summary>
    public ErrorCode Notify(ulong bits)
    {
        ErrorCode error = Open();
        return error == ErrorCode.None ? Kernel.Call(SystemCall.Notify, _port, bits) : error;
    }

    private ErrorCode Open() => _port != 0 ? ErrorCode.None : InitClient.Connect(_name, out _port);
}
