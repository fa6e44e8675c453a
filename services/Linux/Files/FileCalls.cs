// Descriptors: standard input and output, the system's files, pipes.

using System.Runtime.InteropServices;
using RustKernel.Linux.Addresses;
using RustKernel.User;

namespace RustKernel.Linux.Files;

/// <summary>open, read, write and their kind. [man 2 of each]</summary>
internal static unsafe class FileCalls
{
    /// <summary>Most open files.</summary>
    internal const int MostFiles = 64;

    /// <summary>Where the bytes of pipes lie: after the texts.</summary>
    internal const ulong PipeAreas = Layout.Files + (MostFiles * (ulong)AreaBytes);

    private const uint AreaBytes = 64 * 1024;
    private const uint NonBlocking = 0x800;
    private const int MostName = 512;
    private const uint Character = 0x2000;
    private const uint Regular = 0x8000;
    private const uint Fifo = 0x1000;

    private static SpinLock s_lock;
    private static FileTable s_files;

    [System.Runtime.CompilerServices.InlineArray(MostFiles)]
    private struct FileTable
    {
        private OpenFile _first;
    }

    private struct NameBuffer
    {
        internal fixed byte Bytes[MostName];
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct StatusRecord
    {
        internal ulong Device;
        internal ulong Node;
        internal uint Mode;
        internal uint Links;
        internal uint User;
        internal uint Group;
        internal ulong SpecialDevice;
        internal ulong Padding;
        internal long SizeBytes;
        internal int BlockBytes;
        internal int Padding2;
        internal long Blocks;
        internal TimeSpec Accessed;
        internal TimeSpec Modified;
        internal TimeSpec Changed;
        internal ulong Unused;
    }

    /// <summary>Standard input, output and error; memory for texts. The kernel's errors.</summary>
    internal static ErrorCode Prepare()
    {
        At(0).Kind = FileKind.PipeOut;
        At(0).Area = Pipes.Input;
        At(1).Kind = FileKind.Output;
        At(2).Kind = FileKind.Output;
        ErrorCode error = Kernel.MemoryCreate(Layout.FilesBytes, out Handle<Memory> memory);
        return error == ErrorCode.None
            ? Kernel.MemoryMap(default, memory, 0, Layout.Files, Layout.FilesBytes, RustKernel.Rights.Read | RustKernel.Rights.Write)
            : error;
    }

    /// <summary>openat.</summary>
    internal static long Open(ulong name, ulong flags)
    {
        NameBuffer buffer = default;
        long length = UserMemory.ReadText(name, buffer.Bytes, MostName);
        if (length < 0)
        {
            return length;
        }

        s_lock.Enter();
        long descriptor = Free();
        if (descriptor >= 0)
        {
            ref OpenFile file = ref At((int)descriptor);
            file.Area = FreeArea();
            file.Position = 0;
            file.Flags = 0;
            TextBuilder text = new(AreaAt(file.Area), AreaBytes);
            file.Kind = SystemFiles.Open(new System.ReadOnlySpan<byte>(buffer.Bytes, (int)length), ref text);
            file.Length = text.Length;
            descriptor = file.Kind == FileKind.None ? Errno.NoEntry
                : file.Kind == FileKind.Text && (flags & 3) != 0 ? Errno.AccessDenied
                : descriptor;
            file.Kind = descriptor < 0 ? FileKind.None : file.Kind;
        }

        s_lock.Leave();
        return descriptor;
    }

    /// <summary>close.</summary>
    internal static long Close(ulong descriptor)
    {
        s_lock.Enter();
        bool isOpen = IsOpen(descriptor);
        if (isOpen)
        {
            Release(ref At((int)descriptor));
        }

        s_lock.Leave();
        return isOpen ? 0 : Errno.BadDescriptor;
    }

    private static void Release(ref OpenFile file)
    {
        OpenFile closed = file;
        file = default;
        if (closed.IsPipe)
        {
            Pipes.CountEnd((int)closed.Area, closed.Kind, -1);
        }
    }

