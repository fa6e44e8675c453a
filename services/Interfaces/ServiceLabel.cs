// The label of requests and replies.

namespace RustKernel.Services;

/// <summary>
/// A request's label: protocol in bits 31:16, <see cref="IsLong"/>, <see cref="HasObject"/>,
/// <see cref="HasReplyPort"/>, operation in 10:0. A reply's: <see cref="IsLongReply"/>, the error in 15:0.
/// With <see cref="HasObject"/> the last handle is a memory object for what is longer than the
/// words; then word 0 is the length of what lies in it.
/// </summary>
internal static class ServiceLabel
{
    /// <summary>The arguments are in the memory object.</summary>
    internal const uint IsLong = 1 << 15;

    /// <summary>A memory object comes with the request.</summary>
    internal const uint HasObject = 1 << 14;

    /// <summary>
    /// Of what was sent: its last handle is the port that the reply goes to, for a caller that does other things meanwhile.
    /// </summary>
    internal const uint HasReplyPort = 1 << 13;

    /// <summary>The results are in the memory object.</summary>
    internal const uint IsLongReply = 1u << 31;

    /// <summary>The operation's bits.</summary>
    internal const uint OperationMask = 0x7FF;

    /// <summary>Bits that must be 0, when the reply port has been taken off.</summary>
    internal const uint Reserved = 0x3800;

    /// <summary>Handles that an operation can carry each way: one is left for the memory object.</summary>
    internal const int MaximumHandles = 3;
}
