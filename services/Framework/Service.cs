// The event loop of a service: one port brings requests, notices, and Init's questions.

using RustKernel.User;

namespace RustKernel.Services;

/// <summary>
/// A service. It has one thread, which receives, acts and answers. What throws ends the process:
/// Init starts it again, the caller of the request in flight gets
/// <see cref="ErrorCode.InvalidState"/>, and what is queued waits for the successor.
/// </summary>
public abstract class Service
{
    private readonly ulong _port;
    private CallTable? _calls;

    /// <summary>A service at its own port.</summary>
    protected Service()
        : this(Own.Port)
    {
    }

    /// <summary>A service at <paramref name="port"/>.</summary>
    protected Service(ulong port) => _port = port;

    /// <summary>Handle of the port.</summary>
    protected ulong Port => _port;

    /// <summary>
    /// Number of the service whose call of an interface is being served; negative: it was not Init
    /// that gave it the port.
    /// </summary>
    protected int Client => _calls is null ? -1 : (int)_calls.Caller - 1;

    /// <summary>Receives and acts for ever; the error when the port is gone.</summary>
    public ulong Run()
    {
        Message message = default;
        while (true)
        {
            message.Port = _port;
            message.DeadlineOrBadge = Kernel.Never;
            ErrorCode error = Kernel.Call(SystemCall.Receive, ref message);
            if (error != ErrorCode.None)
            {
                return (ulong)error;
            }

            Dispatch(ref message);
        }
    }

    /// <summary>
    /// A call of operation <paramref name="operation"/> by the client of number <paramref name="badge"/>.
    /// Words and handles of the answer go into <paramref name="message"/> through
    /// <see cref="Answer"/>. False: it is answered later, through <see cref="Reply"/> with the message's token.
    /// </summary>
    protected virtual bool OnCall(uint operation, ulong badge, ref Message message) => Answer(ref message, ErrorCode.NotSupported);

    /// <summary>What was sent without waiting for an answer. Nothing by default.</summary>
    protected virtual void OnSend(uint operation, ulong badge, ref Message message)
    {
    }

    /// <summary>Interrupts, timers, exits, faults, pages. Nothing by default.</summary>
    protected virtual void OnNotice(MessageKind kind, ulong badge, ref Message message)
    {
    }

    /// <summary>Notification bits that are not Init's. Nothing by default.</summary>
    protected virtual void OnBits(ulong bits)
    {
    }

    /// <summary>
    /// From now on calls are those of generated interfaces (docs/RUNTIME.md), of this one among
    /// others, and no <see cref="OnCall"/>.
    /// </summary>
    protected void Serve(ServiceDispatcher dispatcher) => (_calls ??= new CallTable()).Add(dispatcher);

    /// <summary>
    /// Init asks whether the service lives; <see cref="Run"/> answers. Comes four times in the
    /// watch of its manifest. Nothing by default.
    /// </summary>
    protected virtual void OnQuestion()
    {
    }

    /// <summary>
    /// What a request carried is closed when it has been acted on, so that nobody can fill this
    /// process's table; a service that takes handles closes them itself.
    /// </summary>
    protected virtual bool TakesHandles => false;

    /// <summary>Makes <paramref name="message"/> the answer of a call: error, words and handles that are in it.</summary>
    protected static bool Answer(ref Message message, ErrorCode error, uint words = 0, uint handles = 0)
    {
        message.Info = new MessageInfo((uint)error, words, handles, MessageKind.Send).Bits;
        return true;
    }

    /// <summary>
    /// Sends the answer that is in <paramref name="message"/> to the caller that <paramref name="token"/> names. A
    /// caller that gave up, or ended, is no error; the handles that it does not get are closed.
    /// </summary>
    protected static void Reply(ulong token, ref Message message)
    {
        bool hasHandles = new MessageInfo(message.Info).Handles != 0;
        ulong first = message.Handles01;
        ulong second = message.Handles23;
        message.Token = token;
        if (Kernel.Call(SystemCall.Reply, ref message) != ErrorCode.None && hasHandles)
        {
            Close(first);
            Close(second);
        }
    }

    private void Dispatch(ref Message message)
    {
        MessageInfo info = new(message.Info);
        ulong badge = message.DeadlineOrBadge;
        switch (info.Kind)
        {
            case MessageKind.Call when _calls is not null:
                if (_calls.Serve(ref message))
                {
                    _calls.Send(ref message);
                }

                break;
            case MessageKind.Call:
                ulong token = message.Token;
                ulong first = message.Handles01;
                ulong second = message.Handles23;
                if (OnCall(info.Label, badge, ref message))
                {
                    Reply(token, ref message);
                }

                CloseCarried(info, first, second);
                break;
            case MessageKind.Send when badge == 0 && info.Label == Supervision.CrashOrder:
                Crash.Do((CrashKind)(int)message.Words[0]);
                break;
            case MessageKind.Send:
                first = message.Handles01;
                second = message.Handles23;
                OnSend(info.Label, badge, ref message);
                CloseCarried(info, first, second);
                break;
            case MessageKind.Notification:
                OnNotification(message.Words[0]);
                break;
            default:
                OnNotice(info.Kind, badge, ref message);
                break;
        }
    }

    private void CloseCarried(MessageInfo info, ulong first, ulong second)
    {
        if (info.Handles != 0 && !TakesHandles)
        {
            Close(first);
            Close(second);
        }
    }

    private static void Close(ulong pair)
    {
        for (ulong rest = pair; rest != 0; rest >>= 32)
        {
            _ = Kernel.Call(SystemCall.HandleClose, rest & uint.MaxValue);
        }
    }

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
