using RustKernel.User;

namespace RustKernel.Services;

/// <summary>
/// A disk, or the part of one that <c>partition=</c> of the caller's manifest names: its first sector is sector 0, and the caller reaches
/// no other part. Sectors have 512 bytes. Data goes through memory that the disk itself reads and writes (<see cref="Attach"/>), without
/// copying. Several requests may be in flight; they end in any order. Errors of all operations: NotFound: there is no such part.
/// InvalidArgument: beyond its end, or beyond the block's. InvalidState: the block is not attached, or the driver has started again since.
/// DeviceError: the disk failed. ServerEnded: the driver ended, and the outcome of the request is unknown; reads and writes may be
/// repeated.
/// </summary>
[Service(10)]
public interface IDisk
{
    /// <summary>Describes the disk or part. NotFound: there is none.</summary>
    [Operation(1)]
    [Errors(ErrorCode.NotFound, ErrorCode.AccessDenied, ErrorCode.DeviceError, ErrorCode.Corrupt)]
    ErrorCode Describe(out DiskDescription disk);

    /// <summary>
    /// Block <paramref name="block"/> (0 to 7) of the caller's memory for the disk, <paramref name="bytes"/> long (at most 256 KiB). It is
    /// zeroed when made; later calls, also by the caller's successor, find its contents. When this returns, no request of a predecessor is
    /// in flight. OutOfMemory: none is left.
    /// </summary>
    [Operation(2)]
    ErrorCode Attach(uint block, uint bytes, out Handle<Memory> memory);

    /// <summary>
    /// Reads <paramref name="count"/> sectors, the first being <paramref name="sector"/>, into a block at <paramref name="offset"/>.
    /// </summary>
    [Operation(3)]
    ErrorCode Read(uint block, uint offset, ulong sector, uint count);

    /// <summary>
    /// Writes <paramref name="count"/> sectors. The block's bytes must not change until the caller knows that the write has ended. The data
    /// is durable after a <see cref="Flush"/> requested later. AccessDenied: the disk is read-only.
    /// </summary>
    [Operation(4)]
    ErrorCode Write(uint block, uint offset, ulong sector, uint count);

    /// <summary>Makes durable every write that the caller requested before this one, or fails.</summary>
    [Operation(5)]
    ErrorCode Flush();

    /// <summary>The contents of these sectors are no longer needed. NotSupported: the disk cannot discard.</summary>
    [Operation(6)]
    ErrorCode Discard(ulong sector, uint count);
}
