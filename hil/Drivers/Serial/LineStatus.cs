// What System.IO.Ports does not say about a line. Linux, 64 bits (x86-64 and arm64 have the same numbers here).

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace RustKernel.Hil.Drivers.Serial;

/// <summary>
/// A second descriptor of a tty, for questions only: why it cannot be opened, its real rate, its error counts, whether input waits. It is
/// opened before the port, which then takes the tty exclusively. tests/Rig.Tests/PortPackageTests.cs shows that the package answers none of
/// these. Layouts and numbers: asm-generic/termbits.h, asm-generic/ioctls.h, linux/serial.h.
/// </summary>
internal sealed class LineStatus : IDisposable
{
    private const int OpenFlags = 0x2 | 0x100 | 0x800 | 0x80000; // O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC
    private const nuint GetTermios2 = 0x802C542A; // TCGETS2
    private const nuint GetCounters = 0x545D; // TIOCGICOUNT
    private const nuint GetModemLines = 0x5415; // TIOCMGET
    private const nuint GetExclusive = 0x80045440; // TIOCGEXCL
    private const int TermiosBytes = 44;
    private const int OutputSpeed = 40;
    private const int CountersBytes = 80;
    private const short Readable = 1; // POLLIN
    private static readonly (string Name, int Index)[] s_counters = [("framing", 6), ("overrun", 7), ("parity", 8), ("buffer_overrun", 10)];
    private readonly int _descriptor;
    private readonly int[] _startCounters;
    private bool _isClosed;

    private LineStatus(int descriptor)
    {
        _descriptor = descriptor;
        _startCounters = ReadCounters();
    }

    /// <summary>Opens <paramref name="device"/>.</summary>
    /// <exception cref="InfrastructureException">It is missing, not allowed, in use, or no tty.</exception>
    public static LineStatus Open(string device)
    {
        int descriptor = open(device, OpenFlags);
        if (descriptor < 0)
        {
            throw new InfrastructureException($"{device} cannot be opened: {LastError()}");
        }

        LineStatus status = new(descriptor);
        if (status.ReadRate() is not null)
        {
            return status;
        }

        string error = LastError();
        status.Dispose();
        throw new InfrastructureException($"{device} is no serial port: {error}");
    }

    /// <summary>True when it has DTR and RTS, which pseudo-terminals have not.</summary>
    public bool HasModemLines => ioctl(_descriptor, GetModemLines, new byte[4]) == 0;

    /// <summary>True when a program has opened the line exclusively.</summary>
    public bool IsTaken
    {
        get
        {
            byte[] answer = new byte[4];
            return ioctl(_descriptor, GetExclusive, answer) == 0 && BinaryPrimitives.ReadInt32LittleEndian(answer) != 0;
        }
    }

    /// <summary>The line's real rate, bits a second.</summary>
    public int Rate => ReadRate() ?? 0;

    /// <summary>True when unread bytes wait, or the other end has gone.</summary>
    public bool HasInput
    {
        get
        {
            // struct pollfd: int fd, short events, short revents
            long[] polled = [(uint)_descriptor | ((long)Readable << 32)];
            return poll(polled, 1, 0) > 0;
        }
    }

    /// <summary>The port's own error counts since <see cref="Open"/>; empty when it does not count.</summary>
    public IReadOnlyDictionary<string, long> Counters
    {
        get
        {
            // struct serial_icounter_struct: cts dsr rng dcd rx tx frame overrun parity brk buf_overrun
            Dictionary<string, long> counters = [];
            int[] now = ReadCounters();
            foreach ((string name, int index) in s_counters)
            {
                if (now.Length > index && _startCounters.Length > index)
                {
                    counters[name] = now[index] - _startCounters[index];
                }
            }

            return counters;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_isClosed)
        {
            _ = close(_descriptor);
        }

        _isClosed = true;
    }

    private static string LastError() => Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());

    private int? ReadRate()
    {
        byte[] termios = new byte[TermiosBytes];
        return ioctl(_descriptor, GetTermios2, termios) == 0 ? BinaryPrimitives.ReadInt32LittleEndian(termios.AsSpan(OutputSpeed)) : null;
    }

    private int[] ReadCounters()
    {
        byte[] counters = new byte[CountersBytes];
        return ioctl(_descriptor, GetCounters, counters) == 0 ? MemoryMarshal.Cast<byte, int>(counters).ToArray() : [];
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int close(int descriptor);

    [DllImport("libc", SetLastError = true)]
    private static extern int ioctl(int descriptor, nuint request, byte[] argument);

    [DllImport("libc", SetLastError = true)]
    private static extern int poll(long[] polled, nuint count, int milliseconds);
}
