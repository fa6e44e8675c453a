using RustKernel.Linux.Addresses;
using RustKernel.Linux.Files;
using RustKernel.Services.Internet;
using RustKernel.User;

namespace RustKernel.Linux.Sockets;

/// <summary>socket and its relatives: system calls on sockets of IPv4. [man 7 ip, tcp, udp]</summary>
internal static partial class SocketCalls
{
    private const ulong Internet = 2;
    private const ulong KindMask = 0xF;
    private const ulong StreamKind = 1;
    private const ulong DatagramKind = 2;
    private const ulong NonBlocking = 0x800;

    /// <summary>socket.</summary>
    internal static long Create(ulong family, ulong kind, ulong protocol)
    {
        ulong form = kind & KindMask;
        if (family != Internet || form is not (StreamKind or DatagramKind))
        {
            return family != Internet ? Errno.FamilyNotSupported : Errno.KindNotSupported;
        }

        if (protocol != 0 && protocol != (form == StreamKind ? 6u : 17u))
        {
            return Errno.ProtocolNotSupported;
        }

        long error = NetworkService.Attach();
        long socket = error != 0 ? error : SocketTable.Create(form == StreamKind ? SocketForm.Stream : SocketForm.Datagram);
        return socket < 0 ? socket : FileCalls.AddSocket((int)socket, kind & NonBlocking);
    }

    /// <summary>Calls on the socket of a descriptor.</summary>
    internal static long On(ref LinuxThread self, LinuxCall number, ulong descriptor, ulong b, ulong c, ulong d, ulong e, ulong f)
    {
        long index = FileCalls.HoldSocket(descriptor, out bool waits);
        if (index < 0)
        {
            return index;
        }

        int socket = (int)index;
        long result = number switch
        {
            LinuxCall.Bind => Bind(socket, b, c),
            LinuxCall.Listen => Listen(socket, b),
            LinuxCall.Accept or LinuxCall.Accept4 => Accept(ref self, socket, b, c, number == LinuxCall.Accept ? 0 : d, waits),
            LinuxCall.Connect => Connect(ref self, socket, b, c, waits),
            LinuxCall.GetSockName => Name(socket, b, c, isLocal: true),
            LinuxCall.GetPeerName => Name(socket, b, c, isLocal: false),
            LinuxCall.SendTo => Send(ref self, socket, b, c, d, e, f, waits),
            LinuxCall.RecvFrom => Receive(ref self, socket, b, c, d, e, f, waits),
            LinuxCall.SendMsg => SendMessage(ref self, socket, b, c, waits),
            LinuxCall.SendMMsg => SendMessages(ref self, socket, b, c, d, waits),
            LinuxCall.RecvMsg => ReceiveMessage(ref self, socket, b, c, waits),
            LinuxCall.SetSockOpt => SetOption(socket, b, c, d, e),
            LinuxCall.GetSockOpt => GetOption(socket, b, c, d, e),
            _ => Shutdown(socket, b),
        };
        SocketTable.Drop(socket);
        return result;
    }

    private static long ReadEnd(ulong address, ulong bytes, out SocketEnd end, out ushort family)
    {
        end = default;
        family = 0;
        if (bytes < AddressRecord.Bytes)
        {
            return Errno.Invalid;
        }

        bool isRead = UserMemory.TryRead(address, out AddressRecord record);
        end = record.End;
        family = record.Family;
        return isRead ? 0 : Errno.BadAddress;
    }

    // The length is first the program's room, then the length of the address.
    private static long WriteEnd(in SocketEnd end, ulong address, ulong length)
    {
        if (address == 0 || length == 0)
        {
            return 0;
        }

        if (!UserMemory.TryRead(length, out uint room))
        {
            return Errno.BadAddress;
        }

        AddressRecord record = AddressRecord.Of(in end);
        return WriteRecord(in record, address, room) && UserMemory.TryWrite(length, AddressRecord.Bytes) ? 0 : Errno.BadAddress;
    }

    private static unsafe bool WriteRecord(in AddressRecord record, ulong address, uint room)
    {
        // SAFETY: this function's own copy; no more than its bytes are written.
        AddressRecord copy = record;
        return UserMemory.TryWrite(address, &copy, room < AddressRecord.Bytes ? room : AddressRecord.Bytes);
    }

