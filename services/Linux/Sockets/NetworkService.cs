// The service net: this process's session, and direct calls of INetwork, as its generated client needs a collector.

using System.Runtime;
using RustKernel.Linux.Addresses;
using RustKernel.Linux.Files;
using RustKernel.Services.Internet;
using RustKernel.User;

namespace RustKernel.Linux.Sockets;

/// <summary>
/// One session, which begins with the first socket. If the service ends during a call, its successor is asked. One call at a time, and
/// never under the lock of waiting (<see cref="Pipes.Lock"/>).
/// </summary>
internal static class NetworkService
{
    internal const uint PlaceOperation = 4;
    internal const uint OpenUdpOperation = 5;
    internal const uint ConnectUdpOperation = 6;
    internal const uint ConnectOperation = 7;
    internal const uint ListenOperation = 8;
    internal const uint SupplyOperation = 9;
    internal const uint ShutdownOperation = 10;
    internal const uint CloseOperation = 11;
    internal const uint SetOptionsOperation = 12;
    private const uint AttachOperation = 1;
    private const uint AddMemoryOperation = 2;
    private const uint DescribeOperation = 15;
    private const uint Protocol = 13u << 16;
    private const uint HasObject = 1 << 14;
    private const uint IsLongReply = 1u << 31;
    private const ulong ReplyBytes = 8192;

    // In NetworkState: after 18 bytes and two ends of 18, and the first eight bytes of the address.
    private const ulong NameServerAt = 56;
    private const ulong NewsBit = 1;
    private const int Attempts = 4;
    private const ulong PatienceSeconds = 20;
    private const RustKernel.Rights Given =
        RustKernel.Rights.Read | RustKernel.Rights.Write | RustKernel.Rights.Duplicate | RustKernel.Rights.Transfer;

    private static SpinLock s_lock;
    private static Handle<Port> s_port;
    private static Handle<Port> s_life;
    private static ulong s_session;
    private static ulong s_bell;
    private static bool s_isAttached;

    /// <summary>The slots that the session may use.</summary>
    internal static int Slots { get; private set; }

    private static Deadline Limit => new(Kernel.ReadCounter() + (PatienceSeconds * Kernel.SystemInfo(SystemItem.CounterHz)));

    /// <summary>Attaches, unless there is a session. 0; EACCES: the manifest does not name net in <c>uses=</c>; ENETDOWN.</summary>
    internal static long Attach()
    {
        s_lock.Enter();
        ErrorCode error = s_isAttached ? ErrorCode.None : Begin();
        s_isAttached |= error == ErrorCode.None;
        s_lock.Leave();
        return error == ErrorCode.None ? 0 : error == ErrorCode.AccessDenied ? Errno.AccessDenied : Errno.NetworkDown;
    }

    private static ErrorCode Begin()
    {
        ErrorCode error = s_port.IsNone ? Starter.Connect("net"u8, out s_port) : ErrorCode.None;
        ErrorCode attached = ErrorCode.ServerEnded;
        for (int i = 0; i < Attempts && error == ErrorCode.None && attached == ErrorCode.ServerEnded; i++)
        {
            attached = TryAttach();
        }

        error = error == ErrorCode.None ? attached : error;
        Handle<RustKernel.User.Thread> thread = default;
        error = error == ErrorCode.None
            ? Kernel.ThreadCreate(default, NativeCode.NewsEntry(), Layout.NewsStackTop, 0, Threads.Priority, 0, out thread)
            : error;
        return error == ErrorCode.None ? Kernel.ThreadStart(thread) : error;
    }

    // Each attempt has a life port of its own: if the answer was lost, the session ends with its port.
    private static ErrorCode TryAttach()
    {
        ErrorCode error = Kernel.PortCreate(1, out Handle<Port> life);
        AnyHandle told = default;
        error = error == ErrorCode.None
            ? Kernel.HandleDuplicate(
                life,
                RustKernel.Rights.Send | RustKernel.Rights.Duplicate | RustKernel.Rights.Transfer,
                Badge.None,
                false,
                out told)
            : error;
        AnyHandle memory = default;
        error = error == ErrorCode.None ? SocketRings.Create(0, out memory) : error;
        if (error != ErrorCode.None)
        {
            life.Close();
            return error;
        }

        Message message = default;
        message.Words[0] = NewsBit;
        message.Info = new MessageInfo(Protocol | AttachOperation, 1, 2, MessageKind.Call);
        message.Handles = new MessageHandles(told, memory);
        error = Kernel.Call(s_port, Limit, ref message);
        error = error == ErrorCode.None ? (ErrorCode)(message.Info.Label & 0xFFFF) : error;
        if (error != ErrorCode.None)
        {
            // Handles that went along with the call are gone; closing them again has no effect.
            told.Close();
            memory.Close();
            life.Close();
            return error;
        }

        // Numbers of eight, four and eight bytes.
        s_session = message.Words[0];
        Slots = (int)(uint)message.Words[1];
        s_bell = (message.Words[1] >> 32) | (message.Words[2] << 32);
        s_life = life;
        Slots = Slots is > 0 and < SocketRings.MostSlots ? Slots : SocketRings.MostSlots;
        return ErrorCode.None;
    }

