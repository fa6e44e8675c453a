using System;
using RustKernel.Services.FileSystems.Blocks;

namespace RustKernel.Services.FileSystems.Data;

/// <summary>Reads and writes blocks of 4 KiB in a store; a failure is an exception that names the blocks.</summary>
internal sealed class BlockDevice(BlockStore store)
{
    private const ulong SectorsInBlock = Layout.BlockSize / BlockStore.SectorSize;

    public ulong BlockCount => store.SectorCount / SectorsInBlock;

    public bool IsReadOnly => store.IsReadOnly;

    /// <summary>Calls of the store, to measure what an operation costs.</summary>
    public DeviceCounts Counts { get; } = new();

    public void Read(ulong block, Span<byte> data)
    {
        Counts.Reads++;
        Counts.BlocksRead += data.Length / Layout.BlockSize;
        ErrorCode error = store.Read(block * SectorsInBlock, data);
        if (error != ErrorCode.None)
        {
            throw new FileSystemException(ErrorCode.DeviceError, $"block {block} could not be read ({error})");
        }
    }

    public void Write(ulong block, ReadOnlySpan<byte> data)
    {
        Counts.Writes++;
        Counts.BlocksWritten += data.Length / Layout.BlockSize;
        ErrorCode error = store.Write(block * SectorsInBlock, data);
        if (error != ErrorCode.None)
        {
            throw new FileSystemException(ErrorCode.DeviceError, $"block {block} could not be written ({error})");
        }
    }

    public void Flush()
    {
        Counts.Flushes++;
        ErrorCode error = store.Flush();
        if (error != ErrorCode.None)
        {
            throw new FileSystemException(ErrorCode.DeviceError, $"the disk could not make its writes durable ({error})");
        }
    }
}
