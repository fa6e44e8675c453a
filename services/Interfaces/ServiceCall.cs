using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using RustKernel.Runtime;
using RustKernel.User;

namespace RustKernel.Services;

/// <summary>
/// A request in flight whose reply comes to the thread's loop. Used by generated code. If the server ends while it has the request, no
/// reply comes: the kernel reports the reply's handle lost, and the call ends with ServerEnded. That report is lost if the queue is full,
/// so a call has a deadline, too.
/// </summary>
public sealed class ServiceCall
{
    // A reply is lost if the loop's queue has no room: the calls in flight are never more than it holds.
    private const int MostOfService = 8;
    private const int Most = 48;
    private const ulong ReplyMark = 1ul << 63;
    private const ulong LongestSeconds = 20;
    private const ulong TriesInSecond = 1000;
    private const Rights ObjectRights = Rights.Read | Rights.Write | Rights.Transfer;

    [ThreadStatic]
    private static Queue<ServiceCall>? t_waiting;
    [ThreadStatic]
    private static int t_inFlight;
    [ThreadStatic]
    private static ulong t_last;

    private readonly TaskCompletionSource<ErrorCode> _end = new();
    private readonly EventLoop _loop = EventLoop.Current;
    private readonly Handle<Port> _server;
    private readonly Deadline _deadline;
    private readonly Action _expire;
    private Message _message;
    private HandleList _handles;
    private Handle<Memory> _object;
    private Badge _badge;
    private uint _words;
    private uint _label;
    private bool _isInFlight;
    private bool _isOver;

    internal ServiceCall(Handle<Port> server, ulong timeoutTicks)
    {
        _server = server;
        _deadline = new(Kernel.ReadCounter() + Math.Min(timeoutTicks, LongestSeconds * Hertz));
        _expire = () => End(ErrorCode.TimedOut);
    }

    /// <summary>The words of the message.</summary>
    public ref Message.WordTable Words => ref _message.Words;

    /// <summary>Arguments, and afterwards results, if they are more than a few numbers.</summary>
    public Payload Payload { get; } = new();

    private static ulong Hertz => Kernel.SystemInfo(SystemItem.CounterHz);

    /// <summary>Sends a handle along.</summary>
    public void Carry(AnyHandle handle) => _handles.Add(handle);

    /// <summary>A handle that came with the reply.</summary>
    public AnyHandle Taken(int index) => index < _handles.Count ? _handles[index] : default;

    /// <summary>Sends the words. The task ends with the operation's error, or with None when that many words came back.</summary>
    public async Task<ErrorCode> SendWords(uint label, uint words, uint results)
    {
        _label = label;
        _words = words;
        ErrorCode error = await Start();
        if (error != ErrorCode.None)
        {
            return error;
        }

        return _message.Info.Words == results && _handles.Count == 0 ? ErrorCode.None : Corrupt();
    }

    /// <summary>The same with the contents of <see cref="Payload"/>, which then holds the results.</summary>
    public async Task<ErrorCode> Send(uint label, bool mayReplyLong, int handles)
    {
        _label = label;
        ErrorCode error = Payload.IsBad ? ErrorCode.InvalidArgument : PrepareObject(mayReplyLong);
        error = error == ErrorCode.None ? await Start() : error;
        if (error == ErrorCode.None)
        {
            error = TakeReply(handles);
        }

        _object.Close();
        return error;
    }

    /// <summary>Corrupt if the results are malformed.</summary>
    public ErrorCode Finish() => Payload.IsComplete ? ErrorCode.None : Corrupt();

    private ErrorCode Corrupt()
    {
        _handles.Close();
        return ErrorCode.Corrupt;
    }

    private ErrorCode PrepareObject(bool mayReplyLong)
    {
        if (!Payload.IsLong)
        {
            _words = Payload.Store(ref _message);
        }

        if (!Payload.IsLong && !mayReplyLong)
        {
            return ErrorCode.None;
        }

        _label |= ServiceLabel.HasObject;
        ErrorCode error = Kernel.MemoryCreate(Payload.ObjectBytes, out _object);
        if (error == ErrorCode.None && Payload.IsLong)
        {
            _label |= ServiceLabel.IsLong;
            _words = 1;
            _message.Words[0] = (ulong)Payload.Length;
            error = Payload.Store(_object);
        }

        AnyHandle copy = default;
        error = error == ErrorCode.None ? Kernel.HandleDuplicate(_object, ObjectRights, Badge.None, false, out copy) : error;
        if (error == ErrorCode.None)
        {
            _handles.Add(copy);
        }

        return error;
    }

    private ErrorCode TakeReply(int handles)
    {
        if ((_message.Info.Label & ServiceLabel.IsLongReply) == 0)
        {
            Payload.Load(ref _message);
        }
        else if (_message.Info.Words != 1 || _object.IsNone || Payload.Load(_object, _message.Words[0]) != ErrorCode.None)
        {
            return Corrupt();
        }

        return _handles.Count == handles ? ErrorCode.None : Corrupt();
    }

    private Task<ErrorCode> Start()
    {
        _loop.At(_deadline, _expire);
        if (t_inFlight >= (LoopHost.Current.IsService ? MostOfService : Most))
        {
            (t_waiting ??= new Queue<ServiceCall>()).Enqueue(this);
        }
        else
        {
            Launch();
        }

        return _end.Task;
    }

    private void Launch()
    {
        _isInFlight = true;
        t_inFlight++;
        _badge = new(ReplyMark | ++t_last);
        ErrorCode error = Kernel.HandleDuplicate(
            _loop.Port,
            Rights.Send | Rights.Transfer | Rights.Execute,
            _badge,
            true,
            out AnyHandle replies);
        if (error != ErrorCode.None)
        {
            End(error);
            return;
        }

        _handles.Add(replies);
        _message.Info = new MessageInfo(_label | ServiceLabel.HasReplyPort, _words, (uint)_handles.Count, MessageKind.Send);
        _handles.Store(ref _message);
        _loop.SetReceiver(_badge, Receive);
        Try();
    }

    // If the queue is full, try again later: this thread has other work than to wait for room.
    private void Try()
    {
        if (_isOver)
        {
            return;
        }

        ErrorCode error = Kernel.Send(_server, Deadline.Now, in _message);
        if (error == ErrorCode.WouldBlock)
        {
            _loop.At(new(Kernel.ReadCounter() + (Hertz / TriesInSecond)), Try);
            return;
        }

        if (error != ErrorCode.None)
        {
            End(error);
        }
        else
        {
            // The server owns them now.
            _handles.Clear();
        }
    }

    private void Receive(ref Message message)
    {
        if (message.Info.Kind == MessageKind.Closed)
        {
            End(ErrorCode.ServerEnded);
            return;
        }

        _message = message;
        _handles.Load(in message);
        End((ErrorCode)(message.Info.Label & 0xFFFF));
    }

    private void End(ErrorCode error)
    {
        if (_isOver)
        {
            return;
        }

        _isOver = true;
        _loop.Cancel(_expire);
        if (error != ErrorCode.None)
        {
            _handles.Close();
        }

        if (_isInFlight)
        {
            _loop.SetReceiver(_badge, null);
            t_inFlight--;
            LaunchNext();
        }

        _ = _end.TrySetResult(error);
    }

    private static void LaunchNext()
    {
        while (t_waiting is { Count: > 0 })
        {
            ServiceCall next = t_waiting.Dequeue();
            if (!next._isOver)
            {
                next.Launch();
                return;
            }
        }
    }
}
