// Addresses in the form of programs made for Linux.

using System;
using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;
using RustKernel.Linux.Sockets;
using Xunit;

namespace RustKernel.Network.Tests.Linux;

public sealed class SocketEndTests
{
    [Theory]
    [InlineData("127.0.0.1", 80)]
    [InlineData("10.0.2.15", 65535)]
    [InlineData("0.0.0.0", 0)]
    public void An_address_is_read_and_written(string address, int port)
    {
        byte[] bytes = new byte[16];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, 2);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), (ushort)port);
        Assert.True(IPAddress.Parse(address).TryWriteBytes(bytes.AsSpan(4), out _));
        SocketEnd end = MemoryMarshal.Read<AddressRecord>(bytes).End;
        Assert.Equal(BinaryPrimitives.ReadUInt32BigEndian(IPAddress.Parse(address).GetAddressBytes()), end.Address);
        Assert.Equal(port, end.Port);
        AddressRecord record = AddressRecord.Of(in end);
        byte[] written = new byte[16];
        MemoryMarshal.Write(written, in record);
        Assert.Equal(bytes, written);
        byte[] mapped = IPAddress.Parse(address).MapToIPv6().GetAddressBytes();
        Assert.Equal(end.Address == 0 ? 0 : BinaryPrimitives.ReadUInt64BigEndian(mapped.AsSpan(8)), end.Low);
    }
}
