// How datagrams lie in a byte ring. Client and stack both use this.
//
//   offset   bytes
//   0        2      length of the data, little-endian
//   2        2      port of the other end, little-endian
//   4        4      0
//   8        16     address of the other end
//   24       …      the data, filled up to a multiple of 8

using System;
using System.Buffers.Binary;

namespace RustKernel.Services.Internet;

/// <summary>Datagrams in a <see cref="ByteRing"/>.</summary>
public static class DatagramRing
{
    /// <summary>Bytes before the data.</summary>
    public const int Header = 24;

    /// <summary>Puts a datagram in; false: there is no room for it, or it is longer than 65,507 bytes.</summary>
    public static bool TryWrite(ByteRing ring, EndPoint other, ReadOnlySpan<byte> data) =>
        TryWrite(ring, ring.Produced, ring.Consumed, other, data);

    /// <summary>
    /// Takes a datagram out, truncated to <paramref name="data"/>'s length. Returns its full length; below 0: there is none.
    /// </summary>
    public static int TryRead(ByteRing ring, out EndPoint other, Span<byte> data)
    {
        int length = TryPeek(ring, out other, data);
        if (length >= 0)
        {
            ring.Consumed += (uint)Size(length);
        }

        return length;
    }

    /// <summary>As <see cref="TryRead"/>, but leaves the datagram in the ring.</summary>
    public static int TryPeek(ByteRing ring, out EndPoint other, Span<byte> data)
    {
        uint consumed = ring.Consumed;
        int length = Peek(ring, ring.Produced, consumed, out other);
        if (length >= 0)
        {
            ring.CopyOut(consumed + Header, data.Slice(0, length < data.Length ? length : data.Length));
        }

        return length;
    }

    /// <summary>Bytes that a datagram takes in a ring.</summary>
    internal static int Size(int length) => (Header + length + 7) & ~7;

    /// <summary>The stack's side of <see cref="TryWrite(ByteRing, EndPoint, ReadOnlySpan{byte})"/>, with given positions.</summary>
    internal static bool TryWrite(ByteRing ring, uint produced, uint consumed, EndPoint other, ReadOnlySpan<byte> data)
    {
        uint used = produced - consumed;
        if (data.Length > 65507 || used > (uint)ring.Capacity || Size(data.Length) > ring.Capacity - (int)used)
        {
            return false;
        }

        Span<byte> header = stackalloc byte[Header];
        header.Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(header, (ushort)data.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(header.Slice(2), other.Port);
        other.Address.Write(header.Slice(8));
        ring.CopyIn(produced, header);
        ring.CopyIn(produced + Header, data);
        ring.Produced = produced + (uint)Size(data.Length);
        return true;
    }

    /// <summary>The length of the next datagram; -1: there is none; -2: the ring holds no possible datagram.</summary>
    internal static int Peek(ByteRing ring, uint produced, uint consumed, out EndPoint other)
    {
        other = default;
        uint there = produced - consumed;
        if (there == 0)
        {
            return -1;
        }

        if (there < Header || there > (uint)ring.Capacity)
        {
            return -2;
        }

        Span<byte> header = stackalloc byte[Header];
        ring.CopyOut(consumed, header);
        int length = BinaryPrimitives.ReadUInt16LittleEndian(header);
        other = new EndPoint(InternetAddress.Read(header.Slice(8)), BinaryPrimitives.ReadUInt16LittleEndian(header.Slice(2)));
        return Size(length) <= there ? length : -2;
    }
}
