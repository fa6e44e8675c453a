// System calls on names of files: status, making, removing, renaming.

using System;
using System.Runtime.CompilerServices;
using RustKernel.Linux.Addresses;
using RustKernel.Services.FileSystems;
using RustKernel.User;

namespace RustKernel.Linux.Files;

/// <summary>mkdirat and its relatives. [man 2 of each]</summary>
internal static unsafe class PathCalls
{
    /// <summary>AT_FDCWD: names are relative to the working directory.</summary>
    internal const int WorkingFolder = -100;

    private const ulong NotReplacing = 1;
    private const ulong RemoveDirectoryFlag = 0x200;
    private const ulong EmptyPath = 0x1000;
    private const long TimeNow = 0x3FFF_FFFF;
    private const long TimeStays = 0x3FFF_FFFE;
    private const ulong WantsWriting = 2;
    private const ulong WantsExecuting = 1;

    private static SpinLock s_lock;

    // Initially empty: the topmost directory.
    private static PathBuffer s_working;

    /// <summary>A path, in its own memory.</summary>
    internal struct PathBuffer
    {
        internal fixed byte Bytes[PathText.Most];

        /// <summary>Bytes.</summary>
        internal int Length;

        /// <summary>The name can only name a directory.</summary>
        internal bool IsOfDirectory;

        /// <summary>The path.</summary>
        // SAFETY: the caller's buffer, which outlives what it does with the path.
        internal readonly ReadOnlySpan<byte> Text => new(Unsafe.AsPointer(ref Unsafe.AsRef(in Bytes[0])), Length);
    }

    /// <summary>The path of a name relative to <paramref name="folder"/>, a descriptor or AT_FDCWD. 0 or the error.</summary>
    internal static long Resolve(ulong folder, ulong name, out PathBuffer path)
    {
        PathBuffer given = default;
        path = default;
        long length = UserMemory.ReadText(name, given.Bytes, PathText.Most);
        if (length < 0)
        {
            return length;
        }

        given.Length = (int)length;
        PathBuffer start = default;
        bool isRelative = length == 0 || given.Bytes[0] != (byte)'/';
        long error = isRelative ? FolderOf(folder, out start) : 0;
        if (error != 0)
        {
            return error;
        }

        // SAFETY: the caller's own buffer.
        length = PathText.Resolve(start.Text, given.Text, new Span<byte>(Unsafe.AsPointer(ref path.Bytes[0]), PathText.Most));
        path.Length = length < 0 ? 0 : (int)length;
        path.IsOfDirectory = PathText.IsOfDirectory(given.Text);
        return length < 0 ? length : 0;
    }

    private static long FolderOf(ulong folder, out PathBuffer start)
    {
        start = default;
        if ((int)folder == WorkingFolder)
        {
            s_lock.Enter();
            start = s_working;
            s_lock.Leave();
            if (start.Length == 0)
            {
                Copy("/"u8, ref start);
            }

            return 0;
        }

        long index = FileCalls.Hold(folder);
        if (index < 0)
        {
            return index == Errno.Invalid ? Errno.NotDirectory : index;
        }

        ref FileNode node = ref FileNodes.At((int)index);
        bool isDirectory = node.Kind == NodeKind.Directory;
        if (isDirectory)
        {
            Copy(FileNodes.PathOf(ref node), ref start);
        }

        FileNodes.Drop((int)index);
        return isDirectory ? 0 : Errno.NotDirectory;
    }

    private static void Copy(ReadOnlySpan<byte> text, ref PathBuffer to)
    {
        // SAFETY: the caller's own buffer; paths are no longer than Most.
        text.CopyTo(new Span<byte>(Unsafe.AsPointer(ref to.Bytes[0]), PathText.Most));
        to.Length = text.Length;
    }

