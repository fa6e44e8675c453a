// System calls for a tty, and nothing else. Linux, 64 bits (x86-64 and arm64 have the same numbers here).

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;

namespace RustKernel.Hil.Drivers.Serial;

/// <summary>An open tty in raw mode. Layouts and numbers: asm-generic/termbits.h, asm-generic/ioctls.h.</summary>
internal sealed class TerminalLine : ISerialConnection
{
    private const int OpenFlags = 0x2 | 0x100 | 0x800 | 0x80000; // O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC
    private const nuint GetTermios2 = 0x802C542A; // TCGETS2
    private const nuint SetTermios2 = 0x402C542B; // TCSETS2
    private const nuint MakeExclusive = 0x540C; // TIOCEXCL
    private const nuint GetCounters = 0x545D; // TIOCGICOUNT
    private const int TermiosBytes = 44;
    private const int CountersBytes = 80;
    private const uint OtherBaud = 0x1000; // BOTHER: the speed is in c_ispeed and c_ospeed
    private const uint ControlFlags = 0x30 | 0x80 | 0x800; // CS8 | CREAD | CLOCAL, no HUPCL: closing must not reset a board
    private const int ControlCharacters = 17;
    private const int MinimumIndex = 6; // VMIN
    private const int InputSpeed = 36;
    private const int OutputSpeed = 40;
    private const short Readable = 1; // POLLIN
    private const short Writable = 4; // POLLOUT
    private const int TryAgain = 11; // EAGAIN
    private const int Interrupted = 4; // EINTR
    private const int WriteLimitMilliseconds = 5000;
    private readonly int _descriptor;
    private readonly int _wake;
    private readonly int[] _startCounters;
    private volatile bool _stops;
    private bool _isClosed;

    private TerminalLine(int descriptor, int wake)
    {
        _descriptor = descriptor;
        _wake = wake;
        _startCounters = ReadCounters();
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, long> Counters
    {
        get
        {
            // struct serial_icounter_struct: cts dsr rng dcd rx tx frame overrun parity brk buf_overrun
            Dictionary<string, long> counters = [];
            int[] now = ReadCounters();
            foreach ((string name, int index) in new[] { ("framing", 6), ("overrun", 7), ("parity", 8), ("buffer_overrun", 10) })
            {
                if (now.Length > index && _startCounters.Length > index)
                    counters[name] = now[index] - _startCounters[index];
            }

            return counters;
        }
    }

    /// <summary>Opens <paramref name="device"/> raw, 8N1, no flow control, at <paramref name="baud"/> (0 leaves the rate).</summary>
    /// <exception cref="InfrastructureException">It is missing, not allowed, in use, or cannot do the rate.</exception>
    public static TerminalLine Open(string device, int baud)
    {
        int descriptor = open(device, OpenFlags);
        if (descriptor < 0)
            throw new InfrastructureException($"{device} cannot be opened: {LastError()}");
        TerminalLine line = new(descriptor, eventfd(0, 0x80000));
        try
        {
            line.Configure(device, baud);
            return line;
        }
        catch (InfrastructureException)
        {
            line.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public int Read(Span<byte> buffer)
    {
        while (true)
        {
            nint count = read(_descriptor, ref MemoryMarshal.GetReference(buffer), (nuint)buffer.Length);
            if (count >= 0)
                return (int)count;
            int error = Marshal.GetLastPInvokeError();
            if (error is not (TryAgain or Interrupted))
                throw new IOException(Marshal.GetPInvokeErrorMessage(error));
            if (_stops)
                return 0;
            Poll(Readable, 2, -1);
        }
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            nint count = write(_descriptor, ref MemoryMarshal.GetReference(bytes), (nuint)bytes.Length);
            if (count > 0)
            {
                bytes = bytes[(int)count..];
                continue;
            }

            int error = Marshal.GetLastPInvokeError();
            if (count < 0 && error is not (TryAgain or Interrupted))
                throw new IOException(Marshal.GetPInvokeErrorMessage(error));
            if (!Poll(Writable, 1, WriteLimitMilliseconds))
                throw new IOException("the line takes no bytes");
        }
    }

    /// <inheritdoc/>
    public void Stop()
    {
        _stops = true;
        ulong one = 1;
        _ = write(_wake, ref MemoryMarshal.GetReference(MemoryMarshal.AsBytes(new Span<ulong>(ref one))), sizeof(ulong));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isClosed)
            return;
        _isClosed = true;
        _ = close(_descriptor);
        _ = close(_wake);
    }

    private static string LastError() => Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());

    private void Configure(string device, int baud)
    {
        byte[] termios = new byte[TermiosBytes];
        if (ioctl(_descriptor, GetTermios2, termios) != 0)
            throw new InfrastructureException($"{device} is no serial port: {LastError()}");
        if (ioctl(_descriptor, MakeExclusive, null) != 0)
            throw new InfrastructureException($"{device} cannot be taken for one program alone: {LastError()}");
        int speed = baud > 0 ? baud : BinaryPrimitives.ReadInt32LittleEndian(termios.AsSpan(OutputSpeed));
        Span<byte> fields = termios;
        fields.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(fields[8..], ControlFlags | OtherBaud);
        fields[ControlCharacters + MinimumIndex] = 1;
        BinaryPrimitives.WriteInt32LittleEndian(fields[InputSpeed..], speed);
        BinaryPrimitives.WriteInt32LittleEndian(fields[OutputSpeed..], speed);
        if (ioctl(_descriptor, SetTermios2, termios) != 0 || ioctl(_descriptor, GetTermios2, termios) != 0)
            throw new InfrastructureException($"{device} cannot be set up: {LastError()}");
        int real = BinaryPrimitives.ReadInt32LittleEndian(fields[OutputSpeed..]);
        // A UART samples in the middle of its bits: 2 % between both ends is safe, and the board may be off, too.
        if (Math.Abs((long)real - speed) * 50 > speed)
            throw new InfrastructureException($"{device} cannot do {speed} baud, the nearest it can is {real}");
    }

    /// <summary>Waits until the line, or with a count of 2 the wake-up, is ready; false when the limit passed.</summary>
    private bool Poll(short events, nuint count, int milliseconds)
    {
        // struct pollfd: int fd, short events, short revents
        long[] polled = [(uint)_descriptor | ((long)events << 32), (uint)_wake | (1L << 32)];
        return poll(polled, count, milliseconds) != 0;
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
    private static extern nint read(int descriptor, ref byte buffer, nuint count);

    [DllImport("libc", SetLastError = true)]
    private static extern nint write(int descriptor, ref byte buffer, nuint count);

    [DllImport("libc", SetLastError = true)]
    private static extern int ioctl(int descriptor, nuint request, byte[]? argument);

    [DllImport("libc", SetLastError = true)]
    private static extern int poll(long[] polled, nuint count, int milliseconds);

    [DllImport("libc", SetLastError = true)]
    private static extern int eventfd(uint initial, int flags);
}
