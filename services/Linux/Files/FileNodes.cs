// Open files: their table and operations. Descriptors refer to them (FileCalls), and so do mmap and calls on folders.

using System;
using System.Runtime.CompilerServices;
using RustKernel.Linux.Addresses;
using RustKernel.Services.FileSystems;
using RustKernel.User;

namespace RustKernel.Linux.Files;

/// <summary>
/// Descriptors and calls hold a node; the last holder to drop it closes it. Take its lock before the lock of its file system.
/// </summary>
internal static unsafe class FileNodes
{
    /// <summary>The most open files.</summary>
    internal const int Most = 128;

    /// <summary>Bytes of each node's area.</summary>
    internal const uint AreaBytes = 64 * 1024;

    /// <summary>Bytes of the table and of all areas.</summary>
    internal const ulong Bytes = Most * (ulong)(AreaBytes + EntryBytes);

    /// <summary>O_ACCMODE.</summary>
    internal const uint AccessMask = 3;

    /// <summary>O_APPEND.</summary>
    internal const uint Append = 0x400;

    private const uint EntryBytes = 2048;
    private const ulong Table = Layout.Files + (Most * (ulong)AreaBytes);
    private const ulong LongestTransfer = 0x7FFF_F000;
    private const ulong FromCurrent = 1;
    private const ulong FromEnd = 2;
    private static SpinLock s_lock;

    /// <summary>The node with that index, which is in use.</summary>
    // SAFETY: FileCalls.Prepare has mapped the table; a node is smaller than its place.
    internal static ref FileNode At(int index) => ref *(FileNode*)(Table + ((ulong)index * EntryBytes));

    /// <summary>The address of its area.</summary>
    internal static ulong Area(int index) => Layout.Files + ((ulong)index * AreaBytes);

    /// <summary>Makes a node with one user, <paramref name="kind"/> and <paramref name="path"/>; EMFILE.</summary>
    internal static long Take(NodeKind kind, ReadOnlySpan<byte> path)
    {
        s_lock.Enter();
        int index = 0;
        while (index < Most && At(index).Users != 0)
        {
            index++;
        }

        if (index < Most)
        {
            ref FileNode node = ref At(index);
            node = default;
            node.Users = 1;
            node.Kind = kind;
            node.PathBytes = path.Length;
            path.CopyTo(new Span<byte>(Unsafe.AsPointer(ref node.Path[0]), PathText.Most));
        }

        s_lock.Leave();
        return index < Most ? index : Errno.TooManyFiles;
    }

    /// <summary>Adds a user to a node that has one.</summary>
    internal static void Hold(int index)
    {
        s_lock.Enter();
        At(index).Users++;
        s_lock.Leave();
    }

    /// <summary>Removes a user; the last one closes the file.</summary>
    internal static void Drop(int index)
    {
        s_lock.Enter();
        ref FileNode node = ref At(index);
        bool isLast = node.Users == 1;
        node.Users -= isLast ? 0 : 1;
        s_lock.Leave();
        if (!isLast)
        {
            return;
        }

        // No one else knows the node any more.
        RecordLocks.EndOfOpen(ref node, index);
        if (node.Kind == NodeKind.File)
        {
            Mounts.Enter(node.Mount);
            Mounts.Close(ref node);
            Mounts.Leave(node.Mount);
        }

        s_lock.Enter();
        node.Users = 0;
        s_lock.Leave();
    }

    /// <summary>read: at the node's position.</summary>
    internal static long Read(int index, ulong address, ulong bytes)
    {
        ref FileNode node = ref At(index);
        if (node.Kind == NodeKind.Directory)
        {
            return Errno.IsDirectory;
        }

        node.Lock.Enter();
        long done = ReadAt(index, address, bytes, node.Position);
        node.Position += done > 0 ? (ulong)done : 0;
        node.Lock.Leave();
        return done;
    }

    /// <summary>pread64: does not change the node's position.</summary>
    internal static long ReadAt(int index, ulong address, ulong bytes, ulong position)
    {
        ref FileNode node = ref At(index);
        if ((long)position < 0 || node.Kind == NodeKind.Directory)
        {
            return node.Kind == NodeKind.Directory ? Errno.IsDirectory : Errno.Invalid;
        }

        if ((node.Flags & AccessMask) == 1)
        {
            return Errno.BadDescriptor;
        }

        bytes = bytes < LongestTransfer ? bytes : LongestTransfer;
        return node.Kind == NodeKind.Text ? ReadText(index, address, bytes, position) : ReadFile(ref node, address, bytes, position);
    }