    /// <summary>
    /// The status of what is at a path. 0 or the error. <paramref name="mount"/>: its file system; None: the topmost directory. ENOENT also
    /// for the system's files, which no file system contains.
    /// </summary>
    internal static long Describe(ReadOnlySpan<byte> path, out FileStatus status, out int mount)
    {
        status = new FileStatus { Node = 1, Flags = FileFlags.Directory };
        mount = Mounts.None;
        if (path.Length <= 1)
        {
            return 0;
        }

        mount = Mounts.Find(path, out ReadOnlySpan<byte> rest);
        if (mount == Mounts.None)
        {
            return Errno.NoEntry;
        }

        Message message = default;
        Mounts.Enter(mount);
        long error = Mounts.OnPath(mount, Mounts.DescribeOperation, rest, default, 2, 6, ref message, out _);
        Mounts.Leave(mount);
        status = StatusIn(in message, 0);
        return error;
    }

    /// <summary>Reads the status from the words of a reply.</summary>
    internal static FileStatus StatusIn(in Message message, int word) => new()
    {
        Node = message.Words[word],
        SizeBytes = message.Words[word + 1],
        Created = (long)message.Words[word + 2],
        Accessed = (long)message.Words[word + 3],
        Modified = (long)message.Words[word + 4],
        Flags = (FileFlags)(uint)message.Words[word + 5],
    };

    /// <summary>newfstatat, and statx with <paramref name="isLong"/>.</summary>
    internal static long Status(ulong folder, ulong name, ulong flags, ulong address, bool isLong)
    {
        if ((flags & EmptyPath) != 0 && UserMemory.TryRead(name, out byte first) && first == 0)
        {
            return FileCalls.StatusOf(folder, address, isLong);
        }

        long error = Resolve(folder, name, out PathBuffer path);
        if (error != 0)
        {
            return error;
        }

        if (SystemFiles.Find(path.Text) is var kind and not SystemFile.None)
        {
            bool isText = kind is not (SystemFile.Null or SystemFile.Random);
            return Give(StatusRecord.OfSpecial(isText ? StatusRecord.Regular : StatusRecord.Character, (ulong)kind), 0, address, isLong);
        }

        error = Describe(path.Text, out FileStatus status, out int mount);
        error = error == 0 && path.IsOfDirectory && !status.IsDirectory ? Errno.NotDirectory : error;
        return error != 0 ? error : Give(StatusRecord.Of(in status, mount + 2), status.Created, address, isLong);
    }

    /// <summary>Writes a status in the form of stat or statx.</summary>
    internal static long Give(in StatusRecord record, long created, ulong address, bool isLong) =>
        isLong ? UserMemory.Write(address, LongStatusRecord.Of(in record, created)) : UserMemory.Write(address, record);

    /// <summary>faccessat, faccessat2.</summary>
    internal static long Access(ulong folder, ulong name, ulong wanted)
    {
        long error = Resolve(folder, name, out PathBuffer path);
        if (error != 0 || SystemFiles.Find(path.Text) != SystemFile.None)
        {
            return error != 0 ? error : (wanted & (WantsWriting | WantsExecuting)) != 0 ? Errno.AccessDenied : 0;
        }

        error = Describe(path.Text, out FileStatus status, out _);
        bool isDenied = ((wanted & WantsWriting) != 0 && (status.Flags & FileFlags.ReadOnly) != 0)
            || ((wanted & WantsExecuting) != 0 && !status.IsDirectory);
        return error != 0 ? error : isDenied ? Errno.AccessDenied : 0;
    }

    /// <summary>readlinkat: /proc/self/exe is the only link.</summary>
    internal static long ReadLink(ulong folder, ulong name, ulong address, ulong bytes)
    {
        long error = Resolve(folder, name, out PathBuffer path);
        if (error != 0)
        {
            return error;
        }

        if (!PathText.Is(path.Text, "/proc/self/exe"u8))
        {
            error = SystemFiles.Find(path.Text) != SystemFile.None ? 0 : Describe(path.Text, out _, out _);
            return error != 0 ? error : Errno.Invalid;
        }

        ReadOnlySpan<byte> program = ProgramName.Path;
        int count = bytes < (ulong)program.Length ? (int)bytes : program.Length;
        return UserMemory.TryWriteText(address, program.Slice(0, count)) ? count : Errno.BadAddress;
    }

    /// <summary>getcwd.</summary>
    internal static long WorkingDirectory(ulong address, ulong bytes)
    {
        _ = FolderOf(unchecked((ulong)WorkingFolder), out PathBuffer path);
        ulong length = (ulong)path.Length + 1;
        return bytes < length ? Errno.Range : UserMemory.TryWrite(address, path.Bytes, length) ? (long)length : Errno.BadAddress;
    }

