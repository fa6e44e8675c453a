using System;
using RustKernel.Services.FileSystems.Blocks;
using RustKernel.User;

namespace RustKernel.Services.Storage;

/// <summary>
/// The part of a disk that <c>partition=</c> of the manifest names, as file systems see it, over <see cref="IDisk"/>. One thread at a time.
/// Each call waits; it transfers as much at a time as the memory block shared with the disk holds. If the driver ends during a request,
/// this asks its successor: reading, and writing the same bytes, may be repeated.
/// </summary>
public sealed class DiskStore : BlockStore
{
    private const uint BlockBytes = 256 * 1024;
    private const ulong TimeoutMilliseconds = 60_000;
    private const int Attempts = 4;
    private readonly DiskClient _disk;
    private readonly DiskDescription _description;
    private readonly MappedMemory _memory;
    private bool _isUnsure;

    private DiskStore(DiskClient disk, in DiskDescription description, MappedMemory memory)
    {
        _disk = disk;
        _description = description;
        _memory = memory;
    }

    /// <inheritdoc/>
    public override ulong SectorCount => _description.Sectors;

    /// <inheritdoc/>
    public override bool IsReadOnly => _description.IsReadOnly;

    /// <summary>The disk's serial number.</summary>
    public string Serial => _description.Serial;

    /// <summary>
    /// Opens the part. NotFound: the machine has no such part. AccessDenied: the manifest names none, or does not use <c>disk</c>.
    /// NotRunning: the machine has no disk. Else errors of <see cref="IDisk"/>.
    /// </summary>
    public static ErrorCode Open(out DiskStore? store)
    {
        store = null;
        DiskClient disk = new(InitClient.PortOf("disk")) { TimeoutTicks = Own.Ticks(TimeoutMilliseconds) };
        DiskDescription description = default;
        ErrorCode error = ErrorCode.ServerEnded;
        for (int i = 0; i < Attempts && error == ErrorCode.ServerEnded; i++)
        {
            error = disk.Describe(out description);
        }

        Handle<Memory> handle = default;
        if (error == ErrorCode.None)
        {
            error = Attach(disk, out handle);
        }

        if (error == ErrorCode.None)
        {
            error = MappedMemory.Open(handle, isWritable: true, out MappedMemory? memory);
            store = memory is null ? null : new DiskStore(disk, in description, memory);
            if (memory is null)
            {
                handle.Close();
            }
        }

        return error;
    }

    /// <inheritdoc/>
    protected override ErrorCode ReadSectors(ulong firstSector, Span<byte> data)
    {
        for (int at = 0; at < data.Length;)
        {
            int bytes = Math.Min(data.Length - at, (int)BlockBytes);
            ErrorCode error = Transfer(false, firstSector + (ulong)(at / SectorSize), bytes);
            if (error != ErrorCode.None)
            {
                return error;
            }

            _memory.Bytes.Slice(0, bytes).CopyTo(data.Slice(at));
            at += bytes;
        }

        return ErrorCode.None;
    }

    /// <inheritdoc/>
    protected override ErrorCode WriteSectors(ulong firstSector, ReadOnlySpan<byte> data)
    {
        for (int at = 0; at < data.Length;)
        {
            int bytes = Math.Min(data.Length - at, (int)BlockBytes);
            ErrorCode error = Ready();
            if (error != ErrorCode.None)
            {
                return error;
            }

            data.Slice(at, bytes).CopyTo(_memory.Bytes);
            error = Transfer(true, firstSector + (ulong)(at / SectorSize), bytes);
            if (error != ErrorCode.None)
            {
                return error;
            }

            at += bytes;
        }

        return ErrorCode.None;
    }

    /// <inheritdoc/>
    protected override ErrorCode FlushWrites()
    {
        ErrorCode error = ErrorCode.ServerEnded;
        for (int i = 0; i < Attempts && error == ErrorCode.ServerEnded; i++)
        {
            error = _disk.Flush();
        }

        return error;
    }

    /// <inheritdoc/>
    protected override ErrorCode DiscardSectors(ulong firstSector, ulong count)
    {
        ErrorCode error = ErrorCode.None;
        for (ulong at = 0; at < count && error == ErrorCode.None;)
        {
            uint piece = (uint)Math.Min(count - at, uint.MaxValue);
            error = _disk.Discard(firstSector + at, piece);
            at += piece;
        }

        // A hint: nothing is lost if a disk ignores it.
        return error is ErrorCode.NotSupported or ErrorCode.ServerEnded ? ErrorCode.None : error;
    }

    // Moves sectors between the block and the disk. After a driver has ended, its successor does not know the block until it is attached
    // again.
    private ErrorCode Transfer(bool isWrite, ulong sector, int bytes)
    {
        uint count = (uint)(bytes / SectorSize);
        ErrorCode error = ErrorCode.ServerEnded;
        for (int i = 0; i < Attempts && error == ErrorCode.ServerEnded; i++)
        {
            error = Ready();
            if (error == ErrorCode.None)
            {
                error = isWrite ? _disk.Write(0, 0, sector, count) : _disk.Read(0, 0, sector, count);
            }

            _isUnsure = error is ErrorCode.ServerEnded or ErrorCode.InvalidState or ErrorCode.TimedOut;
            error = error == ErrorCode.InvalidState ? ErrorCode.ServerEnded : error;
        }

        return error;
    }

    // After a request with an unknown outcome the device may still use the block: only attaching it again ensures that no request is in
    // flight.
    private ErrorCode Ready()
    {
        ErrorCode error = ErrorCode.None;
        for (int i = 0; i < Attempts && _isUnsure; i++)
        {
            error = AttachAgain();
            _isUnsure = error != ErrorCode.None;
        }

        return error;
    }

    // It is the same memory, with its contents.
    private ErrorCode AttachAgain()
    {
        ErrorCode error = Attach(_disk, out Handle<Memory> again);
        again.Close();
        return error;
    }

    private static ErrorCode Attach(DiskClient disk, out Handle<Memory> handle)
    {
        handle = default;
        ErrorCode error = ErrorCode.ServerEnded;
        for (int i = 0; i < Attempts && error == ErrorCode.ServerEnded; i++)
        {
            error = disk.Attach(0, BlockBytes, out handle);
        }

        return error;
    }
}
