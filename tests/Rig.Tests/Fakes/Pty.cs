using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace RustKernel.Rig.Tests.Fakes;

/// <summary>A pseudo-terminal, with the board's end in the test.</summary>
internal sealed class Pty : IDisposable
{
    private const int Flags = 0x2 | 0x100 | 0x80000; // O_RDWR | O_NOCTTY | O_CLOEXEC
    private const nuint EndExclusive = 0x540D; // TIOCNXCL
    private readonly int _slave;

    public Pty()
    {
        int master = posix_openpt(Flags);
        Assert.True(master >= 0 && grantpt(master) == 0 && unlockpt(master) == 0);
        byte[] name = new byte[128];
        Assert.Equal(0, ptsname_r(master, name, (nuint)name.Length));
        Path = Encoding.ASCII.GetString(name, 0, Array.IndexOf(name, (byte)0));
        // Held open, because a real port exists without listeners: earlier output is not lost.
        _slave = open(Path, Flags);
        byte[] termios = new byte[256];
        Assert.Equal(0, tcgetattr(_slave, termios));
        cfmakeraw(termios);
        Assert.Equal(0, tcsetattr(_slave, 0, termios));
        Board = new FileStream(new SafeFileHandle(master, ownsHandle: true), FileAccess.ReadWrite, bufferSize: 0);
    }

    public string Path { get; }

    public FileStream Board { get; }

    /// <summary>The line's last rate, in termios' code. Setting it, in bits a second, is what another program may do.</summary>
    public uint Rate
    {
        get
        {
            byte[] termios = new byte[256];
            Assert.Equal(0, tcgetattr(_slave, termios));
            return cfgetospeed(termios);
        }

        set
        {
            byte[] termios = new byte[256];
            Assert.Equal(0, tcgetattr(_slave, termios));
            Assert.Equal(0, cfsetspeed(termios, value));
            Assert.Equal(0, tcsetattr(_slave, 0, termios));
        }
    }

    /// <summary>
    /// Takes back a killed program's claim to use the line alone. Linux does so with the last descriptor, and this one stays open. Root may
    /// open a claimed line, a user may not.
    /// </summary>
    public void EndExclusiveUse() => Assert.Equal(0, ioctl(_slave, EndExclusive));

    public void Dispose()
    {
        _ = close(_slave);
        Board.Dispose();
    }

    [DllImport("libc")]
    private static extern int posix_openpt(int flags);

    [DllImport("libc")]
    private static extern int grantpt(int descriptor);

    [DllImport("libc")]
    private static extern int unlockpt(int descriptor);

    [DllImport("libc")]
    private static extern int ptsname_r(int descriptor, byte[] name, nuint length);

    [DllImport("libc")]
    private static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc")]
    private static extern int close(int descriptor);

    [DllImport("libc")]
    private static extern int ioctl(int descriptor, nuint request);

    [DllImport("libc")]
    private static extern int tcgetattr(int descriptor, byte[] termios);

    [DllImport("libc")]
    private static extern int tcsetattr(int descriptor, int actions, byte[] termios);

    [DllImport("libc")]
    private static extern uint cfgetospeed(byte[] termios);

    [DllImport("libc")]
    private static extern int cfsetspeed(byte[] termios, uint speed);

    [DllImport("libc")]
    private static extern void cfmakeraw(byte[] termios);
}