    /// <summary>chdir.</summary>
    internal static long SetWorkingDirectory(ulong name)
    {
        long error = Resolve(unchecked((ulong)WorkingFolder), name, out PathBuffer path);
        return error != 0 ? error : SetWorking(ref path);
    }

    /// <summary>fchdir.</summary>
    internal static long SetWorkingDirectoryTo(ulong descriptor)
    {
        long error = FolderOf(descriptor, out PathBuffer path);
        return error != 0 ? error : SetWorking(ref path);
    }

    private static long SetWorking(ref PathBuffer path)
    {
        long error = Describe(path.Text, out FileStatus status, out _);
        if (error != 0 || !status.IsDirectory)
        {
            return error != 0 ? error : Errno.NotDirectory;
        }

        s_lock.Enter();
        s_working = path;
        s_lock.Leave();
        return 0;
    }

    /// <summary>mkdirat. The rights are not kept.</summary>
    internal static long MakeDirectory(ulong folder, ulong name)
    {
        long error = ResolveForChange(folder, name, out PathBuffer path, out int mount);
        if (error != 0)
        {
            return error == Errno.Busy ? Errno.Exists : error;
        }

        _ = PathText.First(path.Text, out ReadOnlySpan<byte> rest);
        Message message = default;
        Mounts.Enter(mount);
        error = Mounts.OnPath(mount, Mounts.CreateDirectoryOperation, rest, default, 2, 0, ref message, out bool isRepeated);
        Mounts.Leave(mount);
        return error == Errno.Exists && isRepeated ? 0 : error;
    }

    /// <summary>unlinkat.</summary>
    internal static long Remove(ulong folder, ulong name, ulong flags)
    {
        bool isDirectory = (flags & RemoveDirectoryFlag) != 0;
        long error = ResolveForChange(folder, name, out PathBuffer path, out int mount);
        if (error != 0 || (path.IsOfDirectory && !isDirectory))
        {
            return error != 0 ? error : Errno.IsDirectory;
        }

        _ = PathText.First(path.Text, out ReadOnlySpan<byte> rest);
        Message message = default;
        message.Words[2] = isDirectory ? 1u : 0;
        Mounts.Enter(mount);
        error = Mounts.OnPath(mount, Mounts.RemoveOperation, rest, default, 3, 0, ref message, out bool isRepeated);
        Mounts.Leave(mount);
        return error == Errno.NoEntry && isRepeated ? 0 : error;
    }

    /// <summary>renameat, renameat2.</summary>
    internal static long Rename(ulong folder, ulong name, ulong newFolder, ulong newName, ulong flags)
    {
        if ((flags & ~NotReplacing) != 0)
        {
            return Errno.Invalid;
        }

        long error = ResolveForChange(folder, name, out PathBuffer path, out int mount);
        if (error != 0)
        {
            return error;
        }

        error = ResolveForChange(newFolder, newName, out PathBuffer newPath, out int newMount);
        if (error != 0 || mount != newMount)
        {
            return error != 0 ? error : Errno.OtherDevice;
        }

        // To itself: nothing to do, if it exists.
        if (PathText.Is(path.Text, newPath.Text))
        {
            error = Describe(path.Text, out _, out _);
            return error == 0 && flags != 0 ? Errno.Exists : error;
        }

        return Rename(mount, in path, in newPath, flags == 0);
    }

    private static long Rename(int mount, in PathBuffer path, in PathBuffer newPath, bool replaces)
    {
        _ = PathText.First(path.Text, out ReadOnlySpan<byte> rest);
        _ = PathText.First(newPath.Text, out ReadOnlySpan<byte> newRest);
        Message message = default;
        message.Words[2] = (ulong)newRest.Length;
        message.Words[3] = replaces ? 1u : 0;
        Mounts.Enter(mount);
        long error = Mounts.OnPath(mount, Mounts.RenameOperation, rest, newRest, 4, 0, ref message, out bool isRepeated);
        Mounts.Leave(mount);
        return error == Errno.NoEntry && isRepeated ? Describe(newPath.Text, out _, out _) : error;
    }

