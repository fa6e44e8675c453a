// Descriptors: standard input and output, files, the system's files, pipes.

using System;
using System.Runtime.CompilerServices;
using RustKernel.Linux.Addresses;
using RustKernel.Linux.Sockets;
using RustKernel.Services.FileSystems;
using RustKernel.User;

namespace RustKernel.Linux.Files;

/// <summary>open, read, write and their relatives. [man 2 of each]</summary>
internal static unsafe partial class FileCalls
{
    /// <summary>The most descriptors.</summary>
    internal const int MostFiles = 512;

    /// <summary>The memory of pipes: after the open files.</summary>
    internal const ulong PipeAreas = Layout.Files + FileNodes.Bytes;

    private const uint NonBlocking = 0x800;
    private const ulong Create = 0x40;
    private const ulong Exclusive = 0x80;
    private const ulong Truncate = 0x200;
    private const ulong DirectoryOnly = 0x4000;
    private const ulong Temporary = 0x40_0000;
    private const ulong MostPieces = 1024;

    private static SpinLock s_lock;
    private static FileTable s_files;

    [InlineArray(MostFiles)]
    private struct FileTable
    {
        private OpenFile _first;
    }

    /// <summary>Makes standard input, output and error, and memory for texts. The kernel's errors.</summary>
    internal static ErrorCode Prepare()
    {
        At(0).Kind = FileKind.PipeOut;
        At(0).Index = Pipes.Input;
        At(1).Kind = FileKind.Output;
        At(2).Kind = FileKind.Output;
        ErrorCode error = Kernel.MemoryCreate(Layout.FilesBytes, out Handle<Memory> memory);
        return error == ErrorCode.None
            ? Kernel.MemoryMap(default, memory, 0, Layout.Files, Layout.FilesBytes, RustKernel.Rights.Read | RustKernel.Rights.Write)
            : error;
    }

    /// <summary>openat. The rights of a new file are not kept.</summary>
    internal static long Open(ulong folder, ulong name, ulong flags)
    {
        long error = PathCalls.Resolve(folder, name, out PathCalls.PathBuffer path);
        if (error != 0 || (flags & FileNodes.AccessMask) == FileNodes.AccessMask || (flags & Temporary) != 0)
        {
            return error != 0 ? error : (flags & Temporary) != 0 ? Errno.NotSupported : Errno.Invalid;
        }

        SystemFile system = SystemFiles.Find(path.Text);
        return system == SystemFile.None ? OpenFile(in path, flags) : OpenSystem(system, in path, flags);
    }

    private static long OpenSystem(SystemFile system, in PathCalls.PathBuffer path, ulong flags)
    {
        bool isText = system is not (SystemFile.Null or SystemFile.Random);
        if ((flags & DirectoryOnly) != 0 || (flags & (Create | Exclusive)) == (Create | Exclusive) || path.IsOfDirectory)
        {
            return (flags & (Create | Exclusive)) == (Create | Exclusive) ? Errno.Exists : Errno.NotDirectory;
        }

        if (system == SystemFile.Program)
        {
            return Errno.AccessDenied;
        }

        if (!isText)
        {
            return Add(system == SystemFile.Null ? FileKind.Null : FileKind.Random, 0, flags);
        }

        long index = (flags & FileNodes.AccessMask) != 0 ? Errno.AccessDenied : FileNodes.Take(NodeKind.Text, path.Text);
        if (index < 0)
        {
            return index;
        }

        TextBuilder text = new(FileNodes.Area((int)index), FileNodes.AreaBytes);
        SystemFiles.Write(system, ref text);
        FileNodes.At((int)index).Length = text.Length;
        return AddNode((int)index, flags);
    }

