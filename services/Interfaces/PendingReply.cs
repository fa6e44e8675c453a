using RustKernel.User;

namespace RustKernel.Services;

/// <summary>
/// The caller of a request that is answered later. Complete it once, with the generated <c>Complete…</c> of the operation's dispatcher; if
/// it is never completed, the caller waits on.
/// </summary>
public readonly struct PendingReply
{
    internal PendingReply(ReplyToken token, Handle<Memory> memory, Handle<Port> port)
    {
        Token = token;
        Memory = memory;
        Port = port;
    }

    /// <summary>The kernel's token for a caller that waits for this reply only.</summary>
    public ReplyToken Token { get; }

    /// <summary>The caller's memory object for long results; 0: none.</summary>
    internal Handle<Memory> Memory { get; }

    /// <summary>Where the reply goes for a caller that does other things until then; 0: the caller waits for this reply only.</summary>
    internal Handle<Port> Port { get; }

    /// <summary>Answers with an error and no results.</summary>
    public void Fail(ErrorCode error)
    {
        ServiceReply reply = new();
        _ = reply.Begin();
        reply.Complete(this, error);
    }

    /// <summary>Answers with <paramref name="count"/> words that are in <paramref name="message"/>.</summary>
    public void CompleteWords(ref Message message, uint count)
    {
        message.Info = new MessageInfo(0, count, 0, MessageKind.Send);
        _ = Send(in message);
        Memory.Close();
    }

    /// <summary>Sends the reply. False: the caller has given up, or a handle cannot be sent; the handles are then still ours.</summary>
    internal bool Send(ref readonly Message message)
    {
        if (Port.IsNone)
        {
            return Kernel.Reply(Token, in message) == ErrorCode.None;
        }

        // Does not wait: a caller that has no room for its own replies gets none.
        bool isSent = Kernel.Send(Port, Deadline.Now, in message) == ErrorCode.None;
        Port.Close();
        return isSent;
    }
}
