// The file systems that the program may reach: services that the manifest names. Makes calls of IFileSystem directly, as its generated
// client needs a collector.

using System;
using System.Runtime.CompilerServices;
using RustKernel.Linux.Addresses;
using RustKernel.Services.FileSystems;
using RustKernel.User;

namespace RustKernel.Linux.Files;

/// <summary>
/// A session with each, with its buffer. After a restart of a service, this attaches again and repeats the request during which it ended.
/// Between <see cref="Enter"/> and <see cref="Leave"/> the buffer belongs to the caller.
/// </summary>
internal static unsafe class Mounts
{
    /// <summary>The most file systems.</summary>
    internal const int Most = 4;

    /// <summary>No file system: the topmost directory, which lists them.</summary>
    internal const int None = -1;

    /// <summary>Bytes of a buffer.</summary>
    internal const uint BufferBytes = 64 * 1024;

    internal const uint CloseOperation = 4;
    internal const uint ReadOperation = 5;
    internal const uint WriteOperation = 6;
    internal const uint SetSizeOperation = 7;
    internal const uint SyncOperation = 8;
    internal const uint DescribeOperation = 9;
    internal const uint DescribeFileOperation = 10;
    internal const uint ListOperation = 11;
    internal const uint CreateDirectoryOperation = 12;
    internal const uint RemoveOperation = 13;
    internal const uint RenameOperation = 14;
    internal const uint SetStatusOperation = 15;
    internal const uint SetAloneOperation = 18;
    private const uint AttachOperation = 1;
    private const uint OpenOperation = 3;
    private const uint SpaceOperation = 16;
    private const uint Protocol = 11u << 16;
    private const int Attempts = 4;
    private const ulong PatienceSeconds = 60;
    private const int MostNameBytes = 7;

    private static MountTable s_mounts;
    private static SpinLock s_lifeLock;
    private static Handle<Port> s_life;

    private struct Mount
    {
        internal SpinLock Lock;
        internal Handle<Port> Port;
        internal ulong Session;
        internal uint BufferBytes;
        internal uint Attached;
    }

    [InlineArray(Most)]
    private struct MountTable
    {
        private Mount _first;
    }

    /// <summary>The name of file system <paramref name="index"/> in the topmost directory.</summary>
    internal static ReadOnlySpan<byte> Name(int index) => index switch
    {
        0 => "archive"u8,
        1 => "boot"u8,
        2 => "data"u8,
        _ => "tmp"u8,
    };

    /// <summary>
    /// The file system that contains <paramref name="path"/>; <paramref name="rest"/>: the path within it. <see cref="None"/>: there is
    /// none, or the manifest does not name it (<c>uses=</c>).
    /// </summary>
    internal static int Find(ReadOnlySpan<byte> path, out ReadOnlySpan<byte> rest)
    {
        ReadOnlySpan<byte> name = PathText.First(path, out rest);
        for (int i = 0; i < Most && name.Length <= MostNameBytes; i++)
        {
            if (PathText.Is(name, Name(i)))
            {
                return IsThere(i) ? i : None;
            }
        }

        return None;
    }

    /// <summary>Whether the program may reach it and it answers.</summary>
    internal static bool IsThere(int index)
    {
        Enter(index);
        ref Mount mount = ref s_mounts[index];
        bool isThere = !mount.Port.IsNone;
        if (!isThere && Starter.Connect(Name(index), out Handle<Port> port) == ErrorCode.None)
        {
            Message message = default;
            mount.Port = port;
            ErrorCode error = ErrorCode.ServerEnded;
            for (int i = 0; i < Attempts && error == ErrorCode.ServerEnded; i++)
            {
                error = Call(ref mount, SpaceOperation, 0, ref message);
            }

            isThere = error is not (ErrorCode.NotSupported or ErrorCode.NotRunning);
            if (!isThere)
            {
                port.Close();
                mount.Port = default;
            }
        }

        Leave(index);
        return isThere;
    }