    private static long OpenFile(in PathCalls.PathBuffer path, ulong flags)
    {
        ReadOnlySpan<byte> rest = default;
        int mount = path.Length <= 1 ? Mounts.None : Mounts.Find(path.Text, out rest);
        bool isTop = path.Length <= 1;
        if (mount == Mounts.None && !isTop)
        {
            // Nothing can be made outside the file systems.
            return (flags & Create) != 0 && rest.Length == 0 ? Errno.AccessDenied : Errno.NoEntry;
        }

        // A directory is not opened at the file system, but listed by its path.
        if (isTop || path.IsOfDirectory || (flags & DirectoryOnly) != 0)
        {
            return OpenDirectory(in path, flags);
        }

        long index = FileNodes.Take(NodeKind.File, path.Text);
        if (index < 0)
        {
            return index;
        }

        ref FileNode node = ref FileNodes.At((int)index);
        node.Mount = mount;
        node.Opening = ToOpening(flags);
        node.Flags = (uint)flags & (FileNodes.AccessMask | FileNodes.Append);
        Mounts.Enter(mount);
        Message message = default;
        long error = Mounts.Open(ref node, ref message);
        Mounts.Leave(mount);
        if (error != 0)
        {
            FileNodes.Drop((int)index);
            return error == Errno.IsDirectory ? OpenDirectory(in path, flags) : error;
        }

        return AddNode((int)index, flags);
    }

    private static long OpenDirectory(in PathCalls.PathBuffer path, ulong flags)
    {
        long error = PathCalls.Describe(path.Text, out FileStatus status, out int mount);
        error = error == Errno.NoEntry && (flags & Create) != 0 && (flags & DirectoryOnly) == 0 ? Errno.IsDirectory
            : error != 0 ? error
            : !status.IsDirectory ? Errno.NotDirectory
            : (flags & (Create | Exclusive)) == (Create | Exclusive) ? Errno.Exists
            : (flags & (FileNodes.AccessMask | Create | Truncate)) != 0 ? Errno.IsDirectory
            : 0;
        long index = error != 0 ? error : FileNodes.Take(NodeKind.Directory, path.Text);
        if (index < 0)
        {
            return index;
        }

        FileNodes.At((int)index).Mount = mount;
        return AddNode((int)index, flags);
    }

    private static FileOpening ToOpening(ulong flags) =>
        ((flags & FileNodes.AccessMask) != 1 ? FileOpening.Read : 0)
            | ((flags & FileNodes.AccessMask) != 0 ? FileOpening.Write : 0)
            | ((flags & Create) != 0 ? FileOpening.Create : 0)
            | ((flags & (Create | Exclusive)) == (Create | Exclusive) ? FileOpening.New : 0)
            | ((flags & Truncate) != 0 ? FileOpening.Empty : 0);

    // The node now belongs to the new descriptor.
    private static long AddNode(int index, ulong flags)
    {
        long descriptor = Add(FileKind.Node, (uint)index, flags);
        if (descriptor < 0)
        {
            FileNodes.Drop(index);
        }

        return descriptor;
    }

    private static long Add(FileKind kind, uint index, ulong flags)
    {
        s_lock.Enter();
        long descriptor = Free();
        if (descriptor >= 0)
        {
            At((int)descriptor) = new OpenFile { Kind = kind, Index = index, Flags = (uint)flags & NonBlocking };
        }

        s_lock.Leave();
        return descriptor;
    }

    /// <summary>
    /// The node of a descriptor, which stays until <see cref="FileNodes.Drop"/>. EBADF; EINVAL: the descriptor is something else.
    /// </summary>
    internal static long Hold(ulong descriptor)
    {
        s_lock.Enter();
        long index = !IsOpen(descriptor) ? Errno.BadDescriptor
            : At((int)descriptor).Kind != FileKind.Node ? Errno.Invalid
            : At((int)descriptor).Index;
        if (index >= 0)
        {
            FileNodes.Hold((int)index);
        }

        s_lock.Leave();
        return index;
    }

    /// <summary>close.</summary>
    internal static long Close(ulong descriptor)
    {
        s_lock.Enter();
        bool isOpen = IsOpen(descriptor);
        OpenFile closed = isOpen ? At((int)descriptor) : default;
        if (isOpen)
        {
            At((int)descriptor) = default;
        }

        s_lock.Leave();
        Release(descriptor, in closed);
        return isOpen ? 0 : Errno.BadDescriptor;
    }