    /// <summary>
    /// An operation: this fills in the first word, the session. 0 or the error; <paramref name="isRepeated"/>: an earlier process of the
    /// service may have done it already.
    /// </summary>
    internal static ErrorCode Ask(uint operation, uint words, uint results, ref Message message, out bool isRepeated)
    {
        Message.WordTable arguments = message.Words;
        ErrorCode error = ErrorCode.ServerEnded;
        isRepeated = false;
        s_lock.Enter();
        for (int i = 0; i < Attempts && error == ErrorCode.ServerEnded; i++)
        {
            isRepeated = i > 0;
            message.Words = arguments;
            message.Words[0] = s_session;
            message.Info = new MessageInfo(Protocol | operation, words, 0, MessageKind.Call);
            error = Kernel.Call(s_port, Limit, ref message);
            error = error == ErrorCode.None ? (ErrorCode)(message.Info.Label & 0xFFFF) : error;
            error = error == ErrorCode.None && (message.Info.Words != results || message.Info.Handles != 0) ? ErrorCode.Corrupt : error;
        }

        s_lock.Leave();
        return error;
    }

    /// <summary>The same for an operation whose first result is a NetworkError. 0 or the error in Linux's form.</summary>
    internal static long AskNetwork(uint operation, uint words, uint results, ref Message message)
    {
        Message given = message;
        ErrorCode error = Ask(operation, words, results, ref message, out bool isRepeated);
        if (error == ErrorCode.InvalidState && isRepeated)
        {
            // The slot has what a lost answer gave it.
            if (operation == SupplyOperation)
            {
                return 0;
            }

            Message close = default;
            close.Words[1] = given.Words[1];
            close.Words[2] = 1;
            _ = Ask(CloseOperation, 3, 0, ref close, out _);
            message = given;
            error = Ask(operation, words, results, ref message, out _);
        }

        return error != ErrorCode.None ? SocketErrors.Of(error) : SocketErrors.Of((NetworkError)(uint)message.Words[0]);
    }

    /// <summary>Gives the service another piece of memory; gets its number there.</summary>
    internal static ErrorCode AddMemory(AnyHandle memory, out uint piece)
    {
        Message message = default;
        message.Words[0] = s_session;
        message.Info = new MessageInfo(Protocol | AddMemoryOperation, 1, 1, MessageKind.Call);
        message.Handles = new MessageHandles(memory);
        s_lock.Enter();
        ErrorCode error = Kernel.Call(s_port, Limit, ref message);
        s_lock.Leave();
        error = error == ErrorCode.None ? (ErrorCode)(message.Info.Label & 0xFFFF) : error;
        if (error != ErrorCode.None)
        {
            memory.Close();
        }

        piece = (uint)message.Words[0];
        return error;
    }

    /// <summary>A handle to <paramref name="memory"/> for the service.</summary>
    internal static ErrorCode Share(Handle<Memory> memory, out AnyHandle shared) =>
        Kernel.HandleDuplicate(memory, Given, Badge.None, false, out shared);

    /// <summary>Makes the service check a slot's rings.</summary>
    internal static void Ring(int slot)
    {
        if (SocketRings.Ring(slot))
        {
            _ = Kernel.Notify(s_port, s_bell);
        }
    }

    /// <summary>Net's first name server; 0: none.</summary>
    internal static uint NameServer()
    {
        Handle<Memory> memory = default;
        ErrorCode error = Attach() == 0 ? Kernel.MemoryCreate(ReplyBytes, out memory) : ErrorCode.NotFound;
        if (error != ErrorCode.None)
        {
            return 0;
        }

        error = Describe(memory, out Message message);
        RegisterWords words = default;
        error = error == ErrorCode.None ? Kernel.MemoryRead(memory, NameServerAt, out words) : error;
        memory.Close();
        bool isLong = (message.Info.Label & IsLongReply) != 0 && message.Words[0] > NameServerAt + 16;

        // The last four bytes of its address are six bytes further on.
        return error == ErrorCode.None && isLong ? (uint)(words[0] >> 48) | ((uint)words[1] << 16) : 0;
    }

    private static ErrorCode Describe(Handle<Memory> memory, out Message message)
    {
        message = default;
        ErrorCode error = Kernel.HandleDuplicate(
            memory,
            RustKernel.Rights.Read | RustKernel.Rights.Write | RustKernel.Rights.Transfer,
            Badge.None,
            false,
            out AnyHandle copy);
        if (error != ErrorCode.None)
        {
            return error;
        }

        message.Info = new MessageInfo(Protocol | HasObject | DescribeOperation, 0, 1, MessageKind.Call);
        message.Handles = new MessageHandles(copy);
        error = Kernel.Call(s_port, Limit, ref message);
        error = error == ErrorCode.None ? (ErrorCode)(message.Info.Label & 0xFFFF) : error;
        if (error != ErrorCode.None)
        {
            copy.Close();
        }

        return error;
    }

    [RuntimeExport("hear_news")]
    private static void Hear()
    {
        Message message = default;
        while (Kernel.Receive(s_life, Deadline.Never, ref message) == ErrorCode.None)
        {
            SocketTable.TakeNews();
        }
    }
}
