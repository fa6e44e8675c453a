// What a UART reads when the other end sends at another rate.

using System;
using System.Collections.Generic;

namespace RustKernel.Hil.VirtualRpi4.Serial;

/// <summary>Turns bytes into the level of the wire over time at one rate, 8N1, and samples it as a receiver of another rate does.</summary>
public sealed class BaudMismatch(double senderRate, double receiverRate)
{
    private const int FrameBits = 10;
    private readonly List<byte> _received = [];

    /// <summary>What the receiver reads of <paramref name="bytes"/> sent without pause.</summary>
    public byte[] Garble(ReadOnlySpan<byte> bytes)
    {
        _received.Clear();
        byte[] sent = bytes.ToArray();
        // In units of the sender's bits; the line idles high before and after.
        double end = (sent.Length * FrameBits) + FrameBits, bit = senderRate / receiverRate, at = 0;
        while (at < end)
        {
            if (Level(sent, at))
            {
                // Looking for the falling edge, sixteen times a bit as UARTs do.
                at += Math.Min(bit, 1) / 16;
                continue;
            }

            int value = 0;
            for (int index = 0; index < 8; index++)
            {
                value |= Level(sent, at + ((index + 1.5) * bit)) ? 1 << index : 0;
            }

            _received.Add((byte)value);
            at += 9.5 * bit;
        }

        return [.. _received];
    }

    private static bool Level(byte[] sent, double at)
    {
        int frame = (int)(at / FrameBits), position = (int)(at - ((double)frame * FrameBits));
        if (at < 0 || frame >= sent.Length)
        {
            return true;
        }

        return position switch { 0 => false, 9 => true, _ => (sent[frame] >> (position - 1) & 1) != 0 };
    }
}