    private static void Release(ulong descriptor, in OpenFile closed)
    {
        if (closed.Kind is FileKind.Socket or FileKind.Counter or FileKind.PipeIn or FileKind.PipeOut)
        {
            Epoll.Forget((int)descriptor);
        }

        switch (closed.Kind)
        {
            case FileKind.PipeIn or FileKind.PipeOut:
                Pipes.CountEnd((int)closed.Index, closed.Kind, -1);
                break;
            case FileKind.Node:
                RecordLocks.EndOfProcess(ref FileNodes.At((int)closed.Index));
                FileNodes.Drop((int)closed.Index);
                break;
            case FileKind.Socket:
                SocketTable.Drop((int)closed.Index);
                break;
            case FileKind.Counter:
                EventCounters.Count((int)closed.Index, -1);
                break;
            case FileKind.Set:
                Epoll.Count((int)closed.Index, -1);
                break;
            default:
                break;
        }
    }

    /// <summary>read.</summary>
    internal static long Read(ref LinuxThread self, ulong descriptor, ulong address, ulong bytes)
    {
        OpenFile file = IsOpen(descriptor) ? At((int)descriptor) : default;
        return file.Kind switch
        {
            FileKind.Node => Transfer(descriptor, address, bytes, 0, isWrite: false, isAt: false),
            FileKind.Random => SystemStatus.Random(address, bytes),
            FileKind.Null => 0,
            FileKind.PipeOut => Pipes.Read(ref self, (int)file.Index, address, bytes, (file.Flags & NonBlocking) == 0),
            FileKind.Socket => OnSocket(ref self, descriptor, address, bytes, isWrite: false),
            FileKind.Counter => EventCounters.Read(ref self, (int)file.Index, address, bytes, (file.Flags & NonBlocking) == 0),
            FileKind.Set => Errno.Invalid,
            _ => Errno.BadDescriptor,
        };
    }

    /// <summary>write.</summary>
    internal static long Write(ref LinuxThread self, ulong descriptor, ulong address, ulong bytes)
    {
        OpenFile file = IsOpen(descriptor) ? At((int)descriptor) : default;
        return file.Kind switch
        {
            FileKind.Node => Transfer(descriptor, address, bytes, 0, isWrite: true, isAt: false),
            FileKind.Output => StandardOutput.Write(address, bytes),
            FileKind.Null => (long)bytes,
            FileKind.PipeIn => Pipes.Write(ref self, (int)file.Index, address, bytes, (file.Flags & NonBlocking) == 0),
            FileKind.Socket => OnSocket(ref self, descriptor, address, bytes, isWrite: true),
            FileKind.Counter => EventCounters.Write(ref self, (int)file.Index, address, bytes, (file.Flags & NonBlocking) == 0),
            FileKind.Set => Errno.Invalid,
            _ => Errno.BadDescriptor,
        };
    }

    /// <summary>pread64, pwrite64; ESPIPE: the descriptor has no positions.</summary>
    internal static long TransferAt(ulong descriptor, ulong address, ulong bytes, ulong position, bool isWrite) =>
        Transfer(descriptor, address, bytes, position, isWrite, isAt: true);

    private static long Transfer(ulong descriptor, ulong address, ulong bytes, ulong position, bool isWrite, bool isAt)
    {
        long index = Hold(descriptor);
        if (index < 0)
        {
            return index == Errno.Invalid ? Errno.IllegalSeek : index;
        }

        long done = isAt && isWrite ? FileNodes.WriteAt((int)index, address, bytes, position)
            : isAt ? FileNodes.ReadAt((int)index, address, bytes, position)
            : isWrite ? FileNodes.Write((int)index, address, bytes)
            : FileNodes.Read((int)index, address, bytes);
        FileNodes.Drop((int)index);
        return done;
    }