    private static void PutEnd(ref Message message, int word, in SocketEnd end)
    {
        message.Words[word] = 0;
        message.Words[word + 1] = end.Low;
        message.Words[word + 2] = end.Port;
    }

    // A stream socket reserves its port by listening for a moment: so a program that asks for its name, or for a port in use, gets the
    // answer at once.
    private static long Bind(int index, ulong address, ulong bytes)
    {
        ref Socket socket = ref SocketTable.At(index);
        long error = ReadEnd(address, bytes, out SocketEnd end, out ushort family);
        if (error != 0 || family != Internet || socket.Slot >= 0 || socket.Local.Port != 0)
        {
            return error != 0 ? error : family != Internet ? Errno.FamilyNotSupported : Errno.Invalid;
        }

        if (socket.Form == SocketForm.Datagram)
        {
            return OpenDatagrams(ref socket, index, in end);
        }

        error = BeginListening(index, in end, out int slot, out ushort port);
        if (error == 0)
        {
            Message message = default;
            message.Words[1] = (ulong)slot;
            _ = NetworkService.Ask(NetworkService.CloseOperation, 3, 0, ref message, out _);
            SocketTable.FreeSlot(slot);
            socket.Local = new SocketEnd(end.Address, port);
        }

        return error;
    }

    private static long BeginListening(int index, in SocketEnd end, out int slot, out ushort port)
    {
        port = 0;
        long taken = SocketTable.TakeSlot(index);
        slot = (int)taken;
        if (taken < 0)
        {
            return taken;
        }

        Message message = default;
        message.Words[1] = (ulong)slot;
        PutEnd(ref message, 2, in end);
        message.Words[5] = SocketRings.RingBytes;
        long error = NetworkService.AskNetwork(NetworkService.ListenOperation, 6, 2, ref message);
        port = (ushort)message.Words[1];
        if (error != 0)
        {
            SocketTable.FreeSlot(slot);
        }

        return error;
    }

    private static long OpenDatagrams(ref Socket socket, int index, in SocketEnd end)
    {
        long slot = SocketTable.TakeSlot(index);
        if (slot < 0)
        {
            return slot;
        }

        Message message = default;
        message.Words[1] = (ulong)slot;
        PutEnd(ref message, 2, in end);
        long error = NetworkService.AskNetwork(NetworkService.OpenUdpOperation, 5, 2, ref message);
        if (error != 0)
        {
            SocketTable.FreeSlot((int)slot);
            return error;
        }

        Pipes.Lock.Enter();
        socket.Local = new SocketEnd(end.Address, (ushort)message.Words[1]);
        socket.Slot = (int)slot;
        Pipes.Lock.Leave();
        return 0;
    }

    private static long Listen(int index, ulong backlog)
    {
        const int mostBacklog = 128;
        ref Socket socket = ref SocketTable.At(index);
        if (socket.Form is not (SocketForm.Stream or SocketForm.Listener))
        {
            return socket.Form == SocketForm.Datagram ? Errno.NotSupported : Errno.Invalid;
        }

        int wanted = (int)backlog is > 0 and < mostBacklog ? (int)backlog : (int)backlog == 0 ? 1 : mostBacklog;
        if (socket.Form == SocketForm.Stream)
        {
            long error = BeginListening(index, in socket.Local, out int slot, out ushort port);
            if (error != 0)
            {
                return error;
            }

            Pipes.Lock.Enter();
            socket.Local = new SocketEnd(socket.Local.Address, port);
            socket.Slot = slot;
            socket.Form = SocketForm.Listener;
            Pipes.Lock.Leave();
            _ = SendOptions(index);
        }

        socket.Backlog = wanted;
        SocketTable.Fill();
        return 0;
    }

