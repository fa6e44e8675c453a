// An I2C bus of simulated chips, as other programs reach it.

using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Sockets;
using System.Threading;

namespace RustKernel.Hil.VirtualRpi4.Chips;

/// <summary>
/// A Unix socket of transfers: address, bytes to write, bytes to read (a byte each), then those
/// written; the answer is 0 and the bytes read, or 1 when no chip answers.
/// </summary>
public sealed class ChipBus : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly string _path;
    private readonly IReadOnlyDictionary<int, IChip> _chips;
    private readonly Lock _gate = new();

    /// <summary>A bus at <paramref name="path"/> with <paramref name="chips"/> by address.</summary>
    public ChipBus(string path, IReadOnlyDictionary<int, IChip> chips)
    {
        _path = path;
        _chips = chips;
        File.Delete(path);
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen(8);
        new Thread(Accept) { IsBackground = true, Name = "i2c" }.Start();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _listener.Dispose();
        File.Delete(_path);
    }

    private void Accept()
    {
        try
        {
            while (true)
            {
                Socket master = _listener.Accept();
                new Thread(() => Serve(master)) { IsBackground = true, Name = "i2c master" }.Start();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The lab is being taken down.
        }
    }

    private void Serve(Socket master)
    {
        try
        {
            using NetworkStream stream = new(master, ownsSocket: true);
            byte[] head = new byte[3];
            while (stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length)
            {
                byte[] written = new byte[head[1]];
                stream.ReadExactly(written);
                stream.Write(Transfer(head[0], written, head[2]));
            }
        }
        catch (IOException)
        {
            // The master left in the middle.
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