    /// <summary>preadv, pwritev.</summary>
    internal static long ManyAt(bool isWrite, ulong descriptor, ulong vector, ulong count, ulong position)
    {
        if (count > MostPieces)
        {
            return Errno.Invalid;
        }

        long done = 0;
        for (ulong i = 0; i < count; i++)
        {
            if (!UserMemory.TryRead(vector + (i * 16), out ulong address) || !UserMemory.TryRead(vector + (i * 16) + 8, out ulong bytes))
            {
                return done != 0 ? done : Errno.BadAddress;
            }

            long one = bytes == 0 ? 0 : TransferAt(descriptor, address, bytes, position + (ulong)done, isWrite);
            if (one < 0)
            {
                return done != 0 ? done : one;
            }

            done += one;
            if ((ulong)one < bytes)
            {
                break;
            }
        }

        return done;
    }

    /// <summary>readv, writev.</summary>
    internal static long Many(ref LinuxThread self, bool isWrite, ulong descriptor, ulong vector, ulong count)
    {
        if (count > MostPieces)
        {
            return Errno.Invalid;
        }

        long socket = HoldSocket(descriptor, out bool waits);
        if (socket >= 0)
        {
            long result = SocketCalls.Pieces(ref self, (int)socket, isWrite, vector, count, 0, waits);
            SocketTable.Drop((int)socket);
            return result;
        }

        long done = 0;
        for (ulong i = 0; i < count; i++)
        {
            if (!UserMemory.TryRead(vector + (i * 16), out ulong address) || !UserMemory.TryRead(vector + (i * 16) + 8, out ulong bytes))
            {
                return done != 0 ? done : Errno.BadAddress;
            }

            long one = bytes == 0 ? 0
                : isWrite ? Write(ref self, descriptor, address, bytes)
                : Read(ref self, descriptor, address, bytes);
            if (one < 0)
            {
                return done != 0 ? done : one;
            }

            // A short count is all there is now: the next piece would wait for more.
            done += one;
            if ((ulong)one < bytes)
            {
                break;
            }
        }

        return done;
    }

    /// <summary>lseek.</summary>
    internal static long Seek(ulong descriptor, ulong offset, ulong from)
    {
        long index = Hold(descriptor);
        if (index < 0)
        {
            return index == Errno.Invalid ? Errno.IllegalSeek : index;
        }

        long position = FileNodes.Seek((int)index, offset, from);
        FileNodes.Drop((int)index);
        return position;
    }

    /// <summary>fstat, and statx of an open file.</summary>
    internal static long StatusOf(ulong descriptor, ulong address, bool isLong = false)
    {
        long index = Hold(descriptor);
        if (index < 0)
        {
            return index == Errno.Invalid ? SpecialStatus(descriptor, address, isLong) : index;
        }

        ref FileNode node = ref FileNodes.At((int)index);
        FileStatus status = default;
        long error = node.Kind == NodeKind.Text ? 0 : FileNodes.Status(ref node, out status);
        StatusRecord record = node.Kind == NodeKind.Text
            ? StatusRecord.OfSpecial(StatusRecord.Regular, (ulong)SystemFiles.Find(FileNodes.PathOf(ref node)))
            : StatusRecord.Of(in status, node.Mount + 2);
        FileNodes.Drop((int)index);
        return error != 0 ? error : PathCalls.Give(in record, status.Created, address, isLong);
    }

    private static long SpecialStatus(ulong descriptor, ulong address, bool isLong)
    {
        OpenFile file = At((int)descriptor);
        uint kind = file.IsPipe ? StatusRecord.Fifo
            : file.Kind == FileKind.Socket ? StatusRecord.Socket
            : StatusRecord.Character;
        return PathCalls.Give(StatusRecord.OfSpecial(kind, descriptor + 1), 0, address, isLong);
    }