    private static long Accept(ref LinuxThread self, int index, ulong address, ulong length, ulong flags, bool waits)
    {
        ref Socket listener = ref SocketTable.At(index);
        if (listener.Form != SocketForm.Listener)
        {
            return Errno.Invalid;
        }

        long error = AwaitConnection(ref self, index, waits);
        long made = error != 0 ? error : SocketTable.Create(SocketForm.Connection);
        if (made < 0)
        {
            return made;
        }

        ref Socket socket = ref SocketTable.At((int)made);
        Pipes.Lock.Enter();
        socket.Slot = SocketTable.TakeReady(index, (int)made);
        socket.IsConnected = true;
        if (socket.Slot >= 0)
        {
            socket.Local = SocketRings.End(socket.Slot, isLocal: true);
            socket.Remote = SocketRings.End(socket.Slot, isLocal: false);
        }

        Pipes.Lock.Leave();
        if (socket.Slot < 0)
        {
            // Another thread was faster.
            SocketTable.Drop((int)made);
            return waits ? Accept(ref self, index, address, length, flags, waits) : Errno.TryAgain;
        }

        SocketEnd remote = socket.Remote;
        long descriptor = FileCalls.AddSocket((int)made, flags & NonBlocking);
        SocketTable.Fill();
        error = descriptor < 0 ? descriptor : WriteEnd(in remote, address, length);
        if (error != 0 && descriptor >= 0)
        {
            _ = FileCalls.Close((ulong)descriptor);
        }

        return error != 0 ? error : descriptor;
    }

    private static long AwaitConnection(ref LinuxThread self, int index, bool waits)
    {
        Pipes.Lock.Enter();
        long result = Acceptable(index);
        while (result == Errno.TryAgain && waits)
        {
            _ = Pipes.Wait(ref self, Deadline.Never);
            result = Acceptable(index);
            result = result == Errno.TryAgain && self.Deliverable != 0 ? Errno.Restart : result;
        }

        Pipes.Lock.Leave();
        return result;
    }

    private static long Acceptable(int index) =>
        SocketTable.At(index).IsShutToRead ? Errno.Invalid : SocketTable.TakeReady(index, -1) >= 0 ? 0 : Errno.TryAgain;

    private static long Connect(ref LinuxThread self, int index, ulong address, ulong bytes, bool waits)
    {
        ref Socket socket = ref SocketTable.At(index);
        if (bytes < 2 || !UserMemory.TryRead(address, out ushort family))
        {
            return bytes < 2 ? Errno.Invalid : Errno.BadAddress;
        }

        SocketEnd end = default;
        long error = family == 0 ? 0 : ReadEnd(address, bytes, out end, out family);
        if (error != 0 || family is not (0 or (ushort)Internet))
        {
            return error != 0 ? error : Errno.FamilyNotSupported;
        }

        // The "any" address means this machine.
        end = end.Address == 0 && family != 0 ? new SocketEnd(0x7F00_0001, end.Port) : end;
        switch (socket.Form)
        {
            case SocketForm.Datagram: return ConnectDatagrams(ref socket, index, in end);
            case SocketForm.Stream when family != 0: error = BeginConnection(ref socket, index, in end); break;
            case SocketForm.Connection when !socket.IsConnected && waits: break;
            case SocketForm.Connection: return State(ref socket, Errno.AlreadyInProgress, Errno.IsConnected);
            default: return Errno.Invalid;
        }

        return error != 0 ? error : waits ? AwaitConnected(ref self, index) : Errno.InProgress;
    }

    private static long BeginConnection(ref Socket socket, int index, in SocketEnd end)
    {
        long slot = SocketTable.TakeSlot(index);
        if (slot < 0)
        {
            return slot;
        }

        Message message = default;
        message.Words[1] = (ulong)slot;
        PutEnd(ref message, 2, in end);
        message.Words[5] = socket.Local.Port;
        long error = NetworkService.AskNetwork(NetworkService.ConnectOperation, 6, 2, ref message);
        if (error != 0)
        {
            SocketTable.FreeSlot((int)slot);
            return error;
        }

        Pipes.Lock.Enter();
        socket.Remote = end;
        socket.Slot = (int)slot;
        socket.Form = SocketForm.Connection;
        Pipes.Lock.Leave();
        _ = SendOptions(index);
        return 0;
    }

