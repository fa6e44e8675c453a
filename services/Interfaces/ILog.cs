namespace RustKernel.Services;

/// <summary>The last 128 KiB that kernel and services wrote since the machine was started.</summary>
[Service(3)]
public interface ILog
{
    /// <summary>
    /// Text from <paramref name="position"/>, at most 3 KiB: UTF-8, cut after a line; empty: there is no more. Continue at
    /// <paramref name="next"/>. Positions count from the first byte ever written; text already overwritten is skipped.
    /// </summary>
    [Operation(1)]
    [Errors]
    ErrorCode Read(ulong position, out byte[] text, out ulong next);
}
