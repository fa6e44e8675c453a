// Frames of a real interface.

using System;
using System.Buffers.Binary;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace RustKernel.Flash.Ethernet;

/// <summary>Linux's packet socket: every frame of one interface, both directions. Needs CAP_NET_RAW. [packet(7)]</summary>
public sealed class PacketSocket : IFrameLink, IDisposable
{
    private const int PacketFamily = 17;
    private const int RawAndCloseOnExec = 3 | 0x80000;
    private const int EveryProtocol = 3;
    private const int AddressBytes = 20;
    private const int PacketTypeOffset = 10;
    private const byte Outgoing = 4;
    private const short Readable = 1;
    private readonly SafeFileHandle _handle;
    private readonly uint _index;

    /// <summary>Opens the interface called <paramref name="name"/>.</summary>
    /// <exception cref="IOException">There is none, or it may not be listened to ; the message says which.</exception>
    public PacketSocket(string name)
    {
        uint index = _index = IndexOf(name);
        if (index == 0)
        {
            throw new IOException($"there is no interface {name}");
        }

        _handle = new SafeFileHandle(
            Open(PacketFamily, RawAndCloseOnExec, BinaryPrimitives.ReverseEndianness((ushort)EveryProtocol)),
            ownsHandle: true);
        if (_handle.IsInvalid)
        {
            throw new IOException($"frames of {name}: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        byte[] address = new byte[AddressBytes];
        BinaryPrimitives.WriteUInt16LittleEndian(address, PacketFamily);
        BinaryPrimitives.WriteUInt16BigEndian(address.AsSpan(2), EveryProtocol);
        BinaryPrimitives.WriteUInt32LittleEndian(address.AsSpan(4), index);
        if (Bind(_handle, address, AddressBytes) == 0)
        {
            return;
        }

        string message = Marshal.GetLastPInvokeErrorMessage();
        _handle.Dispose();
        throw new IOException($"frames of {name}: {message}");
    }

    /// <summary>
    /// True when the interface called <paramref name="name"/> is another adapter than the one
    /// listened to: this socket hears nothing of it.
    /// </summary>
    public bool IsReplacedBy(string name) => IndexOf(name) is var index && index != 0 && index != _index;

    /// <summary>
    /// Waits for a frame at most <paramref name="limit"/>; its length, or 0.
    /// <paramref name="isOutgoing"/> when this machine sent it.
    /// </summary>
    public int Receive(byte[] buffer, TimeSpan limit, out bool isOutgoing)
    {
        isOutgoing = false;
        byte[] poll = new byte[8];
        BinaryPrimitives.WriteInt32LittleEndian(poll, (int)_handle.DangerousGetHandle());
        BinaryPrimitives.WriteInt16LittleEndian(poll.AsSpan(4), Readable);
        if (_handle.IsClosed || Poll(poll, 1, (int)limit.TotalMilliseconds) <= 0)
        {
            return 0;
        }

        byte[] from = new byte[AddressBytes];
        int fromLength = AddressBytes;
        nint length = ReceiveFrom(_handle, buffer, (nuint)buffer.Length, 0, from, ref fromLength);
        isOutgoing = from[PacketTypeOffset] == Outgoing;
        return (int)Math.Max(0, length);
    }

    /// <inheritdoc/>
    public void Send(ReadOnlySpan<byte> frame) => _ = Send(_handle, in frame[0], (nuint)frame.Length, 0);

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    [DllImport("libc", EntryPoint = "if_nametoindex")]
    private static extern uint IndexOf([MarshalAs(UnmanagedType.LPUTF8Str)] string name);

    [DllImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static extern int Open(int family, int type, int protocol);

    [DllImport("libc", EntryPoint = "bind", SetLastError = true)]
    private static extern int Bind(SafeFileHandle socket, byte[] address, int length);

    [DllImport("libc", EntryPoint = "poll")]
    private static extern int Poll(byte[] descriptors, nuint count, int milliseconds);

    [DllImport("libc", EntryPoint = "recvfrom")]
    private static extern nint ReceiveFrom(
        SafeFileHandle socket,
        byte[] buffer,
        nuint length,
        int flags,
        byte[] address,
        ref int addressLength);

    [DllImport("libc", EntryPoint = "send")]
    private static extern nint Send(SafeFileHandle socket, in byte frame, nuint length, int flags);
}
