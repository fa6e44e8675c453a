// Waiting for many sockets with one call.

using System;
using System.Buffers.Binary;
using System.IO;
using System.Runtime.InteropServices;

namespace RustKernel.Flash.Tftp;

/// <summary>
/// Linux's epoll, level-triggered, for reading. The thread pool needs two hand-overs between threads for each datagram; in lockstep that is
/// most of a transfer's time. [epoll(7)]
/// </summary>
internal sealed class Epoll : IDisposable
{
    private const int CloseOnExec = 0x80000;
    private const int Add = 1;
    private const uint Readable = 1;
    private const int MaximumEvents = 64;
    private const ulong WakeKey = ulong.MaxValue;

    // The structure is packed on x86-64 alone.
    private static readonly int s_keyOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;
    private static readonly int s_eventBytes = s_keyOffset + 8;
    private readonly byte[] _events = new byte[MaximumEvents * s_eventBytes];
    private readonly int _handle;
    private readonly int _wake;

    /// <exception cref="IOException">The process has no descriptor left.</exception>
    public Epoll()
    {
        _handle = Create(CloseOnExec);
        _wake = EventDescriptor(0, CloseOnExec);
        if (_handle < 0 || _wake < 0)
        {
            throw new IOException("no file descriptor left for the server");
        }

        Watch(_wake, WakeKey);
    }

    /// <summary>
    /// Reports <paramref name="descriptor"/> as <paramref name="key"/> while it has something to
    /// read; closing it ends that.
    /// </summary>
    public bool Watch(int descriptor, ulong key)
    {
        byte[] entry = new byte[s_eventBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(entry, Readable);
        BinaryPrimitives.WriteUInt64LittleEndian(entry.AsSpan(s_keyOffset), key);
        return Change(_handle, Add, descriptor, entry) == 0;
    }

    /// <summary>
    /// Waits for at most <paramref name="milliseconds"/> (-1: for ever); returns the number of keys
    /// for <see cref="Key"/>.
    /// </summary>
    public int Wait(int milliseconds) => Math.Max(0, WaitFor(_handle, _events, MaximumEvents, milliseconds));

    /// <summary>The key of an event; null for <see cref="Wake"/>.</summary>
    public ulong? Key(int index)
    {
        ulong key = BinaryPrimitives.ReadUInt64LittleEndian(_events.AsSpan((index * s_eventBytes) + s_keyOffset));
        return key == WakeKey ? null : key;
    }

    /// <summary>Ends a <see cref="Wait"/> of another thread, now and from now on.</summary>
    public void Wake() => Write(_wake, [1, 0, 0, 0, 0, 0, 0, 0], 8);

    /// <summary>Closes it; no one may be waiting.</summary>
    public void Dispose()
    {
        Close(_wake);
        Close(_handle);
    }

    [DllImport("libc", EntryPoint = "epoll_create1")]
    private static extern int Create(int flags);

    [DllImport("libc", EntryPoint = "epoll_ctl")]
    private static extern int Change(int epoll, int operation, int descriptor, byte[] entry);

    [DllImport("libc", EntryPoint = "epoll_wait")]
    private static extern int WaitFor(int epoll, byte[] events, int maximum, int milliseconds);

    [DllImport("libc", EntryPoint = "eventfd")]
    private static extern int EventDescriptor(uint value, int flags);

    [DllImport("libc", EntryPoint = "write")]
    private static extern nint Write(int descriptor, byte[] bytes, nuint count);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int descriptor);
}
