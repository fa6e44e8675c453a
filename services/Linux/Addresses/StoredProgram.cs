// A program's file in a file system: read into an object of the process, which is then mapped in place.

using System;
using RustKernel.Linux.Files;
using RustKernel.Services.FileSystems;
using RustKernel.User;

namespace RustKernel.Linux.Addresses;

/// <summary>
/// Reads only what must be loaded. The object has the file's size, and the process pays for those pages that data was read into. Parts that
/// the program may write are read straight to their place. Used before the program begins, by one thread.
/// </summary>
internal static class StoredProgram
{
    private const ulong MostBytes = 1ul << 30;
    private static int s_node;
    private static FileStatus s_before;

    /// <summary>The program lies in a file system and is being read.</summary>
    internal static bool IsOpen { get; private set; }

    /// <summary>
    /// Opens the file that the process was started from, and reads its first page. Returns what is wrong, as text; empty if nothing.
    /// </summary>
    internal static ReadOnlySpan<byte> Open(ref ProgramSource source)
    {
        source.File.Close();
        int mount = Mounts.Find(ProgramName.Path, out _);
        if (mount == Mounts.None)
        {
            return "uses= of the manifest does not name its file system, or that does not run"u8;
        }

        // Nothing else is open yet: there is room.
        s_node = (int)FileNodes.Take(NodeKind.File, ProgramName.Path);
        ref FileNode node = ref FileNodes.At(s_node);
        node.Mount = mount;
        node.Opening = FileOpening.Read;
        Message message = default;
        Mounts.Enter(mount);
        long error = Mounts.Open(ref node, ref message);
        Mounts.Leave(mount);
        error = error == 0 ? FileNodes.Status(ref node, out s_before) : error;
        IsOpen = true;
        return error != 0 ? Why(error)
            : s_before.SizeBytes > MostBytes ? "the file has more than 1 GiB"u8
            : Create(ref source);
    }

    private static ReadOnlySpan<byte> Why(long error) => error switch
    {
        Errno.NoEntry or Errno.NotDirectory => "there is no such file"u8,
        Errno.IsDirectory => "that is a directory"u8,
        Errno.TryAgain => "another program has the file open for itself alone"u8,
        _ => "its file system does not give the file"u8,
    };

    private static ReadOnlySpan<byte> Create(ref ProgramSource source)
    {
        source.Bytes = s_before.SizeBytes;
        source.Offset = 0;
        ulong head = source.Bytes < Layout.PageBytes ? source.Bytes : Layout.PageBytes;
        bool isThere = head == 0
            || (Kernel.MemoryCreate(Layout.Pages(source.Bytes), out source.File) == ErrorCode.None && Fill(source.File, 0, head) == 0);
        return isThere ? default : "memory= of the manifest has no room for it, or it cannot be read"u8;
    }

    /// <summary>Reads whole pages of the file, beginning at <paramref name="from"/>, into the object. 0 or the error.</summary>
    internal static long Fill(Handle<Memory> file, ulong from, ulong bytes)
    {
        ulong pages = Layout.Pages(bytes);
        const RustKernel.Rights writable = RustKernel.Rights.Read | RustKernel.Rights.Write;
        if (Kernel.MemoryMap(default, file, from, Layout.ProgramFile, pages, writable) != ErrorCode.None)
        {
            return Errno.NoMemory;
        }

        long error = Read(Layout.ProgramFile, from, bytes);
        _ = Kernel.MemoryUnmap(default, Layout.ProgramFile, pages);
        return error;
    }

    /// <summary>Reads the file's bytes at <paramref name="from"/> to <paramref name="address"/>. 0 or the error.</summary>
    internal static long Read(ulong address, ulong from, ulong bytes) =>
        FileNodes.ReadAt(s_node, address, bytes, from) == (long)bytes ? 0 : Errno.InputOutput;

    /// <summary>Checks that the file has not changed, and closes it. Returns what is wrong, as text; empty if nothing.</summary>
    internal static ReadOnlySpan<byte> Close()
    {
        long error = FileNodes.Status(ref FileNodes.At(s_node), out FileStatus after);
        FileNodes.Drop(s_node);
        IsOpen = false;
        return error == 0 && after.Modified == s_before.Modified && after.SizeBytes == s_before.SizeBytes
            ? default
            : "the file was changed while it was read: start it again"u8;
    }
}
