// The base of generated clients: one operation at a time over a port.

using RustKernel.User;

namespace RustKernel.Services;

/// <summary>
/// Calls the operations of a service. One thread at a time. Besides the operation's own errors:
/// NotFound, AccessDenied (the port), TimedOut, InvalidState (the server ended
/// before it replied, or failed), NotSupported (it has no such operation), InvalidArgument
/// (arguments longer than <see cref="Payload.MaximumBytes"/>, or the server found them
/// malformed), OutOfMemory, Corrupt (the reply is malformed).
/// </summary>
public abstract class ServiceClient
{
    private const int Attempts = 4;
    private const Rights ObjectRights = Rights.Read | Rights.Write | Rights.Transfer;
    private readonly Payload _payload = new();
    private Message _message;
    private HandleList _handles;
    private ulong _object;

    /// <summary>A client of the server behind <paramref name="port"/>, which stays the caller's to close.</summary>
    protected ServiceClient(Handle port) => Port = port;

    /// <summary>The port.</summary>
    public Handle Port { get; }

    /// <summary>Ticks of the counter that an operation may take; <see cref="Kernel.Never"/> is no limit.</summary>
    public ulong TimeoutTicks { get; set; } = Kernel.Never;

    /// <summary>Begins an operation.</summary>
    protected Payload Begin()
    {
        _payload.Clear();
        _handles.Clear();
        return _payload;
    }

    /// <summary>Lets a handle go along.</summary>
    protected void Carry(Handle handle) => _handles.Add(handle.Value);

    /// <summary>A handle that came with the reply; 0 after an error.</summary>
    protected Handle Taken(int index) => new(index < _handles.Count ? _handles[index] : 0);

    /// <summary>Sends what was written and waits; afterwards the payload holds the results, nothing after an error.</summary>
    /// <param name="label">Protocol and operation.</param>
    /// <param name="isIdempotent">May be repeated.</param>
    /// <param name="mayReplyLong">The results may not fit into words.</param>
    /// <param name="handles">Handles that come back.</param>
    protected ErrorCode Invoke(uint label, bool isIdempotent, bool mayReplyLong, int handles)
    {
        ErrorCode error = _payload.IsBad ? ErrorCode.InvalidArgument : ErrorCode.None;
        ulong length = (ulong)_payload.Length;
        if (_payload.IsLong)
        {
            label |= ServiceLabel.IsLong;
        }

        if (error == ErrorCode.None && (_payload.IsLong || mayReplyLong))
        {
            label |= ServiceLabel.HasObject;
            error = PrepareObject();
        }

        bool mayRepeat = isIdempotent && _handles.Count == 0;
        int attempts = mayRepeat ? Attempts : 1;
        ulong deadline = TimeoutTicks == Kernel.Never ? Kernel.Never : Kernel.ReadCounter() + TimeoutTicks;
        ErrorCode sent = error;
        while (error == ErrorCode.None && attempts-- > 0)
        {
            sent = Send(label, length, deadline);
            if (sent != ErrorCode.InvalidState)
            {
                break;
            }
        }

        error = sent == ErrorCode.None ? TakeReply(handles) : sent;
        if (error != ErrorCode.None)
        {
            Begin();
        }

        return error;
    }

    /// <summary>The operation's error, or Corrupt when the results were not what they should be.</summary>
    protected ErrorCode Finish(ErrorCode error)
    {
        if (error != ErrorCode.None || _payload.IsComplete)
        {
            return error;
        }

        _handles.Close();
        return ErrorCode.Corrupt;
    }

    // One memory object for the client's life; what is sent is another handle to it.
    private ErrorCode PrepareObject()
    {
        ErrorCode error = _object != 0 ? ErrorCode.None : Kernel.Call(SystemCall.MemoryCreate, out _object, Payload.ObjectBytes);
        return error == ErrorCode.None && _payload.IsLong ? _payload.Store(_object) : error;
    }

    private ErrorCode Send(uint label, ulong length, ulong deadline)
    {
        HandleList handles = _handles;
        ulong copy = 0;
        if ((label & ServiceLabel.HasObject) != 0)
        {
            ErrorCode made = Kernel.Call(SystemCall.HandleDuplicate, out copy, _object, (ulong)ObjectRights);
            if (made != ErrorCode.None)
            {
                return made;
            }

            handles.Add(copy);
        }

        uint words = 1;
        _message.Words[0] = length;
        if ((label & ServiceLabel.IsLong) == 0)
        {
            words = _payload.Store(ref _message);
        }

        _message.Port = Port.Value;
        _message.DeadlineOrBadge = deadline;
        _message.Info = new MessageInfo(label, words, (uint)handles.Count, MessageKind.Call).Bits;
        handles.Store(ref _message);
        ErrorCode error = Kernel.Call(SystemCall.Call, ref _message);
        if (error != ErrorCode.None)
        {
            // Not sent, it is still ours.
            new Handle(copy).Close();
        }

        return error;
    }

    private ErrorCode TakeReply(int handles)
    {
        MessageInfo info = new(_message.Info);
        _handles.Load(in _message);
        ErrorCode error = (ErrorCode)(info.Label & 0xFFFF);
        if (error == ErrorCode.None && (info.Label & ServiceLabel.IsLongReply) != 0)
        {
            error = info.Words == 1 && _object != 0 ? _payload.Load(_object, _message.Words[0]) : ErrorCode.Corrupt;
        }
        else
        {
            _payload.Load(ref _message);
        }

        if (error == ErrorCode.None && _handles.Count != handles)
        {
            error = ErrorCode.Corrupt;
        }

        if (error != ErrorCode.None)
        {
            _handles.Close();
        }

        return error;
    }
}