    private static long AwaitConnected(ref LinuxThread self, int index)
    {
        ref Socket socket = ref SocketTable.At(index);
        Pipes.Lock.Enter();
        long result = State(ref socket, Errno.TryAgain, 0);
        while (result == Errno.TryAgain)
        {
            _ = Pipes.Wait(ref self, Deadline.Never);
            result = State(ref socket, Errno.TryAgain, 0);
            result = result == Errno.TryAgain && self.Deliverable != 0 ? Errno.Restart : result;
        }

        Pipes.Lock.Leave();
        return result;
    }

    // The state of a connection: its error, or one of the two values.
    private static long State(ref Socket socket, long isBegun, long isConnected)
    {
        SocketEvents signs = SocketRings.Signs(socket.Slot);
        if ((signs & SocketEvents.Connected) != 0)
        {
            socket.IsConnected = true;
            return isConnected;
        }

        return (signs & SocketEvents.Closed) == 0 ? isBegun : TakeError(ref socket, Errno.ConnectionAborted);
    }

    // Why a connection ended, once; then the other value.
    private static long TakeError(ref Socket socket, long otherwise)
    {
        long error = socket.IsErrorTaken ? 0 : SocketErrors.Of(SocketRings.Error(socket.Slot));
        socket.IsErrorTaken = true;
        return error != 0 ? error : otherwise;
    }

    private static long ConnectDatagrams(ref Socket socket, int index, in SocketEnd end)
    {
        long error = socket.Slot >= 0 ? 0 : OpenDatagrams(ref socket, index, default);
        if (error != 0)
        {
            return error;
        }

        Message message = default;
        message.Words[1] = (ulong)socket.Slot;
        PutEnd(ref message, 2, in end);
        error = NetworkService.AskNetwork(NetworkService.ConnectUdpOperation, 5, 1, ref message);
        socket.Remote = error == 0 ? end : socket.Remote;
        socket.IsConnected = error == 0 ? end.Port != 0 : socket.IsConnected;
        return error;
    }

    private static long Name(int index, ulong address, ulong length, bool isLocal)
    {
        ref Socket socket = ref SocketTable.At(index);
        bool isStanding = socket.Form == SocketForm.Connection && (SocketRings.Signs(socket.Slot) & SocketEvents.Connected) != 0;
        if (!isLocal && !isStanding && !(socket.Form == SocketForm.Datagram && socket.IsConnected))
        {
            return Errno.NotConnected;
        }

        SocketEnd end = isStanding ? SocketRings.End(socket.Slot, isLocal) : isLocal ? socket.Local : socket.Remote;
        return address == 0 || length == 0 ? Errno.BadAddress : WriteEnd(in end, address, length);
    }

    private static long Shutdown(int index, ulong how)
    {
        ref Socket socket = ref SocketTable.At(index);
        if (how > 2)
        {
            return Errno.Invalid;
        }

        // Releases a thread that waits at a listener, or for datagrams.
        Pipes.Lock.Enter();
        bool isConnection = socket.Form == SocketForm.Connection && IsStanding(ref socket);
        bool isLetGo = isConnection || socket.Form is SocketForm.Listener or SocketForm.Datagram;
        bool isNew = how != 0 && !socket.IsShutToWrite;
        socket.IsShutToRead |= isLetGo && how != 1;
        socket.IsShutToWrite |= isConnection && how != 0;
        socket.InChanges++;
        socket.OutChanges++;
        Pipes.Wake();
        Pipes.Lock.Leave();
        if (!isConnection)
        {
            return socket.Form == SocketForm.Listener || socket.IsConnected ? 0 : Errno.NotConnected;
        }

        Message message = default;
        message.Words[1] = (ulong)socket.Slot;
        ErrorCode error = isNew
            ? NetworkService.Ask(NetworkService.ShutdownOperation, 2, 0, ref message, out _)
            : ErrorCode.None;
        return error == ErrorCode.InvalidState ? 0 : SocketErrors.Of(error);
    }

    private static bool IsStanding(ref Socket socket) =>
        (SocketRings.Signs(socket.Slot) & (SocketEvents.Connected | SocketEvents.Closed)) == SocketEvents.Connected;
}
