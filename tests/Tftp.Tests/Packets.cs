using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Text;

namespace RustKernel.Flash.Tftp.Tests;

/// <summary>Packets of clients.</summary>
public static class Packets
{
    public static byte[] Request(string file, string mode = "octet", params (string Name, string Value)[] options)
        => Request(Encoding.UTF8.GetBytes(file), mode, options);

    public static byte[] Request(byte[] file, string mode, params (string Name, string Value)[] options)
    {
        List<byte> packet = [0, 1, .. file, 0, .. Encoding.ASCII.GetBytes(mode), 0];
        foreach ((string name, string value) in options)
        {
            packet.AddRange(Encoding.ASCII.GetBytes($"{name}\0{value}\0"));
        }

        return [.. packet];
    }

    public static byte[] Acknowledgment(long block)
    {
        byte[] packet = [0, 4, 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)block);
        return packet;
    }

    public static byte[] Error(byte code, string message) => [0, 5, 0, code, .. Encoding.ASCII.GetBytes(message), 0];
}
