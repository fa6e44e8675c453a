// Options of sockets.

using RustKernel.Linux.Addresses;
using RustKernel.Linux.Files;
using RustKernel.Services.Internet;
using RustKernel.User;

namespace RustKernel.Linux.Sockets;

internal static partial class SocketCalls
{
    private const ulong LevelIp = 0;
    private const ulong LevelSocket = 1;
    private const ulong LevelTcp = 6;
    private const ulong OptionKind = 3;
    private const ulong OptionError = 4;
    private const ulong OptionSendBytes = 7;
    private const ulong OptionReceiveBytes = 8;
    private const ulong OptionKeepAlive = 9;
    private const ulong OptionLinger = 13;
    private const ulong OptionReceiveTime = 20;
    private const ulong OptionSendTime = 21;
    private const ulong OptionIsListening = 30;
    private const ulong OptionProtocol = 38;
    private const ulong OptionFamily = 39;
    private const ulong OptionNoDelay = 1;
    private const ulong OptionKeepAliveSeconds = 4;
    private const ulong OptionKeepAliveInterval = 5;
    private const ulong OptionKeepAliveCount = 6;
    private const uint LongestKeepAlive = 86_400;

    // Options that are accepted without effect: addresses are free again at once, rings have a fixed size.
    private static bool IsTaken(ulong level, ulong option) =>
        level == LevelIp || (level == LevelSocket && option is 2 or 5 or 6 or 15 or OptionSendBytes or OptionReceiveBytes);

    private static long SetOption(int index, ulong level, ulong option, ulong address, ulong bytes)
    {
        ref Socket socket = ref SocketTable.At(index);
        if (bytes < 4)
        {
            return Errno.Invalid;
        }

        if (!UserMemory.TryRead(address, out uint value))
        {
            return Errno.BadAddress;
        }

        if (IsTaken(level, option))
        {
            return 0;
        }

        if (level == LevelSocket && option == OptionLinger)
        {
            uint seconds = 0;
            if (bytes < 8 || !UserMemory.TryRead(address + 4, out seconds))
            {
                return bytes < 8 ? Errno.Invalid : Errno.BadAddress;
            }

            socket.ResetsAtClose = value != 0 && seconds == 0;
            return 0;
        }

        return level == LevelSocket && option is (OptionReceiveTime or OptionSendTime)
            ? SetTime(ref socket, option == OptionSendTime, address, bytes)
            : SetConnectionOption(ref socket, index, level, option, value);
    }

    // struct timeval.
    private static long SetTime(ref Socket socket, bool isSend, ulong address, ulong bytes)
    {
        if (bytes < 16 || !UserMemory.TryRead(address, out TimeSpec time))
        {
            return bytes < 16 ? Errno.Invalid : Errno.BadAddress;
        }

        time.Nanoseconds = time.Nanoseconds is >= 0 and < 1_000_000 ? time.Nanoseconds * 1000 : -1;
        if (!time.IsValid)
        {
            return Errno.Domain;
        }

        ulong ticks = Clock.ToTicks(in time);
        socket.ReceiveTicks = isSend ? socket.ReceiveTicks : ticks;
        socket.SendTicks = isSend ? ticks : socket.SendTicks;
        return 0;
    }

    private static long SetConnectionOption(ref Socket socket, int index, ulong level, ulong option, uint value)
    {
        bool isInRange = value is > 0 and <= LongestKeepAlive;
        switch (level, option)
        {
            case (LevelSocket, OptionKeepAlive):
                socket.KeepsAlive = value != 0;
                break;
            case (LevelTcp, OptionNoDelay):
                socket.HasNoDelay = value != 0;
                break;
            case (LevelTcp, OptionKeepAliveSeconds) when isInRange:
                socket.KeepAliveSeconds = value;
                break;
            case (LevelTcp, OptionKeepAliveInterval) when isInRange:
                socket.KeepAliveInterval = value;
                break;
            case (LevelTcp, OptionKeepAliveCount) when value is > 0 and < 128:
                socket.KeepAliveCount = value;
                break;
            case (LevelTcp, >= OptionKeepAliveSeconds and <= OptionKeepAliveCount): return Errno.Invalid;
            default: return Errno.NoOption;
        }

        return SendOptions(index);
    }

