// The base of generated clients.

using RustKernel.User;

namespace RustKernel.Services;

/// <summary>
/// Calls the operations of a service, one at a time. One thread at a time. Besides the operation's own errors: NotFound, AccessDenied (the
/// port), TimedOut, ServerEnded (the service ended while it had the request, which may be the cause and is not sent again), NotRunning (the
/// service does not run), InvalidState (it threw), NotSupported (it has no such operation), InvalidArgument (arguments longer than
/// <see cref="Payload.MaximumBytes"/>, or the server found them malformed), OutOfMemory, Corrupt (the reply is malformed).
/// </summary>
public abstract class ServiceClient
{
    private const Rights ObjectRights = Rights.Read | Rights.Write | Rights.Transfer;
    private readonly Payload _payload = new();
    private Message _message;
    private HandleList _handles;
    private Handle<Memory> _object;

    /// <summary>A client of the server at <paramref name="port"/>, which the caller closes.</summary>
    protected ServiceClient(Handle<Port> port) => Port = port;

    /// <summary>The port.</summary>
    public Handle<Port> Port { get; }

    /// <summary>Ticks of the counter that an operation may take; <see cref="Kernel.Never"/> is no limit.</summary>
    public ulong TimeoutTicks { get; set; } = Kernel.Never;

    /// <summary>Ticks of the counter that a one-way operation waits for room in the server's queue; 0: it does not wait.</summary>
    public ulong RoomTicks { get; set; }

    /// <summary>The words of the message, for arguments and results that are a few numbers.</summary>
    protected ref Message.WordTable MessageWords => ref _message.Words;

    /// <summary>Sends what is in <see cref="MessageWords"/> and waits. Afterwards they hold the results, or zeros after an error.</summary>
    /// <param name="label">Protocol and operation.</param>
    /// <param name="words">Words that are arguments.</param>
    /// <param name="results">Words that come back.</param>
    protected ErrorCode InvokeWords(uint label, uint words, uint results)
    {
        _message.Info = new MessageInfo(label, words, 0, MessageKind.Call);
        ErrorCode error = Kernel.Call(Port, NextDeadline, ref _message);
        if (error == ErrorCode.None)
        {
            error = WordReply(results);
        }

        if (error != ErrorCode.None)
        {
            _message.Words = default;
        }

        return error;
    }

    /// <summary>Sends what is in <see cref="MessageWords"/>; there is no reply. WouldBlock, TimedOut: there is no room.</summary>
    protected ErrorCode SendWords(uint label, uint words)
    {
        _message.Info = new MessageInfo(label, words, 0, MessageKind.Send);
        return Kernel.Send(Port, RoomDeadline, in _message);
    }

    /// <summary>Begins an operation whose reply the caller awaits.</summary>
    protected ServiceCall BeginCall() => new(Port, TimeoutTicks);

    /// <summary>Begins an operation.</summary>
    protected Payload Begin()
    {
        _payload.Clear();
        _handles.Clear();
        return _payload;
    }

    /// <summary>Sends a handle along.</summary>
    protected void Carry(AnyHandle handle) => _handles.Add(handle);

    /// <summary>A handle that came with the reply; none after an error.</summary>
    protected AnyHandle Taken(int index) => index < _handles.Count ? _handles[index] : default;

    /// <summary>Sends what was written and waits. Afterwards the payload holds the results, or nothing after an error.</summary>
    /// <param name="label">Protocol and operation.</param>
    /// <param name="mayReplyLong">The results may not fit into words.</param>
    /// <param name="handles">Handles that come back.</param>
    protected ErrorCode Invoke(uint label, bool mayReplyLong, int handles)
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

        error = error == ErrorCode.None ? Send(label, length, NextDeadline, MessageKind.Call) : error;
        error = error == ErrorCode.None ? TakeReply(handles) : error;
        if (error != ErrorCode.None)
        {
            Begin();
        }

        return error;
    }

    /// <summary>Returns the operation's error, or Corrupt if the results are malformed.</summary>
    protected ErrorCode Finish(ErrorCode error)
    {
        if (error != ErrorCode.None || _payload.IsComplete)
        {
            return error;
        }

        _handles.Close();
        return ErrorCode.Corrupt;
    }

    /// <summary>Sends what was written; there is no reply. WouldBlock, TimedOut: there is no room.</summary>
    protected ErrorCode Send(uint label)
    {
        ErrorCode error = _payload.IsBad ? ErrorCode.InvalidArgument : ErrorCode.None;
        ulong length = (ulong)_payload.Length;
        if (error == ErrorCode.None && _payload.IsLong)
        {
            label |= ServiceLabel.IsLong | ServiceLabel.HasObject;
            error = PrepareObject();
        }

        return error == ErrorCode.None ? Send(label, length, RoomDeadline, MessageKind.Send) : error;
    }

    private Deadline NextDeadline => After(TimeoutTicks);

    private Deadline RoomDeadline => RoomTicks == 0 ? Deadline.Now : After(RoomTicks);

    private static Deadline After(ulong ticks) => ticks == Kernel.Never ? Deadline.Never : new Deadline(Kernel.ReadCounter() + ticks);

    // The error of the reply, or Corrupt if it is anything but that many words.
    private ErrorCode WordReply(uint results)
    {
        if (_message.Info.Bits == new MessageInfo(0, results, 0, _message.Info.Kind).Bits)
        {
            return ErrorCode.None;
        }

        _handles.Load(in _message);
        _handles.Close();
        ErrorCode error = (ErrorCode)(_message.Info.Label & 0xFFFF);
        return error == ErrorCode.None ? ErrorCode.Corrupt : error;
    }

    // One memory object for the client's life; each request sends another handle to it.
    private ErrorCode PrepareObject()
    {
        ErrorCode error = !_object.IsNone ? ErrorCode.None : Kernel.MemoryCreate(Payload.ObjectBytes, out _object);
        return error == ErrorCode.None && _payload.IsLong ? _payload.Store(_object) : error;
    }

    private ErrorCode Send(uint label, ulong length, Deadline deadline, MessageKind kind)
    {
        HandleList handles = _handles;
        AnyHandle copy = default;
        if ((label & ServiceLabel.HasObject) != 0)
        {
            ErrorCode made = Kernel.HandleDuplicate(_object, ObjectRights, Badge.None, false, out copy);
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

        _message.Info = new MessageInfo(label, words, (uint)handles.Count, kind);
        handles.Store(ref _message);
        ErrorCode error = kind == MessageKind.Call
            ? Kernel.Call(Port, deadline, ref _message)
            : Kernel.Send(Port, deadline, in _message);
        if (error != ErrorCode.None)
        {
            // It was not sent, so we still own it.
            copy.Close();
        }

        return error;
    }

    private ErrorCode TakeReply(int handles)
    {
        MessageInfo info = _message.Info;
        _handles.Load(in _message);
        ErrorCode error = (ErrorCode)(info.Label & 0xFFFF);
        if (error == ErrorCode.None && (info.Label & ServiceLabel.IsLongReply) != 0)
        {
            error = info.Words == 1 && !_object.IsNone ? _payload.Load(_object, _message.Words[0]) : ErrorCode.Corrupt;
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