    /// <summary>Total and free bytes. 0 or the error.</summary>
    internal static long Space(int index, out ulong total, out ulong free)
    {
        Message message = default;
        ErrorCode error = ErrorCode.ServerEnded;
        Enter(index);
        for (int i = 0; i < Attempts && error == ErrorCode.ServerEnded; i++)
        {
            error = Call(ref s_mounts[index], SpaceOperation, 0, ref message);
        }

        Leave(index);

        // FileSystemState: two texts, each after a length byte, then the two numbers.
        int at = 1 + ByteAt(in message, 0);
        at += 1 + ByteAt(in message, at);
        total = NumberAt(in message, at);
        free = NumberAt(in message, at + sizeof(ulong));
        return FileErrors.Of(error);
    }

    private static ulong NumberAt(in Message message, int at)
    {
        ulong number = 0;
        for (int i = sizeof(ulong) - 1; i >= 0; i--)
        {
            number = (number << 8) | ByteAt(in message, at + i);
        }

        return number;
    }

    // The bytes after the words are zero.
    private static byte ByteAt(in Message message, int at)
    {
        int word = at / sizeof(ulong);
        return word < (int)MessageInfo.MaximumWords ? (byte)(message.Words[word] >> (at % sizeof(ulong) * 8)) : (byte)0;
    }

    /// <summary>From here on, other threads' calls of this file system wait.</summary>
    internal static void Enter(int index) => s_mounts[index].Lock.Enter();

    /// <summary>Until here.</summary>
    internal static void Leave(int index) => s_mounts[index].Lock.Leave();

    /// <summary>The address of the buffer.</summary>
    internal static ulong Buffer(int index) => Layout.FileBuffers + ((ulong)index * BufferBytes);

    /// <summary>Bytes of the buffer, after the first call of the file system.</summary>
    internal static uint BufferSize(int index) => s_mounts[index].BufferBytes;

    /// <summary>
    /// An operation on a path. <paramref name="message"/> has its <paramref name="words"/> words, of which this fills in the first two
    /// (session, length of the path), and gets <paramref name="results"/> words. 0 or the error. <paramref name="isRepeated"/>: a process
    /// that ended may have done it already.
    /// </summary>
    internal static long OnPath(
        int index,
        uint operation,
        ReadOnlySpan<byte> path,
        ReadOnlySpan<byte> newPath,
        uint words,
        uint results,
        ref Message message,
        out bool isRepeated)
    {
        ref Mount mount = ref s_mounts[index];
        Message.WordTable arguments = message.Words;
        ErrorCode error = ErrorCode.NotOwned;
        isRepeated = false;
        for (int i = 0; i < Attempts && IsLost(error); i++)
        {
            isRepeated |= error == ErrorCode.ServerEnded;
            error = Attach(index);
            error = error == ErrorCode.None && !TryPut(index, path, newPath) ? ErrorCode.InvalidArgument : error;
            if (error == ErrorCode.None)
            {
                message.Words = arguments;
                message.Words[0] = mount.Session;
                message.Words[1] = (ulong)path.Length;
                error = Checked(Call(ref mount, operation, words, ref message), results, in message);
                mount.Session = IsLost(error) ? 0 : mount.Session;
            }
        }

        return FileErrors.Of(error);
    }

    /// <summary>
    /// The same for an open file: this fills in the first word, its number. Before the call, <paramref name="bytes"/> bytes of the program
    /// at <paramref name="from"/> are copied into the buffer.
    /// </summary>
    internal static long OnFile(
        ref FileNode node, uint operation, uint words, uint results, ref Message message, ulong from = 0, uint bytes = 0)
    {
        ref Mount mount = ref s_mounts[node.Mount];
        Message.WordTable arguments = message.Words;
        ErrorCode error = ErrorCode.NotOwned;
        for (int i = 0; i < Attempts && IsLost(error); i++)
        {
            error = Ready(ref node);
            if (error == ErrorCode.None)
            {
                if (bytes > mount.BufferBytes || NativeCode.CopyMemory(Buffer(node.Mount), from, bytes) != 0)
                {
                    return Errno.BadAddress;
                }

                message.Words = arguments;
                message.Words[0] = node.File;
                error = Checked(Call(ref mount, operation, words, ref message), results, in message);
                Look(ref node, error);
            }
        }

        return FileErrors.Of(error);
    }

