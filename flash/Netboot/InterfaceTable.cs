// Linux's ioctls about interfaces, which answer in microseconds and in the caller's network namespace.

using System;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace RustKernel.Flash.Netboot;

/// <summary>Finds the interface that has an IPv4 address, and how it is. [netdevice(7)]</summary>
internal static class InterfaceTable
{
    private const nuint ListAddresses = 0x8912; // SIOCGIFCONF
    private const nuint GetFlags = 0x8913; // SIOCGIFFLAGS
    private const nuint GetIndex = 0x8933; // SIOCGIFINDEX
    private const int NameBytes = 16;
    private const int EntryBytes = 40; // struct ifreq of 64-bit machines
    private const int AddressOffset = NameBytes + 4; // sin_addr of the sockaddr_in
    private const int MaximumAddresses = 1024;
    private const int Up = 1;
    private const int Running = 0x40;

    /// <summary>The interface that has <paramref name="address"/>; without one, the one called <paramref name="lastName"/>.</summary>
    public static LinkStatus Look(IPAddress address, string lastName)
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        if (NameOf(socket, address) is not { } name)
        {
            int left = IndexOf(socket, lastName);
            return new LinkStatus(lastName, left, left == 0 ? LinkCondition.Gone : LinkCondition.NoAddress);
        }

        byte[] entry = Entry(name);
        int flags = Control(socket.SafeHandle, GetFlags, entry) == 0 ? BinaryPrimitives.ReadInt16LittleEndian(entry.AsSpan(NameBytes)) : 0;
        LinkCondition condition = (flags & Up) == 0
            ? LinkCondition.Down
            : (flags & Running) == 0 ? LinkCondition.NoCarrier : LinkCondition.Ready;
        return new LinkStatus(name, IndexOf(socket, name), condition);
    }

    /// <summary>The number of the interface <paramref name="name"/>; 0 for none.</summary>
    public static int IndexOf(string name)
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        return IndexOf(socket, name);
    }

    private static int IndexOf(Socket socket, string name)
    {
        byte[] entry = Entry(name);
        return Control(socket.SafeHandle, GetIndex, entry) == 0 ? BinaryPrimitives.ReadInt32LittleEndian(entry.AsSpan(NameBytes)) : 0;
    }

    // Second addresses have a label after a colon in place of the name.
    private static string? NameOf(Socket socket, IPAddress address)
    {
        nint buffer = Marshal.AllocHGlobal(MaximumAddresses * EntryBytes);
        try
        {
            byte[] request = new byte[16];
            BinaryPrimitives.WriteInt32LittleEndian(request, MaximumAddresses * EntryBytes);
            BinaryPrimitives.WriteInt64LittleEndian(request.AsSpan(8), buffer);
            if (Control(socket.SafeHandle, ListAddresses, request) != 0)
            {
                return null;
            }

            byte[] entries = new byte[Math.Clamp(BinaryPrimitives.ReadInt32LittleEndian(request), 0, MaximumAddresses * EntryBytes)];
            Marshal.Copy(buffer, entries, 0, entries.Length);
            ReadOnlySpan<byte> wanted = address.GetAddressBytes();
            for (int at = 0; at + EntryBytes <= entries.Length; at += EntryBytes)
            {
                if (entries.AsSpan(at + AddressOffset, 4).SequenceEqual(wanted))
                {
                    return Encoding.ASCII.GetString(entries, at, NameBytes).TrimEnd('\0').Split('\0', ':')[0];
                }
            }

            return null;
        }
        finally
        {
            Marshal.FreeHGlobal(buffer);
        }
    }

    private static byte[] Entry(string name)
    {
        byte[] entry = new byte[EntryBytes];
        byte[] bytes = Encoding.ASCII.GetBytes(name);
        bytes.AsSpan(0, Math.Min(bytes.Length, NameBytes - 1)).CopyTo(entry);
        return entry;
    }

    [DllImport("libc", EntryPoint = "ioctl")]
    private static extern int Control(SafeHandle socket, nuint request, byte[] argument);
}
