// Descriptors of sockets, counters and lists for epoll.

using RustKernel.Linux.Sockets;

namespace RustKernel.Linux.Files;

internal static unsafe partial class FileCalls
{
    /// <summary>Makes a descriptor for a socket with one user, and becomes that user.</summary>
    internal static long AddSocket(int index, ulong flags)
    {
        long descriptor = Add(FileKind.Socket, (uint)index, flags);
        if (descriptor < 0)
        {
            SocketTable.Drop(index);
        }

        return descriptor;
    }

    /// <summary>The same for a counter.</summary>
    internal static long AddCounter(int index, ulong flags)
    {
        long descriptor = Add(FileKind.Counter, (uint)index, flags);
        if (descriptor < 0)
        {
            EventCounters.Count(index, -1);
        }

        return descriptor;
    }

    /// <summary>The same for a list.</summary>
    internal static long AddSet(int index)
    {
        long descriptor = Add(FileKind.Set, (uint)index, 0);
        if (descriptor < 0)
        {
            Epoll.Count(index, -1);
        }

        return descriptor;
    }

    /// <summary>
    /// The socket of a descriptor, which stays until it is dropped; <paramref name="waits"/>: not O_NONBLOCK. EBADF, ENOTSOCK.
    /// </summary>
    internal static long HoldSocket(ulong descriptor, out bool waits)
    {
        s_lock.Enter();
        OpenFile file = IsOpen(descriptor) ? At((int)descriptor) : default;
        if (file.Kind == FileKind.Socket)
        {
            SocketTable.Hold((int)file.Index);
        }

        s_lock.Leave();
        waits = (file.Flags & NonBlocking) == 0;
        return file.Kind == FileKind.Socket ? file.Index : file.Kind == FileKind.None ? Errno.BadDescriptor : Errno.NotSocket;
    }

    private static long OnSocket(ref LinuxThread self, ulong descriptor, ulong address, ulong bytes, bool isWrite)
    {
        long socket = HoldSocket(descriptor, out bool waits);
        if (socket < 0)
        {
            return socket;
        }

        long result = isWrite
            ? SocketCalls.Write(ref self, (int)socket, address, bytes, waits)
            : SocketCalls.Read(ref self, (int)socket, address, bytes, waits);
        SocketTable.Drop((int)socket);
        return result;
    }

    /// <summary>The list of a descriptor; EBADF; EINVAL: it has none.</summary>
    internal static int SetOf(ulong descriptor) =>
        !IsOpen(descriptor) ? (int)Errno.BadDescriptor
        : At((int)descriptor).Kind == FileKind.Set ? (int)At((int)descriptor).Index : (int)Errno.Invalid;

    /// <summary>Whether epoll can wait for it. Files are always ready; Linux refuses them, too.</summary>
    internal static bool IsPollable(ulong descriptor, out bool isOpen)
    {
        isOpen = IsOpen(descriptor);
        return isOpen && At((int)descriptor).Kind != FileKind.Node;
    }

    /// <summary>How often it has become ready; under the lock of waiting.</summary>
    internal static void Changes(ulong descriptor, out uint inChanges, out uint outChanges)
    {
        OpenFile file = IsOpen(descriptor) ? At((int)descriptor) : default;
        bool isSocket = file.Kind == FileKind.Socket;
        inChanges = isSocket ? SocketTable.At((int)file.Index).InChanges : Pipes.Changes;
        outChanges = isSocket ? SocketTable.At((int)file.Index).OutChanges : Pipes.Changes;
    }

    /// <summary>Whether a descriptor is a counter.</summary>
    internal static bool IsCounter(ulong descriptor) => IsOpen(descriptor) && At((int)descriptor).Kind == FileKind.Counter;
}