    /// <summary>utimensat.</summary>
    internal static long SetTimes(ulong folder, ulong name, ulong times)
    {
        TimeSpec accessed = new() { Nanoseconds = TimeNow };
        TimeSpec modified = accessed;
        if (times != 0 && (!UserMemory.TryRead(times, out accessed) || !UserMemory.TryRead(times + 16, out modified)))
        {
            return Errno.BadAddress;
        }

        long accessedTicks = Ticks(in accessed);
        long modifiedTicks = Ticks(in modified);
        if (accessedTicks < 0 || modifiedTicks < 0)
        {
            return Errno.Invalid;
        }

        long error = name == 0 ? PathOfOpen(folder, out PathBuffer path) : Resolve(folder, name, out path);
        return error != 0 ? error : SetStatus(in path, accessedTicks, modifiedTicks, FileFlags.None, setsFlags: false);
    }

    // 0: unchanged; -1: there is no such time.
    private static long Ticks(in TimeSpec time) =>
        time.Nanoseconds == TimeStays ? 0 : FileTime.ToTicks(time.Nanoseconds == TimeNow ? Clock.Now : time);

    /// <summary>fchmodat, fchmod (<paramref name="name"/> 0): keeps only whether the owner may write.</summary>
    internal static long SetMode(ulong folder, ulong name, ulong mode)
    {
        const ulong ownerWrites = 0x80;
        long error = name == 0 ? PathOfOpen(folder, out PathBuffer path) : Resolve(folder, name, out path);
        FileStatus status = default;
        error = error == 0 ? Describe(path.Text, out status, out _) : error;
        FileFlags flags = (mode & ownerWrites) != 0 ? status.Flags & ~FileFlags.ReadOnly : status.Flags | FileFlags.ReadOnly;
        return error != 0 ? error
            : flags == status.Flags || status.IsDirectory ? 0
            : SetStatus(in path, 0, 0, flags, setsFlags: true);
    }

    private static long SetStatus(in PathBuffer path, long accessed, long modified, FileFlags flags, bool setsFlags)
    {
        int mount = Mounts.Find(path.Text, out ReadOnlySpan<byte> rest);
        if (mount == Mounts.None)
        {
            return path.Length <= 1 || SystemFiles.Find(path.Text) != SystemFile.None ? Errno.AccessDenied : Errno.NoEntry;
        }

        Message message = default;
        message.Words[3] = (ulong)accessed;
        message.Words[4] = (ulong)modified;
        message.Words[5] = (ulong)flags;
        message.Words[6] = setsFlags ? 1u : 0;
        Mounts.Enter(mount);
        long error = Mounts.OnPath(mount, Mounts.SetStatusOperation, rest, default, 7, 0, ref message, out _);
        Mounts.Leave(mount);
        return error;
    }

    // File systems set times and attributes by path: ENOENT if the open file is no longer there.
    private static long PathOfOpen(ulong descriptor, out PathBuffer path)
    {
        path = default;
        long index = FileCalls.Hold(descriptor);
        if (index < 0)
        {
            return index;
        }

        ref FileNode node = ref FileNodes.At((int)index);
        Copy(FileNodes.PathOf(ref node), ref path);
        long error = FileNodes.Status(ref node, out FileStatus status);
        FileNodes.Drop((int)index);
        FileStatus there = default;
        error = error == 0 ? Describe(path.Text, out there, out _) : error;
        return error == 0 && there.Node != status.Node ? Errno.NoEntry : error;
    }

    // The target must lie in a file system, and not be its topmost directory.
    private static long ResolveForChange(ulong folder, ulong name, out PathBuffer path, out int mount)
    {
        mount = Mounts.None;
        long error = Resolve(folder, name, out path);
        if (error != 0)
        {
            return error;
        }

        mount = Mounts.Find(path.Text, out ReadOnlySpan<byte> rest);
        bool isTop = path.Length <= 1 || (mount != Mounts.None && rest.Length == 0);
        return isTop ? Errno.Busy
            : mount != Mounts.None ? 0
            : SystemFiles.Find(path.Text) != SystemFile.None ? Errno.AccessDenied : Errno.NoEntry;
    }
}
