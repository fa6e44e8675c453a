// The C library's pseudo-terminals.

using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

namespace RustKernel.Hil.VirtualRpi4.Serial;

/// <summary>posix_openpt and its family, and reading and writing without blocking. [openpt(3), termios(3), poll(2)]</summary>
internal static class NativeTerminal
{
    private const int ReadWrite = 2, NoControllingTerminal = 0x100, NonBlocking = 0x800;
    private const short Readable = 1, Writable = 4;

    // Larger than any Linux struct termios.
    private const int TermiosBytes = 256;

    /// <summary>Opens a new pseudo-terminal without any editing of lines; returns the master's descriptor and the slave's path.</summary>
    public static (int Master, string Slave) Open()
    {
        int master = Check(OpenPty(ReadWrite | NoControllingTerminal | NonBlocking));
        Check(Grant(master));
        Check(Unlock(master));
        byte[] name = new byte[256];
        Check(NameOf(master, name, name.Length) == 0 ? 0 : -1);
        byte[] termios = new byte[TermiosBytes];
        Check(GetAttributes(master, termios));
        MakeRaw(termios);
        Check(SetAttributes(master, 0, termios));
        return (master, Encoding.UTF8.GetString(name, 0, Array.IndexOf(name, (byte)0)));
    }

    /// <summary>Opens the slave, so that the master never sees a hang-up while no one else has it open.</summary>
    public static int OpenSlave(string path) => Check(OpenFile(path, ReadWrite | NoControllingTerminal));

    /// <summary>Writes what there is room for; returns how much.</summary>
    public static int Write(int descriptor, byte[] bytes, int count)
    {
        int written = (int)WriteFile(descriptor, bytes, count);
        return written > 0 ? written : 0;
    }

    /// <summary>Reads what there is; 0 when there is nothing.</summary>
    public static int Read(int descriptor, byte[] buffer)
    {
        int count = (int)ReadFile(descriptor, buffer, buffer.Length);
        return count > 0 ? count : 0;
    }

    /// <summary>Waits until something can be read; false after <paramref name="milliseconds"/>.</summary>
    public static bool WaitReadable(int descriptor, int milliseconds) => Wait(descriptor, Readable, milliseconds);

    /// <summary>Waits until something can be written; false after <paramref name="milliseconds"/>.</summary>
    public static bool WaitWritable(int descriptor, int milliseconds) => Wait(descriptor, Writable, milliseconds);

    /// <summary>Closes a descriptor.</summary>
    public static void Close(int descriptor) => CloseFile(descriptor);

    private static bool Wait(int descriptor, short events, int milliseconds)
    {
        PollEntry entry = new() { Descriptor = descriptor, Events = events };
        return Poll(ref entry, 1, milliseconds) > 0 && (entry.Returned & events) != 0;
    }

    private static int Check(int result) => result >= 0 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError());

    [DllImport("libc", EntryPoint = "posix_openpt", SetLastError = true)]
    private static extern int OpenPty(int flags);

    [DllImport("libc", EntryPoint = "grantpt", SetLastError = true)]
    private static extern int Grant(int descriptor);

    [DllImport("libc", EntryPoint = "unlockpt", SetLastError = true)]
    private static extern int Unlock(int descriptor);

    [DllImport("libc", EntryPoint = "ptsname_r", SetLastError = true)]
    private static extern int NameOf(int descriptor, byte[] name, nint length);

    [DllImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
    private static extern int GetAttributes(int descriptor, byte[] termios);

    [DllImport("libc", EntryPoint = "tcsetattr", SetLastError = true)]
    private static extern int SetAttributes(int descriptor, int when, byte[] termios);

    [DllImport("libc", EntryPoint = "cfmakeraw")]
    private static extern void MakeRaw(byte[] termios);

    [DllImport(
        "libc",
        EntryPoint = "open",
        SetLastError = true,
        CharSet = CharSet.Ansi,
        BestFitMapping = false,
        ThrowOnUnmappableChar = true)]
    private static extern int OpenFile([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "write", SetLastError = true)]
    private static extern nint WriteFile(int descriptor, byte[] bytes, nint count);

    [DllImport("libc", EntryPoint = "read", SetLastError = true)]
    private static extern nint ReadFile(int descriptor, byte[] buffer, nint count);

    [DllImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static extern int Poll(ref PollEntry entries, nint count, int milliseconds);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int CloseFile(int descriptor);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollEntry
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }
}
