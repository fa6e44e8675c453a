using System;
using System.Collections.Generic;
using System.IO;

namespace RustKernel.Flash.Images.Tests;

/// <summary>A card in memory that holds old data and fails on request.</summary>
public sealed class MemoryTarget(int size) : IBlockTarget
{
    private readonly byte[] _bytes = Old(size);

    /// <summary>errno of every write and read from this offset on.</summary>
    public (long Offset, int Error)? FailsFrom { get; init; }

    /// <summary>errno of reads after the caches were dropped: the card was pulled between writing and comparing.</summary>
    public int GoneAfterFlush { get; init; }

    /// <summary>The byte here never changes one of its bits.</summary>
    public long? StuckAt { get; init; }

    public List<string> Calls { get; } = [];

    public byte[] Bytes => _bytes;

    public string Name => "/dev/card";

    public int SectorBytes { get; init; } = 512;

    public long Capacity => _bytes.Length;

    public bool IsBlank => false;

    public void Write(long offset, ReadOnlySpan<byte> data)
    {
        Fail(offset, data.Length);
        data.CopyTo(_bytes.AsSpan((int)offset));
        if (StuckAt is { } stuck && stuck >= offset && stuck < offset + data.Length)
        {
            _bytes[stuck] ^= 0x10;
        }
    }

    public void Flush() => Calls.Add("flush");

    public void DropCache() => Calls.Add("drop");

    public int Read(long offset, Span<byte> data)
    {
        if (GoneAfterFlush != 0)
        {
            throw new IOException("gone", GoneAfterFlush);
        }

        Fail(offset, data.Length);
        _bytes.AsSpan((int)offset, data.Length).CopyTo(data);
        return data.Length;
    }

    public void Finish(long length) => Calls.Add("finish");

    public void Dispose()
    {
    }

    private static byte[] Old(int size)
    {
        byte[] bytes = new byte[size];
        bytes.AsSpan().Fill(0xa5);
        return bytes;
    }

    private void Fail(long offset, int length)
    {
        if (FailsFrom is { } fault && offset + length > fault.Offset)
        {
            throw new IOException("fault", fault.Error);
        }
    }
}