    private static long ReadText(int index, ulong address, ulong bytes, ulong position)
    {
        ref FileNode node = ref At(index);
        ulong left = position < node.Length ? node.Length - position : 0;
        ulong count = bytes < left ? bytes : left;
        return UserMemory.TryWrite(address, (void*)(Area(index) + position), count) ? (long)count : Errno.BadAddress;
    }

    private static long ReadFile(ref FileNode node, ulong address, ulong bytes, ulong position)
    {
        ulong done = 0;
        long error = 0;
        bool isOver = false;
        while (done < bytes && !isOver && error == 0)
        {
            // The rest is for the next call: other threads want the file system, too.
            Mounts.Enter(node.Mount);
            uint part = bytes - done < Mounts.BufferBytes ? (uint)(bytes - done) : Mounts.BufferBytes;
            Message message = default;
            message.Words[1] = position + done;
            message.Words[3] = part;
            error = Mounts.OnFile(ref node, Mounts.ReadOperation, 4, 1, ref message);
            uint count = error == 0 ? (uint)message.Words[0] : 0;
            error = count > part || count > Mounts.BufferSize(node.Mount) ? Errno.InputOutput : error;
            if (error == 0 && NativeCode.CopyMemory(address + done, Mounts.Buffer(node.Mount), count) != 0)
            {
                error = Errno.BadAddress;
            }

            Mounts.Leave(node.Mount);
            done += error == 0 ? count : 0;
            isOver = count < part;
        }

        return done != 0 ? (long)done : error;
    }

    /// <summary>write: at the node's position, or at the end (O_APPEND).</summary>
    internal static long Write(int index, ulong address, ulong bytes)
    {
        ref FileNode node = ref At(index);
        if (node.Kind != NodeKind.File)
        {
            return Errno.BadDescriptor;
        }

        node.Lock.Enter();
        long error = (node.Flags & Append) != 0 ? Size(ref node, out node.Position) : 0;
        long done = error == 0 ? WriteAt(index, address, bytes, node.Position) : error;
        node.Position += done > 0 ? (ulong)done : 0;
        node.Lock.Leave();
        return done;
    }

    /// <summary>pwrite64: does not change the node's position.</summary>
    internal static long WriteAt(int index, ulong address, ulong bytes, ulong position)
    {
        ref FileNode node = ref At(index);
        if (node.Kind != NodeKind.File || (node.Flags & AccessMask) == 0)
        {
            return Errno.BadDescriptor;
        }

        bytes = bytes < LongestTransfer ? bytes : LongestTransfer;
        if ((long)position < 0 || (long)(position + bytes) < 0)
        {
            return Errno.Invalid;
        }

        ulong done = 0;
        long error = 0;
        while (done < bytes && error == 0)
        {
            Mounts.Enter(node.Mount);
            uint most = Mounts.BufferSize(node.Mount) != 0 ? Mounts.BufferSize(node.Mount) : (uint)Layout.PageBytes;
            uint part = bytes - done < most ? (uint)(bytes - done) : most;
            Message message = default;
            message.Words[1] = position + done;
            message.Words[3] = part;
            error = Mounts.OnFile(ref node, Mounts.WriteOperation, 4, 1, ref message, address + done, part);
            uint count = error == 0 ? (uint)message.Words[0] : 0;
            Mounts.Leave(node.Mount);
            error = error != 0 ? error : count > part ? Errno.InputOutput : count == 0 ? Errno.NoSpace : 0;
            done += error == 0 ? count : 0;
        }

        return done != 0 ? (long)done : error;
    }

    /// <summary>lseek.</summary>
    internal static long Seek(int index, ulong offset, ulong from)
    {
        ref FileNode node = ref At(index);
        if (from > FromEnd)
        {
            return Errno.Invalid;
        }

        node.Lock.Enter();
        long result = node.Kind == NodeKind.Directory ? Rewind(ref node, offset, from) : Move(ref node, offset, from);
        node.Lock.Leave();
        return result;
    }

