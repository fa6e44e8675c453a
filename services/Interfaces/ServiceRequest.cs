using RustKernel.User;

namespace RustKernel.Services;

/// <summary>
/// A message that a loop has received, with its arguments and results. Used by generated code and by the loop. Arguments and results that
/// are a few numbers stay in the message's words; others go through <see cref="Arguments"/> and <see cref="Reply"/>.
/// </summary>
public sealed class ServiceRequest
{
    private HandleList _handles;
    private ServiceReply _reply;
    private ReplyToken _token;
    private Handle<Memory> _memory;
    private Handle<Port> _replyPort;
    private uint _replyWords;
    private bool _hasHandles;
    private bool _hasReply;
    private bool _isReplyInWords;

    /// <summary>The message as received; after <see cref="Finish"/>, the reply.</summary>
    public Message Message;

    /// <summary>The operation's number.</summary>
    public uint Operation => Label & ServiceLabel.OperationMask;

    /// <summary>The interface's number.</summary>
    public uint Protocol => Label >> 16;

    /// <summary>The arguments, after <see cref="Load"/>.</summary>
    public Payload Arguments { get; } = new();

    /// <summary>A request that the loop reuses for each message.</summary>
    public ServiceRequest() => _reply = new ServiceReply(Arguments);

    /// <summary>Where results go that are more than a few numbers.</summary>
    public ref ServiceReply Reply => ref _reply;

    /// <summary>The implementation has taken over the reply.</summary>
    public bool IsDeferred { get; private set; }

    /// <summary>The caller's badge.</summary>
    public Badge Badge { get; private set; }

    /// <summary>A caller waits for a reply.</summary>
    public bool HasCaller { get; private set; }

    private uint Label => Message.Info.Label;

    /// <summary>Begins with the received message: a call, or a sent message.</summary>
    public void Begin()
    {
        MessageInfo info = Message.Info;
        Badge = Message.Badge;
        _token = Message.Token;
        _memory = default;
        _replyPort = default;
        _hasHandles = false;
        _hasReply = false;
        _isReplyInWords = false;
        IsDeferred = false;
        HasCaller = info.Kind == MessageKind.Call;
        if (!HasCaller && (info.Label & ServiceLabel.HasReplyPort) != 0)
        {
            TakeReplyPort();
        }
    }

    /// <summary>Whether exactly that many words came. False: malformed, answer InvalidArgument.</summary>
    public bool HasWords(uint count)
    {
        const uint others = ServiceLabel.IsLong | ServiceLabel.HasObject | ServiceLabel.Reserved;
        return ((uint)Message.Info.Bits & 0x7F) == count && (Label & others) == 0;
    }

    /// <summary>The results are that many words of <see cref="Message"/>.</summary>
    public void ReplyWords(uint count)
    {
        _isReplyInWords = true;
        _replyWords = count;
    }

    /// <summary>Begins to write results that are more than a few numbers. The arguments are gone.</summary>
    public Payload BeginReply()
    {
        _hasReply = true;
        return Reply.Begin();
    }

    /// <summary>Takes arguments that are more than a few numbers. InvalidArgument: malformed.</summary>
    public ErrorCode Load()
    {
        MessageInfo info = Message.Info;
        LoadHandles();
        bool isLong = (info.Label & ServiceLabel.IsLong) != 0;
        bool hasObject = (info.Label & ServiceLabel.HasObject) != 0;
        if ((info.Label & ServiceLabel.Reserved) != 0 || (isLong && (!hasObject || info.Words != 1)) || (hasObject && _handles.Count == 0))
        {
            return ErrorCode.InvalidArgument;
        }

        _memory = hasObject ? _handles.RemoveLast().As<Memory>() : default;
        if (!isLong)
        {
            Arguments.Load(ref Message);
            return ErrorCode.None;
        }

        return Arguments.Load(_memory, Message.Words[0]) == ErrorCode.None ? ErrorCode.None : ErrorCode.InvalidArgument;
    }

    /// <summary>
    /// Whether all arguments were read, nothing is left, and that many handles came. False: malformed, answer InvalidArgument.
    /// </summary>
    public bool IsWellFormed(int handles) => Arguments.IsComplete && _handles.Count == handles;

    /// <summary>Handle <paramref name="index"/>; the implementation owns it from now on.</summary>
    public AnyHandle Take(int index) => _handles[index];

    /// <summary>Call after all handles were taken.</summary>
    public void Taken() => _handles.Clear();

    /// <summary>Defers the answer: what the method returns is ignored.</summary>
    public PendingReply Defer()
    {
        IsDeferred = true;
        return new PendingReply(_token, _memory, _replyPort);
    }

    /// <summary>Closes the handles that came and were not taken.</summary>
    public void Drop()
    {
        LoadHandles();
        _handles.Close();
    }

    /// <summary>
    /// Ends the operation with <paramref name="error"/>. True: <see cref="Message"/> is the reply that the caller waits for. False: there
    /// is none, or it is already sent.
    /// </summary>
    public bool Finish(ErrorCode error)
    {
        if (_isReplyInWords && error == ErrorCode.None && !IsDeferred && HasCaller && _replyPort.IsNone)
        {
            // The token is still in the message, and no handle came.
            Message.Info = new MessageInfo(0, _replyWords, 0, MessageKind.Send);
            return true;
        }

        return FinishOther(error);
    }

    /// <summary>The kernel refused the reply.</summary>
    public void Refused()
    {
        if (_hasReply)
        {
            Reply.Refused(_token);
        }
    }

    private bool FinishOther(ErrorCode error)
    {
        Drop();
        if (IsDeferred)
        {
            return false;
        }

        if (!HasCaller)
        {
            _memory.Close();
            return false;
        }

        PendingReply pending = new(_token, _memory, _replyPort);
        if (_isReplyInWords && error == ErrorCode.None)
        {
            Message.Info = new MessageInfo(0, _replyWords, 0, MessageKind.Send);
        }
        else
        {
            if (!_hasReply)
            {
                _ = BeginReply();
            }

            Reply.Store(ref Message, error, pending);
        }

        if (_replyPort.IsNone)
        {
            return true;
        }

        _ = pending.Send(in Message);
        return false;
    }


    private void LoadHandles()
    {
        if (!_hasHandles)
        {
            _hasHandles = true;
            _handles.Load(in Message);
        }
    }

    // The last handle is the reply's port; without it, the message looks like a call.
    private void TakeReplyPort()
    {
        const ulong flag = (ulong)ServiceLabel.HasReplyPort << 32;
        const ulong oneHandle = 1 << 4;
        LoadHandles();
        if (_handles.Count != 0)
        {
            _replyPort = _handles.RemoveLast().As<Port>();
            HasCaller = true;
            Message.Info = new MessageInfo((Message.Info.Bits & ~flag) - oneHandle);
        }
    }
}
