// Writes the packets of a server.

using System;
using System.Buffers.Binary;
using System.Text;

namespace RustKernel.Flash.Tftp;

/// <summary>The fixed forms. [RFC 1350 5]</summary>
internal static class TftpPackets
{
    /// <summary>Bytes before a block's data.</summary>
    public const int DataHeaderBytes = 4;

    /// <summary>Writes the head of DATA for <paramref name="block"/>, of which 16 bits go on the wire.</summary>
    public static void WriteDataHeader(Span<byte> packet, long block)
    {
        BinaryPrimitives.WriteUInt16BigEndian(packet, (ushort)TftpOpcode.Data);
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)block);
    }

    /// <summary>An ERROR packet.</summary>
    public static byte[] Error(TftpErrorCode code, string message)
    {
        byte[] packet = new byte[5 + message.Length];
        packet[1] = (byte)TftpOpcode.Error;
        packet[3] = (byte)code;
        Encoding.ASCII.GetBytes(message, packet.AsSpan(4));
        return packet;
    }
}
