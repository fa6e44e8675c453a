// The service disk as its clients see it.

using RustKernel.User;

namespace RustKernel.Services;

/// <summary>
/// A disk, or the part of one that <c>partition=</c> of the caller's manifest names: sector 0 is the first of it, and the caller reaches no
/// other. Sectors have 512 bytes. Bytes travel through memory that the disk itself reads and writes (<see cref="Attach"/>): nothing is
/// copied on the way. Several requests may be in flight; they end in any order. Errors of all: NotFound: there is no such part;
/// InvalidArgument: beyond its end, or beyond the block's; InvalidState: the block is not attached, or the driver
/// started again since; DeviceError: the disk could not; ServerEnded: the driver ended, and what became
/// of the request is unknown: reads and writes may be repeated.
/// </summary>
[Service(10)]
public interface IDisk
{
    /// <summary>What there is. NotFound: nothing.</summary>
    [Operation(1)]
    [Errors(ErrorCode.NotFound, ErrorCode.AccessDenied, ErrorCode.DeviceError, ErrorCode.Corrupt)]
    ErrorCode Describe(out DiskDescription disk);

    /// <summary>
    /// Block <paramref name="block"/> (0 to 7) of the caller's memory for the disk, <paramref name="bytes"/> of it (at most 256 KiB): zeros
    /// when it is made, later, and for the caller's successor, what is in it. No request of a predecessor is in flight when this
    /// returns. OutOfMemory: there is no more.
    /// </summary>
    [Operation(2)]
    ErrorCode Attach(uint block, uint bytes, out Handle<Memory> memory);

    /// <summary>
    /// Reads <paramref name="count"/> sectors from <paramref name="sector"/> on into a block, from
    /// <paramref name="offset"/> on.
    /// </summary>
    [Operation(3)]
    ErrorCode Read(uint block, uint offset, ulong sector, uint count);

    /// <summary>
    /// Writes <paramref name="count"/> sectors. Until the caller knows that it has ended, the block's bytes must stay as they are. It is
    /// durable after a <see cref="Flush"/> that was asked for later. AccessDenied: the disk is read-only.
    /// </summary>
    [Operation(4)]
    ErrorCode Write(uint block, uint offset, ulong sector, uint count);

    /// <summary>Every write of the caller's that was asked for before this is durable when it returns, or it fails.</summary>
    [Operation(5)]
    ErrorCode Flush();

    /// <summary>What is in these sectors is wanted no more. NotSupported: the disk has no use for that.</summary>
    [Operation(6)]
    ErrorCode Discard(ulong sector, uint count);
}
