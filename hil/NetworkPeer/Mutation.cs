// Frames that were changed at random.

using System;
using System.Buffers.Binary;

namespace RustKernel.Hil.NetworkPeer;

/// <summary>Changes a few bytes or the length of a frame, and mostly makes its checksums right again.</summary>
internal static class Mutation
{
    /// <summary>A changed copy of <paramref name="sample"/>.</summary>
    public static byte[] Of(byte[] sample, Random random)
    {
        byte[] frame = (byte[])sample.Clone();
        for (int changes = random.Next(4); changes > 0; changes--)
        {
            int at = random.Next(3) == 0 ? random.Next(frame.Length) : 14 + random.Next(Math.Min(50, frame.Length - 14));
            frame[at] = random.Next(3) switch
            {
                0 => (byte)random.Next(256),
                1 => (byte)(frame[at] ^ (1 << random.Next(8))),
                _ => random.Next(2) == 0 ? (byte)0 : byte.MaxValue,
            };
        }

        if (random.Next(10) == 0)
        {
            Array.Resize(ref frame, random.Next(2) == 0 ? random.Next(frame.Length + 1) : frame.Length + random.Next(40));
        }

        if (random.Next(8) != 0)
        {
            FixChecksums(frame);
        }

        return frame;
    }

    // Most frames must get past the checksums, or nothing after them is tested.
    private static void FixChecksums(byte[] frame)
    {
        if (frame.Length < 34 || frame[12] != 8 || frame[13] != 0)
        {
            return;
        }

        Span<byte> ip = frame.AsSpan(14);
        int header = (ip[0] & 15) * 4;
        int length = BinaryPrimitives.ReadUInt16BigEndian(ip[2..]);
        if (header < 20 || header > ip.Length || length < header || length > ip.Length)
        {
            return;
        }

        ip[10] = ip[11] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(ip[10..], Frames.Checksum(0, ip[..header]));
        Span<byte> payload = ip[header..length];
        int field = ip[9] switch { 1 => 2, 6 => 16, 17 => 6, _ => -1 };
        if (field < 0 || payload.Length < field + 2)
        {
            return;
        }

        payload[field] = payload[field + 1] = 0;
        uint pseudo = ip[9] == 1 ? 0 : Frames.PseudoSum(
            BinaryPrimitives.ReadUInt32BigEndian(ip[12..]), BinaryPrimitives.ReadUInt32BigEndian(ip[16..]), ip[9], payload.Length);
        BinaryPrimitives.WriteUInt16BigEndian(payload[field..], Frames.Checksum(pseudo, payload));
    }
}