    /// <summary>read.</summary>
    internal static long Read(ref LinuxThread self, ulong descriptor, ulong address, ulong bytes)
    {
        if (!IsOpen(descriptor))
        {
            return Errno.BadDescriptor;
        }

        ref OpenFile file = ref At((int)descriptor);
        switch (file.Kind)
        {
            case FileKind.Random: return SystemStatus.Random(address, bytes);
            case FileKind.Text: return ReadText(ref file, address, bytes);
            case FileKind.Null: return 0;
            case FileKind.PipeOut: return Pipes.Read(ref self, (int)file.Area, address, bytes, (file.Flags & NonBlocking) == 0);
            default: return Errno.BadDescriptor;
        }
    }

    private static long ReadText(ref OpenFile file, ulong address, ulong bytes)
    {
        s_lock.Enter();
        uint left = file.Length - file.Position;
        uint count = bytes < left ? (uint)bytes : left;
        bool isRead = UserMemory.TryWrite(address, (void*)(AreaAt(file.Area) + file.Position), count);
        file.Position += isRead ? count : 0;
        s_lock.Leave();
        return isRead ? count : Errno.BadAddress;
    }

    /// <summary>write.</summary>
    internal static long Write(ref LinuxThread self, ulong descriptor, ulong address, ulong bytes)
    {
        OpenFile file = IsOpen(descriptor) ? At((int)descriptor) : default;
        return file.Kind switch
        {
            FileKind.Output => StandardOutput.Write(address, bytes),
            FileKind.Null => (long)bytes,
            FileKind.PipeIn => Pipes.Write(ref self, (int)file.Area, address, bytes, (file.Flags & NonBlocking) == 0),
            _ => Errno.BadDescriptor,
        };
    }

    /// <summary>readv, writev.</summary>
    internal static long Many(ref LinuxThread self, bool isWrite, ulong descriptor, ulong vector, ulong count)
    {
        const ulong most = 1024;
        if (count > most)
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

            long one = bytes == 0 ? 0
                : isWrite ? Write(ref self, descriptor, address, bytes)
                : Read(ref self, descriptor, address, bytes);
            if (one < 0)
            {
                return done != 0 ? done : one;
            }

            // What comes is as much as there is: the next piece would wait for more.
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
        if (!IsOpen(descriptor))
        {
            return Errno.BadDescriptor;
        }

        ref OpenFile file = ref At((int)descriptor);
        if (file.Kind != FileKind.Text)
        {
            return Errno.IllegalSeek;
        }

        long start = from == 0 ? 0 : from == 1 ? file.Position : file.Length;
        long position = start + (long)offset;
        if (from > 2 || position < 0 || position > file.Length)
        {
            return Errno.Invalid;
        }

        file.Position = (uint)position;
        return position;
    }

    /// <summary>newfstatat.</summary>
    internal static long Status(ulong folder, ulong name, ulong address)
    {
        NameBuffer buffer = default;
        long length = UserMemory.ReadText(name, buffer.Bytes, MostName);
        return length < 0 ? length : length == 0 ? StatusOf(folder, address) : Errno.NoEntry;
    }

    /// <summary>fstat.</summary>
    internal static long StatusOf(ulong descriptor, ulong address)
    {
        if (!IsOpen(descriptor))
        {
            return Errno.BadDescriptor;
        }

        ref OpenFile file = ref At((int)descriptor);
        uint kind = file.Kind switch { FileKind.Text => Regular, FileKind.PipeIn or FileKind.PipeOut => Fifo, _ => Character };
        return UserMemory.Write(
            address,
            new StatusRecord { Mode = kind | 0x180, Links = 1, BlockBytes = 4096, Node = descriptor + 1, SpecialDevice = 1 });
    }

