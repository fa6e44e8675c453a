// The base of file systems: sectors that are read, written and made durable. A disk, a partition, an image on the host, or memory. One
// thread at a time.

using System;

namespace RustKernel.Services.FileSystems.Blocks;

/// <summary>
/// Sectors of 512 bytes, numbered from 0. A power cut may undo a write that has returned: any part of the writes since the last
/// <see cref="Flush"/> may have happened, in any order, a sector at a time. What was written before a Flush that returned None stays. Every
/// call checks its range first.
/// </summary>
public abstract class BlockStore
{
    /// <summary>Bytes of a sector. A sector is written whole or not at all.</summary>
    public const int SectorSize = 512;

    /// <summary>How many sectors there are.</summary>
    public abstract ulong SectorCount { get; }

    /// <summary>Whether every write is refused.</summary>
    public abstract bool IsReadOnly { get; }

    /// <summary>
    /// Reads whole sectors. InvalidArgument: not a whole number of sectors, or past the end. DeviceError: they could not be read, and the
    /// contents of <paramref name="data"/> are undefined. Errors of the service in between (ServerEnded, TimedOut …) are passed on.
    /// </summary>
    public ErrorCode Read(ulong firstSector, Span<byte> data)
    {
        ErrorCode refused = CheckBytes(firstSector, data.Length);
        return refused != ErrorCode.None || data.Length == 0 ? refused : ReadSectors(firstSector, data);
    }

    /// <summary>
    /// Writes whole sectors. InvalidArgument: not a whole number of sectors, or past the end. AccessDenied: <see cref="IsReadOnly"/>.
    /// DeviceError: any of the sectors may have been written. Errors of the service in between are passed on.
    /// </summary>
    public ErrorCode Write(ulong firstSector, ReadOnlySpan<byte> data)
    {
        ErrorCode refused = IsReadOnly ? ErrorCode.AccessDenied : CheckBytes(firstSector, data.Length);
        return refused != ErrorCode.None || data.Length == 0 ? refused : WriteSectors(firstSector, data);
    }

    /// <summary>Makes durable every write that returned before. DeviceError: any of them may be lost.</summary>
    public ErrorCode Flush() => IsReadOnly ? ErrorCode.None : FlushWrites();

    /// <summary>
    /// Declares the contents of <paramref name="count"/> sectors no longer needed; until they are written, reading them gives anything. A
    /// hint: a store may ignore it. InvalidArgument: past the end; AccessDenied: <see cref="IsReadOnly"/>.
    /// </summary>
    public ErrorCode Discard(ulong firstSector, ulong count)
    {
        ErrorCode refused = IsReadOnly ? ErrorCode.AccessDenied : CheckRange(firstSector, count);
        return refused != ErrorCode.None || count == 0 ? refused : DiscardSectors(firstSector, count);
    }

    /// <summary>Reads a range that is checked and not empty.</summary>
    protected abstract ErrorCode ReadSectors(ulong firstSector, Span<byte> data);

    /// <summary>Writes a range that is checked and not empty.</summary>
    protected abstract ErrorCode WriteSectors(ulong firstSector, ReadOnlySpan<byte> data);

    /// <summary>Makes all writes durable.</summary>
    protected abstract ErrorCode FlushWrites();

    /// <summary>Discards a range that is checked and not empty. Does nothing unless overridden.</summary>
    protected virtual ErrorCode DiscardSectors(ulong firstSector, ulong count) => ErrorCode.None;

    private ErrorCode CheckBytes(ulong firstSector, int bytes)
        => bytes % SectorSize != 0 ? ErrorCode.InvalidArgument : CheckRange(firstSector, (ulong)(bytes / SectorSize));

    private ErrorCode CheckRange(ulong firstSector, ulong count)
        => firstSector > SectorCount || count > SectorCount - firstSector ? ErrorCode.InvalidArgument : ErrorCode.None;
}