    private static long Move(ref FileNode node, ulong offset, ulong from)
    {
        ulong start = from == FromCurrent ? node.Position : 0;
        long error = from == FromEnd ? Size(ref node, out start) : 0;
        long position = (long)(start + offset);
        if (error != 0 || position < 0 || ((long)offset > 0 && position < (long)start))
        {
            return error != 0 ? error : Errno.Invalid;
        }

        node.Position = (ulong)position;
        return position;
    }

    // A directory can only be rewound, or asked for its position: places within it have no lasting numbers.
    private static long Rewind(ref FileNode node, ulong offset, ulong from)
    {
        if (offset != 0 || from == FromEnd)
        {
            return from == FromCurrent && offset == 0 ? (long)node.Position : Errno.Invalid;
        }

        if (from == 0)
        {
            node.HasBegun = false;
            node.Place = 0;
            node.Length = 0;
            node.Position = 0;
        }

        return (long)node.Position;
    }

    /// <summary>Bytes of a file or text.</summary>
    internal static long Size(ref FileNode node, out ulong bytes)
    {
        bytes = node.Length;
        if (node.Kind != NodeKind.File)
        {
            return 0;
        }

        long error = Status(ref node, out FileStatus status);
        bytes = status.SizeBytes;
        return error;
    }

    /// <summary>The file system's status of an open file or directory.</summary>
    internal static long Status(ref FileNode node, out FileStatus status)
    {
        status = new FileStatus { Node = 1, Flags = FileFlags.Directory };
        if (node.Mount == Mounts.None)
        {
            return 0;
        }

        if (node.Kind == NodeKind.Directory)
        {
            return PathCalls.Describe(PathOf(ref node), out status, out _);
        }

        Mounts.Enter(node.Mount);
        Message message = default;
        long error = Mounts.OnFile(ref node, Mounts.DescribeFileOperation, 1, 6, ref message);
        Mounts.Leave(node.Mount);
        status = PathCalls.StatusIn(in message, 0);
        return error;
    }

    /// <summary>ftruncate.</summary>
    internal static long SetSize(int index, ulong bytes)
    {
        ref FileNode node = ref At(index);
        if (node.Kind != NodeKind.File || (node.Flags & AccessMask) == 0 || (long)bytes < 0)
        {
            return Errno.Invalid;
        }

        Message message = default;
        message.Words[1] = bytes;
        return Ask(ref node, Mounts.SetSizeOperation, 2, ref message);
    }

    /// <summary>fallocate without a mode: makes the file at least that long. Does not reserve the room.</summary>
    internal static long Extend(int index, ulong mode, ulong offset, ulong bytes)
    {
        ref FileNode node = ref At(index);
        if (mode != 0)
        {
            return Errno.NotSupported;
        }

        if ((long)offset < 0 || (long)bytes <= 0 || (long)(offset + bytes) < 0)
        {
            return Errno.Invalid;
        }

        if (node.Kind != NodeKind.File || (node.Flags & AccessMask) == 0)
        {
            return Errno.BadDescriptor;
        }

        long error = Size(ref node, out ulong size);
        return error != 0 || size >= offset + bytes ? error : SetSize(index, offset + bytes);
    }

    /// <summary>fsync, fdatasync.</summary>
    internal static long Sync(int index)
    {
        ref FileNode node = ref At(index);
        Message message = default;
        return node.Kind == NodeKind.File ? Ask(ref node, Mounts.SyncOperation, 1, ref message)
            : node.Kind == NodeKind.Directory && node.Mount != Mounts.None ? Mounts.Sync(node.Mount)
            : node.Kind == NodeKind.Directory ? 0 : Errno.Invalid;
    }

    /// <summary>
    /// flock. LOCK_EX is granted if no one else has the file open, and keeps others from opening it; else EWOULDBLOCK. So no one can hold
    /// LOCK_EX while another has the file open, and LOCK_SH is always granted.
    /// </summary>
    internal static long Lock(ref LinuxThread self, int index, ulong wanted)
    {
        const ulong shared = 1;
        const ulong alone = 2;
        const ulong withoutWaiting = 4;
        const ulong none = 8;
        const ulong pauseTicks = 1_000_000;
        ref FileNode node = ref At(index);
        ulong kind = wanted & ~withoutWaiting;
        if (kind is not (shared or alone or none))
        {
            return Errno.Invalid;
        }

        if (node.Kind != NodeKind.File)
        {
            return 0;
        }

        long error = SetAlone(ref node, kind == alone);
        while (error == Errno.TryAgain && (wanted & withoutWaiting) == 0)
        {
            _ = Kernel.Sleep(new Deadline(Kernel.ReadCounter() + pauseTicks));
            error = self.Deliverable != 0 ? Errno.Restart : SetAlone(ref node, kind == alone);
        }

        return error;
    }

