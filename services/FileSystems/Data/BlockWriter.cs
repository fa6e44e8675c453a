using System;

namespace RustKernel.Services.FileSystems.Data;

/// <summary>
/// Collects the blocks of a commit and writes each contiguous run in one call. After <see cref="Finish"/> nothing is pending.
/// </summary>
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
