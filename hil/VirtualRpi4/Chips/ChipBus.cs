// An I2C bus of simulated chips, as other programs reach it.

using System;
using System.Collections.Generic;
using System.Net.Sockets;
using System.Threading;

namespace RustKernel.Hil.VirtualRpi4.Chips;

/// <summary>
/// A Unix socket of transfers: address, bytes to write, bytes to read (a byte each), then those
/// written; the answer is 0 and the bytes read, or 1 when no chip answers.
/// </summary>
public sealed class ChipBus : IDisposable
{
    private readonly SocketServer _server;
    private readonly IReadOnlyDictionary<int, IChip> _chips;
    private readonly Lock _gate = new();

    /// <summary>A bus at <paramref name="path"/> with <paramref name="chips"/> by address.</summary>
    public ChipBus(string path, IReadOnlyDictionary<int, IChip> chips)
    {
        _chips = chips;
        _server = new SocketServer(path, "i2c", Serve);
    }

    /// <inheritdoc/>
    public void Dispose() => _server.Dispose();

    private void Serve(NetworkStream master)
    {
        byte[] head = new byte[3];
        while (master.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length)
        {
            byte[] written = new byte[head[1]];
            master.ReadExactly(written);
            master.Write(Transfer(head[0], written, head[2]));
        }
    }

    private byte[] Transfer(int address, byte[] written, int count)
    {
        if (!_chips.TryGetValue(address, out IChip? chip))
        {
            return [1];
        }

        byte[] answer = new byte[1 + count];
        lock (_gate)
        {
            if (written.Length > 0)
            {
                chip.Write(written);
            }

            chip.Read(answer.AsSpan(1));
        }

        return answer;
    }
}