    private static long SetAlone(ref FileNode node, bool isAlone)
    {
        Message message = default;
        message.Words[1] = isAlone ? 1u : 0;
        long error = Ask(ref node, Mounts.SetAloneOperation, 2, ref message);
        if (error == 0)
        {
            node.Opening = isAlone ? node.Opening | FileOpening.Alone : node.Opening & ~FileOpening.Alone;
        }

        return error;
    }

    private static long Ask(ref FileNode node, uint operation, uint words, ref Message message)
    {
        Mounts.Enter(node.Mount);
        long error = Mounts.OnFile(ref node, operation, words, 0, ref message);
        Mounts.Leave(node.Mount);
        return error;
    }

    /// <summary>getdents64.</summary>
    internal static long List(int index, ulong address, ulong bytes)
    {
        ref FileNode node = ref At(index);
        if (node.Kind != NodeKind.Directory)
        {
            return Errno.NotDirectory;
        }

        node.Lock.Enter();
        long result = node.Position < node.Length ? 0 : ReadPart(index);
        if (result == 0)
        {
            // SAFETY: the area is the node's, and Length at most its size.
            ReadOnlySpan<byte> rest = new((void*)(Area(index) + node.Position), (int)(node.Length - node.Position));
            result = DirectoryRecords.Fit(rest, bytes);
            result = result > 0 && !UserMemory.TryWrite(address, (void*)(Area(index) + node.Position), (ulong)result)
                ? Errno.BadAddress
                : result;
            node.Position += result > 0 ? (ulong)result : 0;
        }

        node.Lock.Leave();
        return result;
    }

    // The next records; none: these were all. "." and ".." come first.
    private static long ReadPart(int index)
    {
        ref FileNode node = ref At(index);
        Span<byte> area = new((void*)Area(index), (int)AreaBytes);
        int bytes = 0;
        if (!node.HasBegun)
        {
            bytes = DirectoryRecords.Add(area, 1, 0, DirectoryRecords.Directory, "."u8);
            bytes += DirectoryRecords.Add(area.Slice(bytes), 1, 0, DirectoryRecords.Directory, ".."u8);
        }

        long more = node.Mount != Mounts.None ? ListPart(ref node, area.Slice(bytes))
            : node.HasBegun ? 0 : ListMounts(area.Slice(bytes));
        if (more < 0)
        {
            return more;
        }

        node.HasBegun = true;
        node.Position = 0;
        node.Length = (uint)(bytes + more);
        return 0;
    }

    private static long ListMounts(Span<byte> area)
    {
        int bytes = 0;
        for (int i = 0; i < Mounts.Most; i++)
        {
            bytes += Mounts.IsThere(i)
                ? DirectoryRecords.Add(area.Slice(bytes), (ulong)i + 2, (ulong)i, DirectoryRecords.Directory, Mounts.Name(i))
                : 0;
        }

        return bytes;
    }

    private static long ListPart(ref FileNode node, Span<byte> area)
    {
        _ = PathText.First(PathOf(ref node), out ReadOnlySpan<byte> path);
        Mounts.Enter(node.Mount);
        Message message = default;
        message.Words[2] = node.Place;
        long result = Mounts.OnPath(node.Mount, Mounts.ListOperation, path, default, 3, 2, ref message, out _);
        uint bytes = (uint)message.Words[1];
        if (result == 0)
        {
            // SAFETY: no more than the buffer has.
            result = bytes > Mounts.BufferSize(node.Mount)
                ? Errno.InputOutput
                : DirectoryRecords.Convert(new ReadOnlySpan<byte>((void*)Mounts.Buffer(node.Mount), (int)bytes), area, node.Place);
            node.Place = result >= 0 ? message.Words[0] : node.Place;
        }

        Mounts.Leave(node.Mount);
        return result;
    }

    /// <summary>Its path.</summary>
    // SAFETY: the node is in the table, which does not move.
    internal static ReadOnlySpan<byte> PathOf(ref FileNode node) => new(Unsafe.AsPointer(ref node.Path[0]), node.PathBytes);
}