    /// <summary>faccessat.</summary>
    internal static long Access(ulong name)
    {
        NameBuffer buffer = default;
        long length = UserMemory.ReadText(name, buffer.Bytes, MostName);
        return length < 0 ? length : Errno.NoEntry;
    }

    /// <summary>readlinkat: the program's own name.</summary>
    internal static long ReadLink(ulong name, ulong address, ulong bytes)
    {
        NameBuffer buffer = default;
        long length = UserMemory.ReadText(name, buffer.Bytes, MostName);
        System.ReadOnlySpan<byte> self = "/proc/self/exe"u8;
        bool isSelf = length == self.Length;
        for (int i = 0; isSelf && i < self.Length; i++)
        {
            isSelf = buffer.Bytes[i] == self[i];
        }

        if (!isSelf)
        {
            return length < 0 ? length : Errno.NoEntry;
        }

        System.ReadOnlySpan<byte> program = "/program"u8;
        int count = bytes < (ulong)program.Length ? (int)bytes : program.Length;
        return UserMemory.TryWriteText(address, program.Slice(0, count)) ? count : Errno.BadAddress;
    }

    /// <summary>getcwd.</summary>
    internal static long WorkingDirectory(ulong address, ulong bytes) =>
        bytes < 2 ? Errno.Range : UserMemory.TryWrite(address, (ushort)'/') ? 2 : Errno.BadAddress;

    /// <summary>fcntl.</summary>
    internal static long Control(ulong descriptor, ulong command, ulong argument)
    {
        const ulong duplicate = 0;
        const ulong duplicateCloseOnExec = 1030;
        if (!IsOpen(descriptor))
        {
            return Errno.BadDescriptor;
        }

        ref OpenFile file = ref At((int)descriptor);
        switch (command)
        {
            case duplicate or duplicateCloseOnExec: return Duplicate(descriptor, argument);
            case 1 or 2: return 0;
            case 3: return (file.Kind is FileKind.Output or FileKind.PipeIn ? 1u : 0) | file.Flags;
            case 4:
                file.Flags = (uint)argument & NonBlocking;
                return 0;
            default: return Errno.Invalid;
        }
    }

    /// <summary>ioctl: nothing here is a terminal.</summary>
    internal static long DeviceControl(ulong descriptor) => IsOpen(descriptor) ? Errno.NotTerminal : Errno.BadDescriptor;

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
        if (isLegal)
        {
            Release(ref At((int)copy));
            Copy(ref At((int)copy), in At((int)descriptor));
        }

        s_lock.Leave();
        return isLegal ? (long)copy : Errno.BadDescriptor;
    }

    private static void Copy(ref OpenFile to, in OpenFile from)
    {
        to = from;
        if (from.IsPipe)
        {
            Pipes.CountEnd((int)from.Area, from.Kind, 1);
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
            At((int)descriptor) = new OpenFile { Kind = end, Area = (uint)pipe, Flags = (uint)flags & NonBlocking };
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

    /// <summary>What a descriptor is ready for; <paramref name="none"/>: it is not open. Under the lock of pipes.</summary>
    internal static uint Readiness(ulong descriptor, uint none)
    {
        OpenFile file = IsOpen(descriptor) ? At((int)descriptor) : default;
        return file.Kind == FileKind.None ? none
            : file.IsPipe ? Pipes.Readiness((int)file.Area, file.Kind)
            : file.Kind == FileKind.Output ? Poll.Out
            : Poll.In | Poll.Out;
    }

    // There are as many areas as descriptors, and copies of a descriptor share one.
    private static uint FreeArea()
    {
        uint area = 0;
        for (int i = 0; i < MostFiles; i++)
        {
            if (At(i).Kind == FileKind.Text && At(i).Area == area)
            {
                area++;
                i = -1;
            }
        }

        return area;
    }

    private static ulong AreaAt(uint area) => Layout.Files + (area * AreaBytes);

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

    // Callers have compared the number with MostFiles.
    private static ref OpenFile At(int index) => ref s_files[index];
}
