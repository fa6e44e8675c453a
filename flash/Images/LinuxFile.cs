// The calls that .NET has no name for.

using System.Buffers.Binary;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace RustKernel.Flash.Images;

/// <summary>Opens block devices exclusively, drops caches, has the partition table read again.</summary>
internal static class LinuxFile
{
    private const int ReadWrite = 2;
    private const int ReadOnly = 0;
    private const int Exclusive = 0x80;
    private const int CloseOnExec = 0x80000;
    private const int NotSupported = 22; // EINVAL: /dev/full and its like
    private const int AdviceDontNeed = 4;
    private const nuint FlushBuffers = 0x1261; // BLKFLSBUF
    private const nuint RereadPartitionTable = 0x125f; // BLKRRPART
    private const nuint LogicalSectorSize = 0x1268; // BLKSSZGET
    private const nuint SizeInBytes = 0x80081272; // BLKGETSIZE64 of 64-bit machines

    /// <summary>Opens a block device. Exclusively, the system refuses (EBUSY) while any of it is mounted or part of a volume.</summary>
    /// <exception cref="IOException">It cannot be opened; HResult is errno.</exception>
    public static SafeFileHandle OpenDevice(string path, bool write, bool exclusive)
    {
        SafeFileHandle handle = Open(path, (write ? ReadWrite : ReadOnly) | (exclusive ? Exclusive : 0) | CloseOnExec, 0);
        if (!handle.IsInvalid)
        {
            return handle;
        }

        int error = Marshal.GetLastPInvokeError();
        handle.Dispose();
        throw new IOException(Marshal.GetPInvokeErrorMessage(error), error);
    }

    /// <summary>Returns when everything written is on the medium.</summary>
    /// <exception cref="IOException">It is not; HResult is errno.</exception>
    public static void Synchronize(SafeFileHandle handle)
    {
        // .NET's own flush takes a device's error for a special file that cannot be flushed.
        if (Sync(handle) == 0)
        {
            return;
        }

        int error = Marshal.GetLastPInvokeError();
        if (error != NotSupported)
        {
            throw new IOException(Marshal.GetPInvokeErrorMessage(error), error);
        }
    }

    /// <summary>Drops clean pages of the file from the cache.</summary>
    public static void DropPages(SafeFileHandle handle) => Advise(handle, 0, 0, AdviceDontNeed);

    /// <summary>Drops a block device's buffers. Needs a privilege that writing does not: without it pages alone are dropped.</summary>
    public static void DropBuffers(SafeFileHandle device) => Control(device, FlushBuffers, 0);

    /// <summary>Has the kernel look for partitions again; without success the card has to be taken out and put in.</summary>
    public static void RereadPartitions(SafeFileHandle device) => Control(device, RereadPartitionTable, 0);

    /// <summary>Bytes of a sector of a block device: the unit of its partition table.</summary>
    /// <exception cref="IOException">The device does not say; HResult is errno.</exception>
    public static int SectorBytes(SafeFileHandle device) => (int)Ask(device, LogicalSectorSize, sizeof(int));

    /// <summary>Bytes of a block device.</summary>
    /// <exception cref="IOException">The device does not say; HResult is errno.</exception>
    public static long DeviceBytes(SafeFileHandle device) => Ask(device, SizeInBytes, sizeof(long));

    private static long Ask(SafeFileHandle device, nuint request, int bytes)
    {
        byte[] answer = new byte[sizeof(long)];
        if (Control(device, request, answer) == 0)
        {
            return bytes == sizeof(int) ? BinaryPrimitives.ReadInt32LittleEndian(answer) : BinaryPrimitives.ReadInt64LittleEndian(answer);
        }

        int error = Marshal.GetLastPInvokeError();
        throw new IOException(Marshal.GetPInvokeErrorMessage(error), error);
    }

    [DllImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static extern int Control(SafeFileHandle handle, nuint request, byte[] argument);

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern SafeFileHandle Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, int mode);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int Sync(SafeFileHandle handle);

    [DllImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static extern int Control(SafeFileHandle handle, nuint request, nint argument);

    [DllImport("libc", EntryPoint = "posix_fadvise")]
    private static extern int Advise(SafeFileHandle handle, long offset, long length, int advice);
}