    // Sends the service the options that it supports; a socket without a slot sends them when it gets one.
    private static long SendOptions(int index)
    {
        ref Socket socket = ref SocketTable.At(index);
        bool isUsual = !socket.HasNoDelay && !socket.KeepsAlive;
        if (socket.Slot < 0 || isUsual || socket.Form is not (SocketForm.Connection or SocketForm.Listener))
        {
            return 0;
        }

        Message message = default;
        message.Words[1] = (ulong)socket.Slot;
        message.Words[2] = socket.HasNoDelay ? 1u : 0;
        message.Words[3] = socket.KeepsAlive ? socket.KeepAliveSeconds : 0;
        message.Words[4] = socket.KeepAliveInterval;
        message.Words[5] = socket.KeepAliveCount;
        long error = NetworkService.AskNetwork(NetworkService.SetOptionsOperation, 6, 1, ref message);

        // A connection that has ended needs none.
        return error == Errno.NotConnected ? 0 : error;
    }

    private static long GetOption(int index, ulong level, ulong option, ulong address, ulong length)
    {
        if (!UserMemory.TryRead(length, out uint room))
        {
            return Errno.BadAddress;
        }

        if (room < 4)
        {
            return Errno.Invalid;
        }

        ref Socket socket = ref SocketTable.At(index);
        ulong value = Value(ref socket, level, option, out uint bytes);
        bool isWritten = bytes == 8 && room >= 8 ? UserMemory.TryWrite(address, value) : UserMemory.TryWrite(address, (uint)value);
        return bytes == 0 ? Errno.NoOption
            : isWritten && UserMemory.TryWrite(length, bytes <= room ? bytes : 4) ? 0
            : Errno.BadAddress;
    }

    private static ulong Value(ref Socket socket, ulong level, ulong option, out uint bytes)
    {
        bool isDatagram = socket.Form == SocketForm.Datagram;
        bytes = 4;
        switch (level, option)
        {
            case (LevelSocket, OptionKind): return isDatagram ? DatagramKind : StreamKind;
            case (LevelSocket, OptionError): return TakePending(ref socket);
            case (LevelSocket, OptionSendBytes or OptionReceiveBytes): return SocketRings.RingBytes;
            case (LevelSocket, OptionKeepAlive): return socket.KeepsAlive ? 1u : 0;
            case (LevelSocket, OptionIsListening): return socket.Form == SocketForm.Listener ? 1u : 0;
            case (LevelSocket, OptionProtocol): return isDatagram ? 17u : 6u;
            case (LevelSocket, OptionFamily): return Internet;
            case (LevelSocket, OptionLinger):
                bytes = 8;
                return socket.ResetsAtClose ? 1u : 0;
            case (LevelTcp, OptionNoDelay): return socket.HasNoDelay ? 1u : 0;
            case (LevelTcp, OptionKeepAliveSeconds): return socket.KeepAliveSeconds;
            case (LevelTcp, OptionKeepAliveInterval): return socket.KeepAliveInterval;
            case (LevelTcp, OptionKeepAliveCount): return socket.KeepAliveCount;
            default:
                bytes = IsTaken(level, option) ? 4u : 0;
                return 0;
        }
    }

    // SO_ERROR: why a connection failed or ended, reported once.
    private static ulong TakePending(ref Socket socket)
    {
        Pipes.Lock.Enter();
        bool isOver = socket.Form == SocketForm.Connection && (SocketRings.Signs(socket.Slot) & SocketEvents.Closed) != 0;
        long error = isOver ? TakeError(ref socket, 0) : 0;
        Pipes.Lock.Leave();
        return (ulong)-error;
    }
}