    /// <summary>Opens the file of <paramref name="node"/>, which has its file system, path and opening; gets its status.</summary>
    internal static long Open(ref FileNode node, ref Message message)
    {
        ErrorCode error = ErrorCode.NotOwned;
        FileOpening opening = node.Opening;
        for (int i = 0; i < Attempts && IsLost(error); i++)
        {
            // The request during which the service ended may have made the file.
            opening = error == ErrorCode.ServerEnded ? opening & ~FileOpening.New : opening;
            error = TryOpen(ref node, opening, ref message);
        }

        node.Opening &= ~(FileOpening.Create | FileOpening.New | FileOpening.Empty);
        return FileErrors.Of(error, isOpening: true);
    }

    /// <summary>Closes it. A process of the file system that does not know it is a successor: then it is closed already.</summary>
    internal static void Close(ref FileNode node)
    {
        ref Mount mount = ref s_mounts[node.Mount];
        if (node.File != 0 && mount.Session != 0 && node.Attached == mount.Attached)
        {
            Message message = default;
            message.Words[0] = node.File;
            _ = Call(ref mount, CloseOperation, 1, ref message);
        }

        node.File = 0;
    }

    /// <summary>Makes durable everything written to the file system.</summary>
    internal static long Sync(int index)
    {
        Enter(index);
        ref Mount mount = ref s_mounts[index];
        ErrorCode error = mount.Port.IsNone ? ErrorCode.None : ErrorCode.NotOwned;
        for (int i = 0; i < Attempts && IsLost(error); i++)
        {
            error = Attach(index);
            if (error == ErrorCode.None)
            {
                Message message = default;
                message.Words[0] = mount.Session;
                error = Call(ref mount, SyncOperation, 1, ref message);
                mount.Session = IsLost(error) ? 0 : mount.Session;
            }
        }

        Leave(index);
        return FileErrors.Of(error);
    }

    private static bool IsLost(ErrorCode error) => error is ErrorCode.ServerEnded or ErrorCode.NotOwned;

    private static Deadline Limit => new(Kernel.ReadCounter() + (PatienceSeconds * Kernel.SystemInfo(SystemItem.CounterHz)));

    // The words are in place. Returns the reply's error.
    private static ErrorCode Call(ref Mount mount, uint operation, uint words, ref Message message)
    {
        message.Info = new MessageInfo(Protocol | operation, words, 0, MessageKind.Call);
        ErrorCode error = Kernel.Call(mount.Port, Limit, ref message);
        return error == ErrorCode.None ? (ErrorCode)(message.Info.Label & 0xFFFF) : error;
    }

    private static ErrorCode Checked(ErrorCode error, uint results, in Message message) =>
        error == ErrorCode.None && (message.Info.Words != results || message.Info.Handles != 0) ? ErrorCode.Corrupt : error;

    private static ErrorCode Attach(int index)
    {
        ErrorCode error = s_mounts[index].Session != 0 ? ErrorCode.None : ErrorCode.ServerEnded;
        for (int i = 0; i < Attempts && error == ErrorCode.ServerEnded; i++)
        {
            error = TryAttach(index);
        }

        return error;
    }

    private static ErrorCode TryAttach(int index)
    {
        ref Mount mount = ref s_mounts[index];
        ErrorCode error = DuplicateLife(out AnyHandle life);
        if (error != ErrorCode.None)
        {
            return error;
        }

        Message message = default;
        message.Words[0] = BufferBytes;
        message.Info = new MessageInfo(Protocol | AttachOperation, 1, 1, MessageKind.Call);
        message.Handles = new MessageHandles(life);
        error = Kernel.Call(mount.Port, Limit, ref message);
        if (error != ErrorCode.None)
        {
            // If it was not sent, it is still ours; closing it again has no effect.
            life.Close();
            return error;
        }

        error = (ErrorCode)(message.Info.Label & 0xFFFF);
        if (error != ErrorCode.None || message.Info.Handles != 1)
        {
            return error == ErrorCode.None ? ErrorCode.Corrupt : error;
        }

        // A number of eight bytes and one of four.
        return Show(index, message.Handles[0].As<Memory>(), message.Words[0], (uint)message.Words[1]);
    }