    /// <summary>Calls on an open file that only concern its node.</summary>
    internal static long OnNode(ref LinuxThread self, LinuxCall number, ulong descriptor, ulong b, ulong c, ulong d)
    {
        long index = Hold(descriptor);
        if (index < 0)
        {
            return index == Errno.Invalid && number == LinuxCall.GetDents64 ? Errno.NotDirectory : index;
        }

        long result = number switch
        {
            LinuxCall.FTruncate => FileNodes.SetSize((int)index, b),
            LinuxCall.FAllocate => FileNodes.Extend((int)index, b, c, d),
            LinuxCall.FSync or LinuxCall.FDataSync or LinuxCall.SyncFs => FileNodes.Sync((int)index),
            LinuxCall.FLock => FileNodes.Lock(ref self, (int)index, b),
            LinuxCall.FAdvise64 => 0,
            _ => FileNodes.List((int)index, b, c),
        };
        FileNodes.Drop((int)index);
        return result;
    }

    /// <summary>truncate.</summary>
    internal static long SetSize(ulong name, ulong bytes)
    {
        const ulong writing = 1;
        long descriptor = Open(unchecked((ulong)PathCalls.WorkingFolder), name, writing);
        if (descriptor < 0)
        {
            return descriptor;
        }

        long index = Hold((ulong)descriptor);
        long error = index < 0 ? index : FileNodes.SetSize((int)index, bytes);
        if (index >= 0)
        {
            FileNodes.Drop((int)index);
        }

        _ = Close((ulong)descriptor);
        return error;
    }

    /// <summary>sync: all file systems that the program has used.</summary>
    internal static long SyncAll()
    {
        for (int i = 0; i < Mounts.Most; i++)
        {
            _ = Mounts.Sync(i);
        }

        return 0;
    }

    /// <summary>fcntl.</summary>
    internal static long Control(ref LinuxThread self, ulong descriptor, ulong command, ulong argument)
    {
        const ulong duplicate = 0;
        const ulong duplicateCloseOnExec = 1030;
        if (!IsOpen(descriptor))
        {
            return Errno.BadDescriptor;
        }

        switch (command)
        {
            case duplicate or duplicateCloseOnExec: return Duplicate(descriptor, argument);
            case 1 or 2: return 0;
            case 3: return FlagsOf(descriptor);
            case 4:
                SetFlags(descriptor, (uint)argument);
                return 0;
            case >= 5 and <= 7 or >= 36 and <= 38: return RecordLocks.Control(ref self, descriptor, command, argument);
            default: return Errno.Invalid;
        }
    }

    private static long FlagsOf(ulong descriptor)
    {
        OpenFile file = At((int)descriptor);
        long index = Hold(descriptor);
        if (index < 0)
        {
            uint access = file.Kind is FileKind.Output or FileKind.PipeIn ? 1u : file.Kind is FileKind.Socket or FileKind.Counter ? 2u : 0;
            return access | file.Flags;
        }

        uint flags = FileNodes.At((int)index).Flags;
        FileNodes.Drop((int)index);
        return flags | file.Flags;
    }

    private static void SetFlags(ulong descriptor, uint flags)
    {
        long index = Hold(descriptor);
        if (index >= 0)
        {
            ref FileNode node = ref FileNodes.At((int)index);
            node.Flags = (node.Flags & FileNodes.AccessMask) | (flags & FileNodes.Append);
            FileNodes.Drop((int)index);
        }

        At((int)descriptor).Flags = flags & NonBlocking;
    }

    /// <summary>ioctl: nothing here is a terminal. FIONREAD for a socket.</summary>
    internal static long DeviceControl(ulong descriptor, ulong request, ulong address)
    {
        const ulong available = 0x541B;
        long socket = HoldSocket(descriptor, out _);
        if (socket < 0 || request != available)
        {
            if (socket >= 0)
            {
                SocketTable.Drop((int)socket);
            }

            return IsOpen(descriptor) ? Errno.NotTerminal : Errno.BadDescriptor;
        }

        uint bytes = SocketTable.Available((int)socket);
        SocketTable.Drop((int)socket);
        return UserMemory.Write(address, bytes);
    }

