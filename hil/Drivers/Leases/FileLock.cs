// A lock that dies with its holder.

using System;
using System.Runtime.InteropServices;
using System.Text;

namespace RustKernel.Hil.Drivers.Leases;

/// <summary>
/// flock on a file that all users may open. The kernel releases the lock when its holder ends, however it ends, and at a reboot. No child
/// inherits it. The file stays, so that no process locks a name that another has just removed.
/// </summary>
public sealed class FileLock : IDisposable
{
    private const int ReadWrite = 0x2 | 0x80000; // O_RDWR | O_CLOEXEC
    private const int Create = 0x40; // O_CREAT
    private const int Shared = 1; // LOCK_SH
    private const int Exclusive = 2; // LOCK_EX
    private const int AtOnce = 4; // LOCK_NB
    private const int NoSuchFile = 2; // ENOENT
    private const uint EverybodyReadsAndWrites = 0x1B6; // 0666
    private const int MaximumContent = 4096;
    private readonly int _descriptor;

    private FileLock(int descriptor) => _descriptor = descriptor;

    /// <summary>Locks <paramref name="path"/>; null when another process has it.</summary>
    /// <exception cref="InfrastructureException">The file cannot be opened.</exception>
    public static FileLock? TryTake(string path)
    {
        int descriptor = Open(path);
        if (flock(descriptor, Exclusive | AtOnce) == 0)
        {
            return new FileLock(descriptor);
        }

        _ = close(descriptor);
        return null;
    }

    /// <summary>True when a process has locked <paramref name="path"/>; false also when there is no such file.</summary>
    public static bool IsTaken(string path)
    {
        int descriptor = open(path, ReadWrite, 0);
        if (descriptor < 0)
        {
            return false;
        }

        bool taken = flock(descriptor, Shared | AtOnce) != 0;
        _ = close(descriptor);
        return taken;
    }

    /// <summary>
    /// The content of <paramref name="path"/>, even if another process has it locked; .NET's own files would lock it to read it. Empty when
    /// it cannot be read.
    /// </summary>
    public static byte[] Read(string path)
    {
        int descriptor = open(path, ReadWrite, 0);
        if (descriptor < 0)
        {
            return [];
        }

        byte[] content = new byte[MaximumContent];
        nint count = pread(descriptor, content, MaximumContent, 0);
        _ = close(descriptor);
        return content[..(int)Math.Max(count, 0)];
    }

    /// <summary>Replaces the file's content.</summary>
    public void Write(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        _ = ftruncate(_descriptor, 0);
        _ = pwrite(_descriptor, bytes, (nuint)bytes.Length, 0);
    }

    /// <inheritdoc/>
    public void Dispose() => _ = close(_descriptor);

    // Without O_CREAT first: in a folder with the sticky bit, Linux refuses O_CREAT on another user's file.
    private static int Open(string path)
    {
        int descriptor = open(path, ReadWrite, 0);
        if (descriptor < 0 && Marshal.GetLastPInvokeError() == NoSuchFile)
        {
            descriptor = open(path, ReadWrite | Create, EverybodyReadsAndWrites);
            _ = fchmod(descriptor, EverybodyReadsAndWrites);
        }

        return descriptor >= 0
            ? descriptor
            : throw new InfrastructureException(
                $"the lock {path} cannot be opened: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mode);

    [DllImport("libc", SetLastError = true)]
    private static extern int close(int descriptor);

    [DllImport("libc", SetLastError = true)]
    private static extern int flock(int descriptor, int operation);

    [DllImport("libc", SetLastError = true)]
    private static extern int fchmod(int descriptor, uint mode);

    [DllImport("libc", SetLastError = true)]
    private static extern int ftruncate(int descriptor, nint length);

    [DllImport("libc", SetLastError = true)]
    private static extern nint pread(int descriptor, byte[] bytes, nuint count, nint offset);

    [DllImport("libc", SetLastError = true)]
    private static extern nint pwrite(int descriptor, byte[] bytes, nuint count, nint offset);
}