    private static ErrorCode Show(int index, Handle<Memory> memory, ulong session, uint bytes)
    {
        ref Mount mount = ref s_mounts[index];
        ErrorCode error = bytes is 0 or > BufferBytes || (bytes & (Layout.PageBytes - 1)) != 0 ? ErrorCode.Corrupt : ErrorCode.None;
        if (error == ErrorCode.None)
        {
            _ = mount.BufferBytes == 0 ? ErrorCode.None : Kernel.MemoryUnmap(default, Buffer(index), mount.BufferBytes);
            mount.BufferBytes = 0;
            error = Kernel.MemoryMap(default, memory, 0, Buffer(index), bytes, RustKernel.Rights.Read | RustKernel.Rights.Write);
        }

        // The mapping stays.
        memory.Close();
        if (error == ErrorCode.None)
        {
            mount.BufferBytes = bytes;
            mount.Session = session;
            mount.Attached++;
        }

        return error;
    }

    // By this port the services see whether the process lives. All share it.
    private static ErrorCode DuplicateLife(out AnyHandle life)
    {
        s_lifeLock.Enter();
        ErrorCode error = s_life.IsNone ? Kernel.PortCreate(1, out s_life) : ErrorCode.None;
        s_lifeLock.Leave();
        life = default;
        return error == ErrorCode.None
            ? Kernel.HandleDuplicate(s_life, RustKernel.Rights.Send | RustKernel.Rights.Transfer, Badge.None, false, out life)
            : error;
    }

    private static bool TryPut(int index, ReadOnlySpan<byte> path, ReadOnlySpan<byte> newPath)
    {
        if ((uint)(path.Length + newPath.Length) > s_mounts[index].BufferBytes)
        {
            return false;
        }

        // SAFETY: the buffer is mapped, as the session shows, and both fit into it.
        Span<byte> buffer = new((void*)Buffer(index), path.Length + newPath.Length);
        path.CopyTo(buffer);
        newPath.CopyTo(buffer.Slice(path.Length));
        return true;
    }

    private static ErrorCode Ready(ref FileNode node)
    {
        ref Mount mount = ref s_mounts[node.Mount];
        Message message = default;
        return node.File != 0 && mount.Session != 0 && node.Attached == mount.Attached
            ? ErrorCode.None
            : TryOpen(ref node, node.Opening, ref message);
    }

    private static void Look(ref FileNode node, ErrorCode error)
    {
        ref Mount mount = ref s_mounts[node.Mount];
        if (IsLost(error))
        {
            node.File = 0;
            mount.Session = node.Attached == mount.Attached ? 0 : mount.Session;
        }
    }

    private static ErrorCode TryOpen(ref FileNode node, FileOpening opening, ref Message message)
    {
        const uint results = 7;
        ref Mount mount = ref s_mounts[node.Mount];
        ErrorCode error = Attach(node.Mount);

        // SAFETY: the node is in the table, which does not move.
        ReadOnlySpan<byte> all = new(Unsafe.AsPointer(ref node.Path[0]), node.PathBytes);
        _ = PathText.First(all, out ReadOnlySpan<byte> path);
        error = error == ErrorCode.None && !TryPut(node.Mount, path, default) ? ErrorCode.InvalidArgument : error;
        if (error != ErrorCode.None)
        {
            return error;
        }

        message.Words = default;
        message.Words[0] = mount.Session;
        message.Words[1] = (ulong)path.Length;
        message.Words[2] = (ulong)opening;
        message.Words[3] = node.Number;
        error = Checked(Call(ref mount, OpenOperation, 4, ref message), results, in message);
        if (error == ErrorCode.None)
        {
            node.File = message.Words[0];
            node.Number = message.Words[1];
            node.Attached = mount.Attached;
        }

        mount.Session = IsLost(error) ? 0 : mount.Session;
        return error;
    }
}
