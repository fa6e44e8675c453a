// The reply to one request.

using RustKernel.User;

namespace RustKernel.Services;

/// <summary>Results and handles on their way to a caller. Used by generated code.</summary>
public struct ServiceReply
{
    private HandleList _handles;

    /// <summary>A reply with room of its own.</summary>
    public ServiceReply()
        : this(new Payload())
    {
    }

    /// <summary>A reply whose results take the place of the arguments.</summary>
    internal ServiceReply(Payload payload) => Payload = payload;

    /// <summary>The results.</summary>
    public readonly Payload Payload { get; }

    /// <summary>Begins.</summary>
    public Payload Begin()
    {
        Payload.Clear();
        _handles.Clear();
        return Payload;
    }

    /// <summary>Lets a handle go along.</summary>
    public void Carry(AnyHandle handle) => _handles.Add(handle);

    /// <summary>Sends it to a caller whose request was deferred. A caller that has given up is no error; its handles are closed.</summary>
    public void Complete(PendingReply pending, ErrorCode error)
    {
        Message message = default;
        Store(ref message, error, pending);
        if (!pending.Send(in message))
        {
            Refused(pending.Token);
        }
    }

    /// <summary>Puts it into a message; the memory object is not needed any more.</summary>
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

    /// <summary>The kernel did not take it: the caller is gone, or a handle cannot be sent. A caller that is there gets an error.</summary>
    internal void Refused(ReplyToken token)
    {
        if (_handles.Count == 0)
        {
            return;
        }

        _handles.Close();
        Message message = new() { Info = new MessageInfo((uint)ErrorCode.InvalidState, 0, 0, MessageKind.Send) };

        // NotFound: no one waits any more.
        _ = Kernel.Reply(token, in message);
    }
}
