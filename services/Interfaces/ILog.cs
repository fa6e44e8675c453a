// Log as its clients see it.

namespace RustKernel.Services;

/// <summary>What kernel and services wrote since the machine was started, the last 128 KiB of it.</summary>
[Service(3)]
public interface ILog
{
    /// <summary>
    /// Text from <paramref name="position"/> on, at most 3 KiB: UTF-8, cut behind a line; empty when there is no more.
    /// <paramref name="next"/> is where to go on. Positions count from the first byte ever written; what is no
    /// longer there is passed over.
    /// </summary>
    [Operation(1)]
    [Errors]
    ErrorCode Read(ulong position, out byte[] text, out ulong next);
}
