namespace RustKernel.Services;

/// <summary>
/// A stream of bytes between programs. A program's output goes as these messages to a port: to the shell's, or to the one from which the
/// next program of a pipe receives. A writer waits while the port's queue is full.
/// </summary>
[Service(9)]
public interface IStream
{
    /// <summary>The next bytes; empty: the end.</summary>
    [Operation(1, IsOneWay = true)]
    [Errors]
    ErrorCode Write([AtMost(63)] System.ReadOnlySpan<byte> bytes);
}
