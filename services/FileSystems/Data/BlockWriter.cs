// Writes of a commit: blocks that lie together go to the disk in one call.

using System;

namespace RustKernel.Services.FileSystems.Data;

/// <summary>Collects blocks and writes each run as one. Nothing is on its way after <see cref="Finish"/>.</summary>
internal sealed class BlockWriter(BlockDevice device)
{
    private const int Capacity = 64;

    private byte[]? _run;
    private ulong _start;
    private int _count;

    public void Write(ulong block, ReadOnlySpan<byte> contents)
    {
        if (_count == Capacity || (_count != 0 && block != _start + (ulong)_count))
        {
            Finish();
        }

        _start = _count == 0 ? block : _start;
        _run ??= new byte[Capacity * Layout.BlockSize];
        contents.CopyTo(_run.AsSpan(_count * Layout.BlockSize));
        _count++;
    }

    public void Finish()
    {
        if (_count != 0)
        {
            device.Write(_start, _run.AsSpan(0, _count * Layout.BlockSize));
            _count = 0;
        }
    }
}