    /// <summary>dup.</summary>
    internal static long Duplicate(ulong descriptor, ulong least = 0)
    {
        s_lock.Enter();
        long copy = IsOpen(descriptor) ? Free((int)(least < MostFiles ? least : MostFiles)) : Errno.BadDescriptor;
        if (copy >= 0)
        {
            Copy(ref At((int)copy), in At((int)descriptor));
        }

        s_lock.Leave();
        return copy;
    }

    /// <summary>dup3.</summary>
    internal static long DuplicateTo(ulong descriptor, ulong copy)
    {
        if (descriptor == copy)
        {
            return Errno.Invalid;
        }

        s_lock.Enter();
        bool isLegal = IsOpen(descriptor) && copy < MostFiles;
        OpenFile closed = default;
        if (isLegal)
        {
            closed = At((int)copy);
            Copy(ref At((int)copy), in At((int)descriptor));
        }

        s_lock.Leave();
        Release(copy, in closed);
        return isLegal ? (long)copy : Errno.BadDescriptor;
    }

    private static void Copy(ref OpenFile to, in OpenFile from)
    {
        to = from;
        if (from.IsPipe)
        {
            Pipes.CountEnd((int)from.Index, from.Kind, 1);
        }
        else if (from.Kind == FileKind.Node)
        {
            FileNodes.Hold((int)from.Index);
        }
        else if (from.Kind == FileKind.Socket)
        {
            SocketTable.Hold((int)from.Index);
        }
        else if (from.Kind == FileKind.Counter)
        {
            EventCounters.Count((int)from.Index, 1);
        }
        else if (from.Kind == FileKind.Set)
        {
            Epoll.Count((int)from.Index, 1);
        }
    }

    /// <summary>pipe2.</summary>
    internal static long Pipe(ulong address, ulong flags)
    {
        s_lock.Enter();
        long pipe = Pipes.Create();
        long read = pipe < 0 ? pipe : Open(pipe, FileKind.PipeOut, flags);
        long write = pipe < 0 ? pipe : Open(pipe, FileKind.PipeIn, flags);
        if (pipe >= 0 && (read < 0 || write < 0))
        {
            Undo(pipe, FileKind.PipeOut, read);
            Undo(pipe, FileKind.PipeIn, write);
        }

        s_lock.Leave();
        return read < 0 ? read : write < 0 ? write : UserMemory.Write(address, (uint)read | ((ulong)write << 32));
    }

    private static long Open(long pipe, FileKind end, ulong flags)
    {
        long descriptor = Free();
        if (descriptor >= 0)
        {
            At((int)descriptor) = new OpenFile { Kind = end, Index = (uint)pipe, Flags = (uint)flags & NonBlocking };
        }

        return descriptor;
    }

    private static void Undo(long pipe, FileKind end, long descriptor)
    {
        if (descriptor >= 0)
        {
            At((int)descriptor) = default;
        }

        Pipes.CountEnd((int)pipe, end, -1);
    }

    /// <summary>What a descriptor is ready for; <paramref name="none"/> if it is not open. Under the lock of pipes.</summary>
    internal static uint Readiness(ulong descriptor, uint none)
    {
        OpenFile file = IsOpen(descriptor) ? At((int)descriptor) : default;
        return file.Kind == FileKind.None ? none
            : file.IsPipe ? Pipes.Readiness((int)file.Index, file.Kind)
            : file.Kind == FileKind.Socket ? SocketTable.Readiness((int)file.Index)
            : file.Kind == FileKind.Counter ? EventCounters.Readiness((int)file.Index)
            : file.Kind == FileKind.Set ? Epoll.Readiness((int)file.Index)
            : file.Kind == FileKind.Output ? Poll.Out
            : Poll.In | Poll.Out;
    }

    private static bool IsOpen(ulong descriptor) => descriptor < MostFiles && At((int)descriptor).Kind != FileKind.None;

    private static long Free(int least = 0)
    {
        for (int i = least; i < MostFiles; i++)
        {
            if (At(i).Kind == FileKind.None)
            {
                return i;
            }
        }

        return Errno.TooManyFiles;
    }

    // Callers have checked the number against MostFiles.
    private static ref OpenFile At(int index) => ref s_files[index];
}
