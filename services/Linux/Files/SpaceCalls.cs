using System.Runtime.InteropServices;
using RustKernel.Linux.Addresses;

namespace RustKernel.Linux.Files;

/// <summary>statfs and fstatfs: the size and free space of file systems, for df, DriveInfo and statvfs. [man 2 statfs]</summary>
internal static class SpaceCalls
{
    private const ulong BlockBytes = 4096;
    private const ulong LongestName = 255;

    // "rkfs": a number that no file system of Linux has, so programs assume nothing.
    private const ulong Kind = 0x7366_6B72;

    // struct statfs.
    [StructLayout(LayoutKind.Sequential)]
    private struct SpaceRecord
    {
        internal ulong Kind;
        internal ulong BlockBytes;
        internal ulong Blocks;
        internal ulong FreeBlocks;
        internal ulong AvailableBlocks;
        internal ulong Files;
        internal ulong FreeFiles;
        internal ulong Number;
        internal ulong LongestName;
        internal ulong PartBytes;
        internal ulong Flags;
        internal ulong Spare0;
        internal ulong Spare1;
        internal ulong Spare2;
        internal ulong Spare3;
    }

    /// <summary>statfs.</summary>
    internal static long OfPath(ulong name, ulong address)
    {
        long error = PathCalls.Resolve(unchecked((ulong)PathCalls.WorkingFolder), name, out PathCalls.PathBuffer path);
        int mount = Mounts.None;
        if (error == 0 && SystemFiles.Find(path.Text) == SystemFile.None)
        {
            error = PathCalls.Describe(path.Text, out _, out mount);
        }

        return error != 0 ? error : Give(mount, address);
    }

    /// <summary>fstatfs. A descriptor that is not a file of a file system has no space.</summary>
    internal static long OfFile(ulong descriptor, ulong address)
    {
        long index = FileCalls.Hold(descriptor);
        if (index < 0)
        {
            return index == Errno.Invalid ? Give(Mounts.None, address) : index;
        }

        ref FileNode node = ref FileNodes.At((int)index);
        int mount = node.Kind == NodeKind.Text ? Mounts.None : node.Mount;
        FileNodes.Drop((int)index);
        return Give(mount, address);
    }

    private static long Give(int mount, ulong address)
    {
        ulong total = 0;
        ulong free = 0;
        long error = mount == Mounts.None ? 0 : Mounts.Space(mount, out total, out free);
        SpaceRecord record = new()
        {
            Kind = Kind,
            BlockBytes = BlockBytes,
            Blocks = total / BlockBytes,
            FreeBlocks = free / BlockBytes,
            AvailableBlocks = free / BlockBytes,
            Number = (ulong)(mount + 2),
            LongestName = LongestName,
            PartBytes = BlockBytes,
        };
        return error != 0 ? error : UserMemory.Write(address, record);
    }
}
