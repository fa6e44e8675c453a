// Frames in a file that Wireshark and tcpdump read.

using System;
using System.Buffers.Binary;
using System.IO;

namespace RustKernel.Flash.Ethernet;

/// <summary>Writes the classic pcap format, Ethernet, microseconds.</summary>
public sealed class PcapWriter : IDisposable
{
    private readonly FileStream _file;

    /// <summary>Begins a new file.</summary>
    public PcapWriter(string path)
    {
        _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read);
        byte[] header = new byte[24];
        BinaryPrimitives.WriteUInt32LittleEndian(header, 0xa1b2c3d4);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(4), 2);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(6), 4);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(16), 65535);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(20), 1);
        _file.Write(header);
    }

    /// <summary>Why the trace is incomplete; null when it is whole.</summary>
    public string? Problem { get; private set; }

    /// <summary>Adds a frame; does nothing once the disk is full.</summary>
    public void Write(ReadOnlySpan<byte> frame, DateTimeOffset now)
    {
        if (Problem is not null)
        {
            return;
        }

        Span<byte> header = stackalloc byte[16];
        long microseconds = (now - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        BinaryPrimitives.WriteUInt32LittleEndian(header, (uint)(microseconds / 1_000_000));
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], (uint)(microseconds % 1_000_000));
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], frame.Length);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], frame.Length);
        try
        {
            _file.Write(header);
            _file.Write(frame);
        }
        catch (IOException e)
        {
            Problem = e.Message;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            _file.Dispose();
        }
        catch (IOException e)
        {
            // There was no room for the buffer's contents.
            Problem = e.Message;
        }
    }
}
