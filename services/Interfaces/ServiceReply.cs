using RustKernel.User;

namespace RustKernel.Services;

/// <summary>The reply to one request: results and handles for the caller. Used by generated code.</summary>
public struct ServiceReply
{
    private HandleList _handles;

    /// <summary>A reply with a payload of its own.</summary>
    public ServiceReply()
        : this(new Payload())
    {
    }

    /// <summary>A reply whose results replace the arguments.</summary>
    internal ServiceReply(Payload payload) => Payload = payload;

    /// <summary>The results.</summary>
    public readonly Payload Payload { get; }

    /// <summary>Begins to write results.</summary>
    public Payload Begin()
    {
        Payload.Clear();
        _handles.Clear();
        return Payload;
    }

    /// <summary>Sends a handle along.</summary>
    public void Carry(AnyHandle handle) => _handles.Add(handle);

    /// <summary>
    /// Sends the reply to a caller whose request was deferred. If the caller has given up, that is no error; the handles are closed.
    /// </summary>
    public void Complete(PendingReply pending, ErrorCode error)
    {
        Message message = default;
        Store(ref message, error, pending);
        if (!pending.Send(in message))
        {
            Refused(pending.Token);
        }
    }

    /// <summary>Puts the reply into a message; the memory object is then no longer needed.</summary>
    internal void Store(ref Message message, ErrorCode error, PendingReply pending)
    {
        uint label = 0;
        uint words = 0;
        if (error == ErrorCode.None && (Payload.IsLong || Payload.IsBad))
        {
            error = pending.Memory.IsNone || Payload.IsBad ? ErrorCode.InvalidState : Payload.Store(pending.Memory);
            label = ServiceLabel.IsLongReply;
            message.Words[0] = (ulong)Payload.Length;
            words = 1;
        }
        else if (error == ErrorCode.None)
        {
            words = Payload.Store(ref message);
        }

        if (error != ErrorCode.None)
        {
            _handles.Close();
            label = (uint)error & 0xFFFF;
            words = 0;
        }

        pending.Memory.Close();
        message.Token = pending.Token;
        message.Info = new MessageInfo(label, words, (uint)_handles.Count, MessageKind.Send);
        _handles.Store(ref message);
    }

    /// <summary>
    /// The kernel refused the reply: the caller is gone, or a handle cannot be sent. If the caller still waits, it gets an error.
    /// </summary>
    internal void Refused(ReplyToken token)
    {
        if (_handles.Count == 0)
        {
            return;
        }

        _handles.Close();
        Message message = new() { Info = new MessageInfo((uint)ErrorCode.InvalidState, 0, 0, MessageKind.Send) };

        // NotFound: the caller no longer waits.
        _ = Kernel.Reply(token, in message);
    }
}
