// A stream of bytes between programs.

namespace RustKernel.Services;

/// <summary>
/// What a program writes goes as these messages to a port: to the shell's, or to one that the next program of a pipe receives from. A
/// writer waits while the port's queue is full.
/// </summary>
[Service(9)]
public interface IStream
{
    /// <summary>The next bytes; none: the end.</summary>
    [Operation(1, IsOneWay = true)]
    [Errors]
    ErrorCode Write([AtMost(63)] System.ReadOnlySpan<byte> bytes);
}
